import { CloudOff, FilePlus2, Plus, Presentation, SearchX, TriangleAlert } from 'lucide-react';
import { useDeferredValue, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { SignIn } from '../access/SignIn.tsx';
import { documentPath } from '../address.ts';
import { isAccessDenied, UnreachableError } from '../api.ts';
import { DropZone } from '../import/DropZone.tsx';
import { ImportButton } from '../import/ImportButton.tsx';
import { ImportList } from '../import/ImportList.tsx';
import { useImports } from '../import/use-imports.ts';
import { useCreateDocument, useDocuments } from '../queries.ts';
import { DocumentGroups } from './DocumentGroups.tsx';
import styles from './Documents.module.css';
import { GoneBanner } from './GoneBanner.tsx';
import { ListSkeleton } from './ListSkeleton.tsx';
import { MorePages } from './MorePages.tsx';
import { SearchField } from './SearchField.tsx';
import { TogetherPicture } from './TogetherPicture.tsx';
import { matchesTitle } from './titles.ts';
import { useCreateShortcuts } from './use-create-shortcuts.ts';

/** The documents by last change, and a way to a new one. */
export const Documents = () => {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const query = useDeferredValue(search.trim());
  const documents = useDocuments(false);
  const { create, creating, keys } = useCreateAndOpen();
  const createDocument = (): void => create('document');
  const createBoard = (): void => create('board');
  const imports = useImports();

  // The filter sees what is loaded, so a search loads the rest.
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = documents;
  useEffect(() => {
    if (query !== '' && hasNextPage && !isFetchingNextPage && !isError) void fetchNextPage();
  }, [query, hasNextPage, isFetchingNextPage, isError, fetchNextPage]);

  const all = documents.data?.pages.flatMap((page) => page.documents);
  const shown = all?.filter((document) => matchesTitle(document.title || t('home.untitled'), query));
  const gone = documents.error instanceof UnreachableError;
  const empty = all?.length === 0;

  if (isAccessDenied(documents.error)) {
    return <SignIn title={t('access.signInTitle')} hint={t('access.signInHint')} level={1} />;
  }

  return (
    <>
      <div className={styles.head}>
        <h1 className={styles.title}>{t('home.title')}</h1>
        {!empty && <SearchField value={search} onChange={setSearch} />}
        {!empty && <ImportButton onFiles={imports.add} />}
        {!empty && (
          <Tooltip label={t('home.createBoard')} keys={keys.board}>
            <Button aria-keyshortcuts="Alt+B" disabled={creating} onClick={createBoard}>
              <Presentation size={16} aria-hidden />
              {t('home.createBoard')}
            </Button>
          </Tooltip>
        )}
        {!empty && (
          <Tooltip label={t('home.create')} keys={keys.document}>
            <Button
              look="primary"
              className={styles.create}
              aria-keyshortcuts="Alt+N"
              disabled={creating}
              onClick={createDocument}
            >
              <Plus size={17} strokeWidth={2.4} aria-hidden />
              {creating ? t('home.creating') : t('home.create')}
            </Button>
          </Tooltip>
        )}
      </div>
      {gone && all !== undefined && <GoneBanner />}
      {documents.isPending && <ListSkeleton />}
      {documents.isError && all === undefined && (
        <Notice
          role="alert"
          icon={gone ? <CloudOff size={24} /> : <TriangleAlert size={24} />}
          title={gone ? t('home.goneTitle') : t('home.errorTitle')}
          hint={gone ? t('home.goneHint') : documents.error.message}
        >
          <Button disabled={documents.isFetching} onClick={() => void documents.refetch()}>
            {t('app.retry')}
          </Button>
        </Notice>
      )}
      {empty && (
        <Notice picture={<TogetherPicture />} title={t('home.emptyTitle')} hint={t('home.emptyHint')}>
          <Button look="primary" aria-keyshortcuts="Alt+N" disabled={creating} onClick={createDocument}>
            <FilePlus2 size={17} aria-hidden />
            {t('home.create')}
          </Button>
          <Button aria-keyshortcuts="Alt+B" disabled={creating} onClick={createBoard}>
            <Presentation size={16} aria-hidden />
            {t('home.createBoard')}
          </Button>
          <ImportButton onFiles={imports.add} />
        </Notice>
      )}
      {shown !== undefined && !empty && shown.length === 0 && !hasNextPage && (
        <Notice
          role="status"
          icon={<SearchX size={24} />}
          title={t('home.noMatchTitle', { query })}
          hint={t('home.noMatchHint')}
        >
          <Button onClick={() => setSearch('')}>{t('home.clearSearch')}</Button>
        </Notice>
      )}
      {shown !== undefined && <DocumentGroups documents={shown} />}
      <MorePages list={documents} />
      <ImportList imports={imports} />
      <DropZone onFiles={imports.add} />
    </>
  );
};

const useCreateAndOpen = () => {
  const { t } = useTranslation();
  const toast = useToast();
  const [, navigate] = useLocation();
  const creation = useCreateDocument();
  const create = (kind: 'document' | 'board'): void => {
    if (creation.isPending) return;
    creation.mutate(kind, {
      onSuccess: (document) => navigate(documentPath(document.id)),
      onError: (error) => toast({ tone: 'danger', text: `${t('home.createFailed')} ${error.message}` }),
    });
  };
  const keys = useCreateShortcuts(create);
  return { create, creating: creation.isPending, keys };
};
