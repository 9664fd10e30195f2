import { FilePlus2, Plus, Presentation } from 'lucide-react';
import { useDeferredValue, useRef, useState } from 'react';
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
import { SearchResults } from '../library/SearchResults.tsx';
import { ShelfList } from '../library/ShelfList.tsx';
import { ShelfNav } from '../library/ShelfNav.tsx';
import type { View } from '../library/shelves.ts';
import { TemplateMenu } from '../library/TemplateMenu.tsx';
import { useCreateDocument, useDocuments } from '../queries.ts';
import { DocumentGroups } from './DocumentGroups.tsx';
import styles from './Documents.module.css';
import { GoneBanner } from './GoneBanner.tsx';
import { ListFailure } from './ListFailure.tsx';
import { ListSkeleton } from './ListSkeleton.tsx';
import { MorePages } from './MorePages.tsx';
import { SearchField } from './SearchField.tsx';
import { TogetherPicture } from './TogetherPicture.tsx';
import { useCreateShortcuts } from './use-create-shortcuts.ts';

/** The documents: all by last change, those of a shelf, or what is searched for; and a way to a new one. */
export const Documents = ({ view }: { readonly view: View }) => {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const query = useDeferredValue(search.trim());
  const documents = useDocuments(false);
  const { create, creating, keys } = useCreateAndOpen();
  const createDocument = (): void => create('document');
  const createBoard = (): void => create('board');
  const imports = useImports();

  const all = documents.data?.pages.flatMap((page) => page.documents);
  const empty = all?.length === 0;
  const mayList = all !== undefined;

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
          <div className={styles.create}>
            <Tooltip label={t('home.create')} keys={keys.document}>
              <Button look="primary" aria-keyshortcuts="Alt+N" disabled={creating} onClick={createDocument}>
                <Plus size={17} strokeWidth={2.4} aria-hidden />
                {creating ? t('home.creating') : t('home.create')}
              </Button>
            </Tooltip>
            <TemplateMenu mayList={mayList} />
          </div>
        )}
      </div>
      {!empty && query === '' && <ShelfNav view={view} mayList={mayList} />}
      {empty ? (
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
          <TemplateMenu mayList={mayList} />
        </Notice>
      ) : query !== '' ? (
        <SearchResults query={query} onClear={() => setSearch('')} />
      ) : view.name === 'all' ? (
        <AllDocuments list={documents} />
      ) : (
        <ShelfList shelf={view} />
      )}
      <ImportList imports={imports} />
      <DropZone onFiles={imports.add} />
    </>
  );
};

const AllDocuments = ({ list }: { readonly list: ReturnType<typeof useDocuments> }) => {
  const all = list.data?.pages.flatMap((page) => page.documents);
  return (
    <>
      {list.error instanceof UnreachableError && all !== undefined && <GoneBanner />}
      {list.isPending && <ListSkeleton />}
      {list.isError && all === undefined && <ListFailure list={list} />}
      {all !== undefined && <DocumentGroups documents={all} />}
      <MorePages list={list} />
    </>
  );
};

const useCreateAndOpen = () => {
  const { t } = useTranslation();
  const toast = useToast();
  const [, navigate] = useLocation();
  const creation = useCreateDocument();
  /** Until its page is there: the second click of a double one makes no second document. */
  const opening = useRef(false);
  const create = (kind: 'document' | 'board'): void => {
    if (opening.current) return;
    opening.current = true;
    creation.mutate(kind, {
      onSuccess: (document) => navigate(documentPath(document.id)),
      onError: (error) => {
        opening.current = false;
        toast({ tone: 'danger', text: `${t('home.createFailed')} ${error.message}` });
      },
    });
  };
  const keys = useCreateShortcuts(create);
  return { create, creating: creation.isPending || creation.isSuccess, keys };
};
