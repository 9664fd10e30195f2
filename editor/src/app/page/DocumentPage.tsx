import { TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isDocumentId } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SignIn } from '../access/SignIn.tsx';
import { ApiError, isAccessDenied, UnreachableError } from '../api.ts';
import { HomeLink } from '../HomeLink.tsx';
import { useVisit } from '../library/use-visit.ts';
import { useDocument } from '../queries.ts';
import { useDocumentTitle } from '../use-document-title.ts';
import { isKnownBoard, knownTitle, noteTitle } from './known-documents.ts';
import { OpenBoard, OpenDocument } from './load-editors.ts';
import './print.css';
import { DeletedNotice, ForeignNotice, NotFoundNotice } from './notices.tsx';
import { PageSkeleton } from './PageSkeleton.tsx';

/** A document by its address, or what stands in its way. */
export const DocumentPage = ({ id }: { readonly id: string }) => {
  const { t } = useTranslation();
  const query = useDocument(id);
  const { data: document, error } = query;
  // From here on what happens to it is told beside the text, not in its place: unsaved words must stay in sight.
  const [opened, setOpened] = useState(false);
  const onReady = useCallback(() => setOpened(true), []);
  useVisit(id, document !== undefined && document.deletedAt === null);
  const title = document?.title;
  useEffect(() => {
    if (title !== undefined) noteTitle(id, title);
  }, [id, title]);
  useDocumentTitle(`${(title ?? knownTitle(id)) || t('home.untitled')} · ${t('app.name')}`);

  if (document?.kind === 'yjs') return <ForeignNotice document={document} />;
  const open =
    document?.kind === 'board' || (document === undefined && isKnownBoard(id)) ? (
      <OpenBoard id={id} document={document} onReady={onReady} />
    ) : (
      <OpenDocument id={id} document={document} onReady={onReady} />
    );
  if (opened) return open;
  if (!isDocumentId(id) || (error instanceof ApiError && error.status === 404)) return <NotFoundNotice />;
  if (isAccessDenied(error)) {
    return (
      <main>
        <SignIn level={1} title={t('access.closedTitle')} hint={t('access.closedHint')} />
      </main>
    );
  }
  if (document?.deletedAt != null) return <DeletedNotice document={document} />;
  // Without the server's word, what is kept here can still be opened.
  if (document !== undefined || error instanceof UnreachableError) {
    return open;
  }
  if (error !== null) {
    return (
      <main>
        <Notice
          level={1}
          role="alert"
          icon={<TriangleAlert size={24} />}
          title={t('page.errorTitle')}
          hint={error.message}
        >
          <Button look="primary" disabled={query.isFetching} onClick={() => void query.refetch()}>
            {t('app.retry')}
          </Button>
          <HomeLink />
        </Notice>
      </main>
    );
  }
  return <PageSkeleton />;
};
