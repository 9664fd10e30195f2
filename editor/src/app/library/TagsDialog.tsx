import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TAG_LIMIT, TAGS_LIMIT } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import input from '../../ui/input.module.css';
import { useToast } from '../../ui/Toasts.tsx';
import { useMark, useMarks, useTags } from './queries.ts';
import styles from './TagsDialog.module.css';

interface TagsDialogProps {
  readonly documentId: string;
  readonly open: boolean;
  onClose(): void;
}

/** What a document is tagged with. Enter or a comma adds what is typed; each change is kept at once. */
export const TagsDialog = ({ documentId, open, onClose }: TagsDialogProps) => {
  const { t } = useTranslation();
  return (
    <Dialog open={open} title={t('library.tagsTitle')} onClose={onClose}>
      <Tags documentId={documentId} onClose={onClose} />
    </Dialog>
  );
};

const Tags = ({ documentId, onClose }: Omit<TagsDialogProps, 'open'>) => {
  const { t } = useTranslation();
  const id = useId();
  const toast = useToast();
  const [typed, setTyped] = useState('');
  const marks = useMarks(documentId);
  const known = useTags().data ?? [];
  const { mutate } = useMark(documentId);
  const tags = marks.data?.tags ?? [];
  const full = tags.length >= TAGS_LIMIT;

  const set = (next: readonly string[]): void =>
    mutate(
      { tags: next },
      { onError: (error) => toast({ tone: 'danger', text: `${t('library.tagsFailed')} ${error.message}` }) },
    );

  const isUnknown = marks.data === undefined;

  const add = (): void => {
    // What is there already would be replaced. What was typed waits.
    if (isUnknown) return;
    const tag = typed.replace(/^[\s#]+/, '').trim();
    setTyped('');
    if (tag !== '' && !tags.includes(tag)) set([...tags, tag]);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes, Enter is its own.
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' || event.key === ',') add();
    else if (event.key === 'Backspace' && typed === '' && tags.length > 0) set(tags.slice(0, -1));
    else return;
    event.preventDefault();
  };

  return (
    <div className={styles.tags}>
      {marks.isError && <p role="alert">{marks.error.message}</p>}
      {tags.length > 0 && (
        <ul className={styles.list} aria-label={t('library.tagsOf')}>
          {tags.map((tag) => (
            <li key={tag} className={styles.tag}>
              {tag}
              <button
                type="button"
                className={styles.remove}
                aria-label={t('library.removeTag', { tag })}
                onClick={() => set(tags.filter((each) => each !== tag))}
              >
                <X size={13} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <label className={styles.label} htmlFor={id}>
        {t('library.addTag')}
      </label>
      <div className={styles.add}>
        <input
          id={id}
          className={cx(input.input, styles.input)}
          list={`${id}-known`}
          maxLength={TAG_LIMIT}
          autoComplete="off"
          value={typed}
          disabled={full}
          placeholder={t('library.tagPlaceholder')}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <datalist id={`${id}-known`}>
          {known
            .filter(({ tag }) => !tags.includes(tag))
            .map(({ tag }) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
        <Button disabled={isUnknown || typed.trim() === ''} onClick={add}>
          {t('library.add')}
        </Button>
      </div>
      <p className={styles.hint}>{full ? t('library.tagsFull', { count: TAGS_LIMIT }) : t('library.tagsHint')}</p>
      <div className={styles.done}>
        <Button
          look="primary"
          disabled={isUnknown && typed.trim() !== '' && !marks.isError}
          onClick={() => {
            add();
            onClose();
          }}
        >
          {t('library.done')}
        </Button>
      </div>
    </div>
  );
};
