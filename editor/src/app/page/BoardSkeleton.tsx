import { useTranslation } from 'react-i18next';
import styles from './BoardSkeleton.module.css';

/** A board to come. */
export const BoardSkeleton = () => {
  const { t } = useTranslation();
  return <div className={styles.skeleton} role="status" aria-label={t('app.loading')} />;
};
