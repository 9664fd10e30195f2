import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import styles from '../ui/Button.module.css';
import { cx } from '../ui/cx.ts';

/** A button's look, a link's nature. */
export const HomeLink = ({ look = 'plain' }: { readonly look?: 'primary' | 'plain' }) => {
  const { t } = useTranslation();
  return (
    <Link href="/" className={cx(styles.button, styles[look])}>
      {t('page.toHome')}
    </Link>
  );
};
