import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextSkeleton } from '../page/PageSkeleton.tsx';
import styles from './Comparing.module.css';

/** What takes longer than this is told with words, milliseconds. */
const SOON = 500;
const LONG = 3_000;

/** While two states are put beside each other: of a long document that takes seconds. */
export const Comparing = () => {
  const { t } = useTranslation();
  const [waited, setWaited] = useState<'no' | 'soon' | 'long'>('no');
  useEffect(() => {
    const timers = [setTimeout(() => setWaited('soon'), SOON), setTimeout(() => setWaited('long'), LONG)];
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div className={styles.place}>
      <div className={styles.said} role="status">
        {waited !== 'no' && (
          <>
            <progress className={styles.bar} aria-label={t('history.comparing')} />
            {waited === 'soon' ? t('history.comparing') : t('history.comparingLong')}
          </>
        )}
      </div>
      <TextSkeleton />
    </div>
  );
};
