import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import buttonStyles from '../ui/Button.module.css';
import { cx } from '../ui/cx.ts';
import { Notice } from '../ui/Notice.tsx';
import { useDocumentTitle } from './use-document-title.ts';

export const LostPage = () => {
  const { t } = useTranslation();
  useDocumentTitle(`${t('page.lostPage')} · ${t('app.name')}`);
  return (
    <main>
      <Notice level={1} icon={<Compass size={24} />} title={t('page.lostPage')} hint={t('page.lostPageHint')}>
        <Link href="/" className={cx(buttonStyles.button, buttonStyles.primary)}>
          {t('page.toHome')}
        </Link>
      </Notice>
    </main>
  );
};
