import { SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { SearchResult } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useNow } from '../../ui/use-now.ts';
import { documentPath } from '../address.ts';
import { UnreachableError } from '../api.ts';
import { GoneBanner } from '../home/GoneBanner.tsx';
import { KindIcon } from '../home/KindIcon.tsx';
import { ListFailure } from '../home/ListFailure.tsx';
import { ListSkeleton } from '../home/ListSkeleton.tsx';
import { MorePages } from '../home/MorePages.tsx';
import { moveBetweenRows } from '../home/move-between-rows.ts';
import { TimeAgo } from '../TimeAgo.tsx';
import { Marked } from './Marked.tsx';
import { useSearch } from './queries.ts';
import styles from './SearchResults.module.css';

interface SearchResultsProps {
  readonly query: string;
  onClear(): void;
}

/** What is found in titles and texts while one types. Up and Down lead from result to result. */
export const SearchResults = ({ query, onClear }: SearchResultsProps) => {
  const { t } = useTranslation();
  const now = useNow();
  const list = useSearch(query);
  const results = list.data?.pages.flatMap((page) => page.results);
  const isNothing = results?.length === 0 && !list.hasNextPage && !list.isPlaceholderData;
  return (
    <>
      {list.error instanceof UnreachableError && results !== undefined && <GoneBanner />}
      {list.isPending && <ListSkeleton />}
      {list.isError && results === undefined && <ListFailure list={list} />}
      {isNothing && (
        <Notice
          role="status"
          icon={<SearchX size={24} />}
          title={t('home.noMatchTitle', { query })}
          hint={t('home.noMatchHint')}
        >
          <Button onClick={onClear}>{t('home.clearSearch')}</Button>
        </Notice>
      )}
      {results !== undefined && results.length > 0 && (
        <>
          <p className={styles.count} role="status">
            {t('library.found', { count: results.length, more: list.hasNextPage ? '+' : '' })}
          </p>
          <ul className={styles.list} aria-label={t('library.results')} onKeyDown={moveBetweenRows}>
            {results.map((result) => (
              <Result key={result.document.id} result={result} now={now} />
            ))}
          </ul>
        </>
      )}
      <MorePages list={list} />
    </>
  );
};

const Result = ({ result, now }: { readonly result: SearchResult; readonly now: Date }) => {
  const { t } = useTranslation();
  const { document, title, lines } = result;
  return (
    <li>
      <Link href={documentPath(document.id)} className={styles.result} data-row>
        <span className={styles.icon}>
          <KindIcon document={document} />
        </span>
        <span className={styles.text}>
          <span className={styles.title}>{title.text === '' ? t('home.untitled') : <Marked {...title} />}</span>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they change as a whole.
            <span key={index} className={styles.line} dir="auto">
              <Marked {...line} />
            </span>
          ))}
        </span>
        <span className={styles.time}>
          <TimeAgo time={document.changedAt} now={now} />
        </span>
      </Link>
    </li>
  );
};
