import { Compass } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../ui/Notice.tsx';
import { HomeLink } from './HomeLink.tsx';
import { useDocumentTitle } from './use-document-title.ts';

export const LostPage = () => {
  const { t } = useTranslation();
  useDocumentTitle(`${t('page.lostPage')} · ${t('app.name')}`);
  return (
    <main>
      <Notice level={1} icon={<Compass size={24} />} title={t('page.lostPage')} hint={t('page.lostPageHint')}>
        <HomeLink look="primary" />
      </Notice>
    </main>
  );
};
