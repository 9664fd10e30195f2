import { useTranslation } from 'react-i18next';
import { Skeleton } from '../../ui/Skeleton.tsx';
import styles from './ListSkeleton.module.css';

const WIDTHS = ['46%', '31%', '58%', '38%', '27%', '50%'];

export const ListSkeleton = () => {
  const { t } = useTranslation();
  return (
    <div className={styles.list} role="status" aria-label={t('app.loading')}>
      {WIDTHS.map((width) => (
        <div key={width} className={styles.row}>
          <Skeleton width="20px" height="20px" />
          <Skeleton width={width} height="14px" />
        </div>
      ))}
    </div>
  );
};
