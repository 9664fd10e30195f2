import { type RefObject, useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { TITLE_LIMIT } from '../../protocol/index.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './TitleField.module.css';

interface TitleFieldProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly title: string;
  readonly readOnly: boolean;
  readonly refused: string | null;
  /** What somebody else named it meanwhile. */
  readonly theirs: string | null;
  onTakeTheirs(): void;
  onChange(title: string): void;
  /** Left, or finished by Enter. */
  onDone(): void;
  /** Enter, Tab's neighbour or Down at the end: on into the text. */
  onEnter(): void;
}

/** The title as the page's heading; it grows with its text and holds no line break. */
export const TitleField = ({
  field,
  title,
  readOnly,
  refused,
  onChange,
  onDone,
  onEnter,
  theirs,
  onTakeTheirs,
}: TitleFieldProps) => {
  const { t } = useTranslation();

  useLayoutEffect(() => {
    const element = field.current;
    if (element === null || CSS.supports('field-sizing', 'content')) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  });

  return (
    <div className={styles.title}>
      <textarea
        ref={field}
        className={styles.field}
        rows={1}
        aria-label={t('page.titleLabel')}
        aria-invalid={refused !== null}
        placeholder={t('home.untitled')}
        maxLength={TITLE_LIMIT}
        readOnly={readOnly}
        spellCheck
        enterKeyHint="next"
        value={title}
        onChange={(event) => onChange(event.target.value.replace(/\s*[\r\n]+\s*/g, ' '))}
        onBlur={onDone}
        onKeyDown={(event) => {
          // An input method's Enter takes a candidate.
          if (event.nativeEvent.isComposing) return;
          const { selectionStart, value } = event.currentTarget;
          const leave = event.key === 'Enter' || (event.key === 'ArrowDown' && selectionStart === value.length);
          if (!leave) return;
          event.preventDefault();
          onDone();
          onEnter();
        }}
      />
      {theirs !== null && (
        <p className={styles.theirs} role="status">
          <span>{t('page.titleTheirs', { title: theirs })}</span>
          <Button onClick={onTakeTheirs}>{t('page.titleTake')}</Button>
        </p>
      )}
      {refused !== null && (
        <p className={styles.refused} role="alert">
          {t('page.titleUnsaved', { reason: refused })}
        </p>
      )}
    </div>
  );
};
