import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Words } from '../../client/discussion/index.ts';
import { type MentionedPerson, WORDS_LIMIT } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { Avatar } from '../Avatar.tsx';
import type { Person } from '../people.ts';
import styles from './Discussion.module.css';

interface ComposerProps {
  /** Accessible name, and what stands in it while it is empty. */
  readonly label: string;
  /** Of the button that sends. */
  readonly send: string;
  /** Whom it can name. */
  readonly people: readonly Person[];
  readonly initial?: Words | null;
  readonly autoFocus?: boolean;
  /** Nothing is taken here any more: what was begun can be read and copied, not sent. */
  readonly isClosed?: boolean;
  /** One line with a small button, until something is written. */
  readonly slim?: boolean;
  onSend(words: Words): void;
  /** What stands in it now. */
  onWords?(words: Words): void;
  onCancel?(): void;
}

const MOST = 6;

/** A field to say something in. Enter sends and Shift+Enter breaks the line; under a finger Enter breaks it and the button sends. */
export const Composer = ({
  label,
  send,
  people,
  initial,
  autoFocus,
  isClosed = false,
  slim,
  onSend,
  onWords,
  onCancel,
}: ComposerProps) => {
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(initial?.text ?? '');
  const [mentions, setMentions] = useState<readonly MentionedPerson[]>(initial?.mentions ?? []);
  const query = useMention(field, text);
  const found = query === null ? [] : findPeople(people, query.words);
  const [chosen, setChosen] = useState({ words: '', index: 0 });
  // Other words, another best match.
  const active = chosen.words === query?.words ? Math.min(chosen.index, Math.max(0, found.length - 1)) : 0;
  const setActive = (index: number): void => setChosen({ words: query?.words ?? '', index });
  const isListed = found.length > 0;

  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    if (text !== '') element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);

  const latest = useRef(onWords);
  useEffect(() => {
    latest.current = onWords;
  });
  useEffect(() => latest.current?.({ text, mentions }), [text, mentions]);

  useEffect(() => {
    if (autoFocus !== true) return;
    const element = field.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(element.value.length, element.value.length);
  }, [autoFocus]);

  const trimmed = text.trim();
  const isTooLong = trimmed.length > WORDS_LIMIT;
  const submit = (): void => {
    if (trimmed === '' || isTooLong || isClosed) return;
    onSend({ text: trimmed, mentions: mentions.filter(({ name }) => trimmed.includes(`@${name}`)) });
    setText('');
    setMentions([]);
  };

  const choose = (person: Person): void => {
    if (query === null) return;
    const before = `${text.slice(0, query.at)}@${person.name} `;
    setText(before + text.slice(query.end));
    if (!mentions.some((each) => each.id === person.id)) {
      setMentions([...mentions, { id: person.id, name: person.name }]);
    }
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(before.length, before.length);
    });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // An input method's keys are its own.
    if (event.nativeEvent.isComposing) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isListed && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      event.stopPropagation();
      setActive((active + (event.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length);
    } else if (isListed && !isCommand && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      const person = found[active];
      if (person) choose(person);
    } else if (event.key === 'Enter' && (isCommand || (!event.shiftKey && !isTouch()))) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (isListed) query?.dismiss();
      else if (onCancel) onCancel();
      else field.current?.blur();
    }
  };

  return (
    <div className={styles.composer}>
      <div className={styles.field}>
        <textarea
          ref={field}
          className={styles.input}
          rows={1}
          aria-label={label}
          placeholder={label}
          value={text}
          readOnly={isClosed}
          dir="auto"
          aria-invalid={isTooLong}
          aria-autocomplete="list"
          aria-controls={isListed ? `${id}-people` : undefined}
          aria-activedescendant={isListed ? `${id}-${active}` : undefined}
          aria-describedby={isTooLong ? `${id}-long` : undefined}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {slim && !isClosed && (
          <IconButton label={send} className={styles.send} disabled={trimmed === '' || isTooLong} onClick={submit}>
            <SendHorizontal size={17} aria-hidden />
          </IconButton>
        )}
        {isListed && (
          <div className={styles.people} role="listbox" id={`${id}-people`} aria-label={t('comments.people')}>
            {found.map((person, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's.
              <div
                key={person.id}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                className={cx(styles.person, index === active && styles.chosen)}
                onMouseDown={(event) => event.preventDefault()}
                onMouseMove={() => setActive(index)}
                onClick={() => choose(person)}
              >
                <Avatar person={person} small />
                <span dir="auto">{person.name}</span>
              </div>
            ))}
          </div>
        )}
      </div>
      {isTooLong && (
        <p id={`${id}-long`} role="alert" className={styles.failure}>
          {t('comments.tooLong', { length: String(trimmed.length), limit: String(WORDS_LIMIT) })}
        </p>
      )}
      {isClosed && <ClosedWords text={text} />}
      {!slim && !isClosed && (
        <div className={styles.actions}>
          {onCancel && (
            <Button look="quiet" onClick={onCancel}>
              {t('comments.cancel')}
            </Button>
          )}
          <Button look="primary" disabled={trimmed === '' || isTooLong} onClick={submit}>
            {send}
          </Button>
        </div>
      )}
    </div>
  );
};

/** Why these words aren't sent, and a way to take them along. */
const ClosedWords = ({ text }: { readonly text: string }) => {
  const { t } = useTranslation();
  const toast = useToast();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      toast({ text: t('comments.wordsCopied') });
    } catch {
      toast({ tone: 'danger', text: t('comments.wordsNotCopied') });
    }
  };
  return (
    <div className={styles.failure} role="status">
      <p>{t('comments.closedWords')}</p>
      <div className={styles.actions}>
        <Button onClick={() => void copy()}>{t('comments.copyWords')}</Button>
      </div>
    </div>
  );
};

const isTouch = (): boolean => matchMedia('(pointer: coarse)').matches;

interface MentionQuery {
  readonly words: string;
  /** Where the sign stands, and where the words after it end. */
  readonly at: number;
  readonly end: number;
  dismiss(): void;
}

/** What is typed behind an @, up to the caret; also as a Chinese input method types it. */
const useMention = (field: React.RefObject<HTMLTextAreaElement | null>, text: string): MentionQuery | null => {
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [caret, setCaret] = useState(0);
  useEffect(() => {
    const update = (): void => {
      if (document.activeElement?.getRootNode() !== field.current?.getRootNode() && field.current === null) return;
      setCaret(field.current?.selectionStart ?? 0);
    };
    update();
    document.addEventListener('selectionchange', update);
    return () => document.removeEventListener('selectionchange', update);
  }, [field]);
  const end = Math.min(field.current?.selectionStart ?? caret, text.length);
  const [, words] = /(?:^|[\s(])[@＠]([^\n@＠]{0,40})$/u.exec(text.slice(0, end)) ?? [];
  if (words === undefined) return null;
  const at = end - words.length - 1;
  if (dismissed === at) return null;
  return { words, at, end, dismiss: () => setDismissed(at) };
};

const findPeople = (people: readonly Person[], words: string): readonly Person[] => {
  const wanted = words.trim().toLocaleLowerCase();
  // A name that is there whole, and a word behind it, is no question any more.
  if (people.some(({ name }) => words.toLocaleLowerCase().startsWith(`${name.toLocaleLowerCase()} `))) return [];
  return people
    .filter(({ name, self }) => !self && (wanted === '' || name.toLocaleLowerCase().includes(wanted)))
    .slice(0, MOST);
};
