import { LayoutTemplate, Star } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DocumentMarks, DocumentSummary } from '../../protocol/index.ts';
import { cx } from '../../ui/cx.ts';
import { documentPath } from '../address.ts';
import { loadDocumentPage } from '../page/load.ts';
import { TimeAgo } from '../TimeAgo.tsx';
import styles from './DocumentRow.module.css';
import { KindIcon } from './KindIcon.tsx';
import { RenameField } from './RenameField.tsx';
import { RowMenu } from './RowMenu.tsx';
import { useDeleteWithUndo } from './use-delete-with-undo.ts';

interface DocumentRowProps {
  readonly document: DocumentSummary;
  /** Undefined while they aren't known. */
  readonly marks: DocumentMarks | undefined;
  readonly now: Date;
}

/** Enter opens, F2 renames, Delete deletes. */
export const DocumentRow = ({ document, marks, now }: DocumentRowProps) => {
  const { t } = useTranslation();
  const [renaming, setRenaming] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const deleteWithUndo = useDeleteWithUndo();
  const title = document.title || t('home.untitled');

  const remove = (): void => {
    focusNeighbour(link.current);
    deleteWithUndo(document);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'F2') setRenaming(true);
    else if (event.key === 'Delete') remove();
    else return;
    event.preventDefault();
  };

  const stopRenaming = (): void => {
    setRenaming(false);
    // The link is back only once React has drawn it.
    requestAnimationFrame(() => link.current?.focus());
  };

  return (
    <li className={cx(styles.row, document.kind === 'board' && styles.board)}>
      {renaming ? (
        <div className={styles.open}>
          <span className={styles.icon}>
            <KindIcon document={document} />
          </span>
          <RenameField document={document} onDone={stopRenaming} />
        </div>
      ) : (
        <Link
          ref={link}
          href={documentPath(document.id)}
          className={styles.open}
          data-row
          onKeyDown={onKeyDown}
          onPointerEnter={() => void loadDocumentPage(document.kind)}
        >
          <span className={styles.icon}>
            <KindIcon document={document} />
          </span>
          <span className={document.title === '' ? styles.untitled : styles.title}>{title}</span>
          {document.kind === 'board' && <span className={styles.badge}>{t('home.board')}</span>}
          {document.kind === 'yjs' && (
            <span className={styles.badge} title={t('home.foreignHint')}>
              {t('home.foreign')}
            </span>
          )}
          {marks?.favourite && (
            <Star size={14} className={styles.star} role="img" aria-label={t('library.isFavourite')} />
          )}
          {marks?.template && (
            <LayoutTemplate size={14} className={styles.sign} role="img" aria-label={t('library.isTemplate')} />
          )}
          {marks?.tags.map((tag) => (
            <span key={tag} className={styles.tag}>
              {tag}
            </span>
          ))}
          <span className={styles.time}>
            <TimeAgo time={document.changedAt} now={now} />
          </span>
        </Link>
      )}
      <div className={styles.menu}>
        <RowMenu document={document} marks={marks} title={title} onRename={() => setRenaming(true)} onDelete={remove} />
      </div>
    </li>
  );
};

/** So that the keyboard's place isn't lost with the row. */
const focusNeighbour = (link: HTMLElement | null): void => {
  const row = link?.closest('li');
  const neighbour = row?.nextElementSibling ?? row?.previousElementSibling;
  neighbour?.querySelector<HTMLElement>('a[data-row]')?.focus();
};
