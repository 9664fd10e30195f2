import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DocumentSummary, TITLE_LIMIT } from '../../protocol/index.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { useRenameDocument } from '../queries.ts';
import styles from './RenameField.module.css';

interface RenameFieldProps {
  readonly document: DocumentSummary;
  onDone(): void;
}

/** Enter or leaving it renames, Escape doesn't. */
export const RenameField = ({ document, onDone }: RenameFieldProps) => {
  const { t } = useTranslation();
  const toast = useToast();
  const rename = useRenameDocument();
  const input = useRef<HTMLInputElement>(null);
  const finished = useRef(false);
  const [title, setTitle] = useState(document.title);

  useEffect(() => input.current?.select(), []);

  const finish = (keep: boolean): void => {
    // Leaving the page's focus and pressing Enter both end up here.
    if (finished.current) return;
    finished.current = true;
    const next = title.trim();
    if (keep && next !== document.title) {
      rename.mutate(
        { id: document.id, title: next },
        { onError: (error) => toast({ tone: 'danger', text: `${t('home.renameFailed')} ${error.message}` }) },
      );
    }
    onDone();
  };

  return (
    <input
      ref={input}
      className={styles.field}
      aria-label={t('home.renameLabel', { title: document.title || t('home.untitled') })}
      maxLength={TITLE_LIMIT}
      value={title}
      onChange={(event) => setTitle(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        // An input method's Enter takes a candidate.
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) finish(true);
        if (event.key === 'Escape') finish(false);
      }}
    />
  );
};
