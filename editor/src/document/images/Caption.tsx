import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOwnKeys } from '../assets/use-own-keys.ts';
import styles from './Caption.module.css';

interface CaptionProps {
  readonly text: string;
  readonly editable: boolean;
  /** Whether an empty one is offered. */
  readonly isAsked: boolean;
  onChange(text: string): void;
  /** Enter or Escape: the focus goes elsewhere. */
  onLeave(): void;
}

/** The words under a picture, changed in place. */
export const Caption = ({ text, editable, isAsked, onChange, onLeave }: CaptionProps) => {
  const [editing, setEditing] = useState(false);
  if (!editable) return text === '' ? null : <figcaption className={styles.caption}>{text}</figcaption>;
  if (text === '' && !isAsked && !editing) return null;
  return <Field text={text} onEditing={setEditing} onChange={onChange} onLeave={onLeave} />;
};

/** A pause in typing after which the others see what was typed, milliseconds. */
const PAUSE = 300;

interface FieldProps {
  readonly text: string;
  onEditing(editing: boolean): void;
  onChange(text: string): void;
  onLeave(): void;
}

const Field = ({ text, onEditing, onChange, onLeave }: FieldProps) => {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  /** What is typed here; null while it is the document's. */
  const [draft, setDraft] = useState<string | null>(null);
  useOwnKeys(field);

  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (draft === null || draft === text) return undefined;
    const timer = setTimeout(() => latest.current(draft), PAUSE);
    return () => clearTimeout(timer);
  }, [draft, text]);

  return (
    <figcaption className={styles.caption}>
      <textarea
        ref={field}
        className={styles.field}
        rows={1}
        aria-label={t('images.caption')}
        placeholder={t('images.captionPlaceholder')}
        value={draft ?? text}
        onFocus={() => onEditing(true)}
        onChange={(event) => setDraft(event.target.value.replace(/\s*\n\s*/g, ' '))}
        onBlur={() => {
          if (draft !== null && draft !== text) onChange(draft);
          setDraft(null);
          onEditing(false);
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
          event.preventDefault();
          onLeave();
        }}
      />
    </figcaption>
  );
};
