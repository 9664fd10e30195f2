import { Eye } from 'lucide-react';
import { type CSSProperties, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import { announce } from '../ui/announce.ts';
import { Layer } from '../ui/layer.tsx';
import styles from './FollowFrame.module.css';
import { followingIn } from './following.ts';
import type { Person } from './people.ts';

interface FollowFrameProps {
  readonly awareness: Awareness;
  /** Whom one follows. */
  readonly person: Person;
}

/** Says whom one follows, round the page and in their colour, as long as it lasts. */
export const FollowFrame = ({ awareness, person: { name, color } }: FollowFrameProps) => {
  const { t } = useTranslation();

  useEffect(() => {
    announce(t('together.following', { name }));
    return () => announce(t('together.followingEnded', { name }));
  }, [name, t]);

  return (
    <Layer>
      <div className={styles.frame} style={{ '--person': color } as CSSProperties}>
        <div className={styles.banner}>
          <Eye size={16} aria-hidden />
          <span className={styles.words}>{t('together.following', { name })}</span>
          <button type="button" className={styles.stop} onClick={() => followingIn(awareness).set(null)}>
            {t('together.stopFollowing')}
          </button>
        </div>
      </div>
    </Layer>
  );
};
