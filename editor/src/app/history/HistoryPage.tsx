import { ChevronLeft, FileClock, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isDocumentId } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SignIn } from '../access/SignIn.tsx';
import { documentPath } from '../address.ts';
import { ApiError, isAccessDenied } from '../api.ts';
import { IconLink } from '../IconLink.tsx';
import { NotFoundNotice } from '../page/notices.tsx';
import { PageSkeleton } from '../page/PageSkeleton.tsx';
import { useDocument } from '../queries.ts';
import { useDocumentTitle } from '../use-document-title.ts';
import { History } from './History.tsx';
import { useVersions } from './versions.ts';

/** What a document was, by its address, or what stands in the way of seeing it. */
export const HistoryPage = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const document = useDocument(id);
  const versions = useVersions(id, false);
  const title = document.data?.title || t('home.untitled');
  useDocumentTitle(`${t('history.title')} · ${title} · ${t('app.name')}`);
  const error = document.error ?? versions.error;

  if (!isDocumentId(id) || (error instanceof ApiError && error.status === 404)) return <NotFoundNotice />;
  if (isAccessDenied(error)) {
    return (
      <main>
        <SignIn level={1} title={t('access.closedTitle')} hint={t('access.closedHint')} />
      </main>
    );
  }
  if (error !== null && versions.data === undefined) {
    return (
      <main>
        <Notice
          level={1}
          role="alert"
          icon={<TriangleAlert size={24} />}
          title={t('history.errorTitle')}
          hint={error.message}
        >
          <Button
            look="primary"
            onClick={() => {
              void document.refetch();
              void versions.refetch();
            }}
          >
            {t('app.retry')}
          </Button>
        </Notice>
      </main>
    );
  }
  if (document.data === undefined || versions.data === undefined) return <PageSkeleton />;
  const [first] = versions.data.pages;
  if (first?.versions.length === 0 && first.since.length === 0) {
    return (
      <main>
        <IconLink label={t('history.back')} href={documentPath(id)}>
          <ChevronLeft size={20} aria-hidden />
        </IconLink>
        <Notice
          level={1}
          icon={<FileClock size={24} />}
          title={t('history.emptyTitle')}
          hint={t('history.emptyHint')}
        />
      </main>
    );
  }
  return <History document={document.data} />;
};
