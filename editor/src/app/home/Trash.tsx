import { ArrowLeft, CloudOff, RotateCcw, Trash2, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DocumentSummary } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { useNow } from '../../ui/use-now.ts';
import { UnreachableError } from '../api.ts';
import { useDocuments, useRestoreDocument } from '../queries.ts';
import { TimeAgo } from '../TimeAgo.tsx';
import { GoneBanner } from './GoneBanner.tsx';
import { ListSkeleton } from './ListSkeleton.tsx';
import { MorePages } from './MorePages.tsx';
import styles from './Trash.module.css';

/** Deleted documents, each with a way back. */
export const Trash = () => {
  const { t } = useTranslation();
  const now = useNow();
  const list = useDocuments(true);
  const documents = list.data?.pages.flatMap((page) => page.documents);
  const gone = list.error instanceof UnreachableError;
  return (
    <>
      <Link href="/" className={styles.back}>
        <ArrowLeft size={15} aria-hidden />
        {t('trash.back')}
      </Link>
      <h1 className={styles.title}>{t('trash.title')}</h1>
      {gone && documents !== undefined && <GoneBanner />}
      {list.isPending && <ListSkeleton />}
      {list.isError && documents === undefined && (
        <Notice
          role="alert"
          icon={gone ? <CloudOff size={24} /> : <TriangleAlert size={24} />}
          title={gone ? t('home.goneTitle') : t('home.errorTitle')}
          hint={gone ? t('home.goneHint') : list.error.message}
        >
          <Button disabled={list.isFetching} onClick={() => void list.refetch()}>
            {t('app.retry')}
          </Button>
        </Notice>
      )}
      {documents?.length === 0 && (
        <Notice icon={<Trash2 size={24} />} title={t('trash.emptyTitle')} hint={t('trash.emptyHint')} />
      )}
      {documents !== undefined && documents.length > 0 && (
        <ul className={styles.list} aria-label={t('trash.list')}>
          {documents.map((document) => (
            <TrashRow key={document.id} document={document} now={now} />
          ))}
        </ul>
      )}
      <MorePages list={list} />
    </>
  );
};

const TrashRow = ({ document, now }: { readonly document: DocumentSummary; readonly now: Date }) => {
  const { t } = useTranslation();
  const toast = useToast();
  const restore = useRestoreDocument();
  const title = document.title || t('home.untitled');
  return (
    <li className={styles.row}>
      <span className={styles.name}>{title}</span>
      <span className={styles.time}>
        <TimeAgo time={document.deletedAt ?? document.changedAt} now={now} />
      </span>
      <Button
        aria-label={t('trash.restoreNamed', { title })}
        disabled={restore.isPending}
        onClick={() => {
          restore.mutateAsync(document.id).then(
            () => toast({ text: t('home.restored', { title }) }),
            (error: Error) => toast({ tone: 'danger', text: `${t('home.restoreFailed', { title })} ${error.message}` }),
          );
        }}
      >
        <RotateCcw size={15} aria-hidden />
        {t('trash.restore')}
      </Button>
    </li>
  );
};
