import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentSummary } from '../../protocol/index.ts';
import { type TimeGroup, timeGroup } from '../../ui/relative-time.ts';
import { useNow } from '../../ui/use-now.ts';
import { useListedMarks } from '../library/queries.ts';
import styles from './DocumentGroups.module.css';
import { DocumentRow } from './DocumentRow.tsx';
import { moveBetweenRows } from './move-between-rows.ts';

/** Documents under the headings of their last change. Up and Down lead from row to row. */
export const DocumentGroups = ({ documents }: { readonly documents: readonly DocumentSummary[] }) => {
  const { t } = useTranslation();
  const id = useId();
  const now = useNow();
  const marks = useListedMarks(documents.map(({ id }) => id));
  const groups = groupByTime(documents, now);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys act on the links within.
    <div onKeyDown={moveBetweenRows}>
      {groups.map(({ group, members }) => (
        <section key={group} className={styles.group}>
          <h2 id={id + group} className={styles.heading}>
            {t(`home.${group}`)}
          </h2>
          <ul className={styles.list} aria-labelledby={id + group}>
            {members.map((document) => (
              <DocumentRow key={document.id} document={document} marks={marks.get(document.id)} now={now} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
};

/** They come by last change, so a group is a run of them. */
const groupByTime = (documents: readonly DocumentSummary[], now: Date) => {
  const groups: { group: TimeGroup; members: DocumentSummary[] }[] = [];
  for (const document of documents) {
    const group = timeGroup(new Date(document.changedAt), now);
    const last = groups.at(-1);
    if (last?.group === group) last.members.push(document);
    else groups.push({ group, members: [document] });
  }
  return groups;
};
