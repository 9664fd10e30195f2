import { useTranslation } from 'react-i18next';
import type { DocumentSummary } from '../../protocol/index.ts';
import { useNow } from '../../ui/use-now.ts';
import { useListedMarks } from '../library/queries.ts';
import styles from './DocumentGroups.module.css';
import { DocumentRow } from './DocumentRow.tsx';
import { moveBetweenRows } from './move-between-rows.ts';

/** Documents in the order they come. Up and Down lead from row to row. */
export const PlainList = ({ documents }: { readonly documents: readonly DocumentSummary[] }) => {
  const { t } = useTranslation();
  const now = useNow();
  const marks = useListedMarks(documents.map(({ id }) => id));
  return (
    <ul className={styles.list} aria-label={t('home.title')} onKeyDown={moveBetweenRows}>
      {documents.map((document) => (
        <DocumentRow key={document.id} document={document} marks={marks.get(document.id)} now={now} />
      ))}
    </ul>
  );
};
