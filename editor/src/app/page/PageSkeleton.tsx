import { useTranslation } from 'react-i18next';
import { Skeleton } from '../../ui/Skeleton.tsx';
import styles from './PageSkeleton.module.css';

const LINES = ['94%', '88%', '91%', '42%', '96%', '83%', '67%'];

/** A page of text to come. */
export const TextSkeleton = () => {
  const { t } = useTranslation();
  return (
    <div className={styles.text} role="status" aria-label={t('app.loading')}>
      {LINES.map((width) => (
        <Skeleton key={width} width={width} height="15px" />
      ))}
    </div>
  );
};

export const PageSkeleton = () => (
  <>
    <div className={styles.bar} />
    <div className={styles.page}>
      <Skeleton width="46%" height="38px" />
      <TextSkeleton />
    </div>
  </>
);
