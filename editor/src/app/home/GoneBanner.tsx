import { CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from './GoneBanner.module.css';

/** The list is there, the server isn't. */
export const GoneBanner = () => {
  const { t } = useTranslation();
  return (
    <p className={styles.banner} role="status">
      <CloudOff size={16} aria-hidden />
      {t('home.goneBanner')}
    </p>
  );
};
