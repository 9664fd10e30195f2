import { Eye } from 'lucide-react';
import { type CSSProperties, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Awareness } from 'y-protocols/awareness';
import type { DocumentAttachment } from '../../content/index.ts';
import { followingIn, useFollowing } from '../../panels/following.ts';
import { announce } from '../../ui/announce.ts';
import { Layer } from '../../ui/layer.tsx';
import { useThoseHere } from '../mentions/people-context.ts';
import styles from './FollowBanner.module.css';
import { followView } from './follow.ts';

interface FollowBannerProps {
  readonly attachment: DocumentAttachment;
  readonly awareness: Awareness;
}

/** Follows whom one has chosen to, and says so, in their colour, as long as it lasts. */
export const FollowBanner = ({ attachment, awareness }: FollowBannerProps) => {
  const { t } = useTranslation();
  const id = useFollowing(awareness);
  const person = useThoseHere().find((each) => each.id === id);
  const name = person?.name;

  useEffect(() => {
    if (id === null) return undefined;
    return followView(attachment, { person: id, onEnd: () => followingIn(awareness).set(null) });
  }, [attachment, awareness, id]);

  useEffect(() => {
    if (name === undefined) return undefined;
    announce(t('together.following', { name }));
    return () => announce(t('together.followingEnded', { name }));
  }, [name, t]);

  if (person === undefined) return null;
  return (
    <Layer>
      <div className={styles.frame} style={{ '--person': person.color } as CSSProperties}>
        <div className={styles.banner}>
          <Eye size={16} aria-hidden />
          <span className={styles.words}>{t('together.following', { name: person.name })}</span>
          <button type="button" className={styles.stop} onClick={() => followingIn(awareness).set(null)}>
            {t('together.stopFollowing')}
          </button>
        </div>
      </div>
    </Layer>
  );
};
