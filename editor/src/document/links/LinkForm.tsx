import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toAddress } from '../../content/link-address.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './LinkPopover.module.css';

interface LinkFormProps {
  readonly url: string;
  /** What the link shows; null where the text is there already. */
  readonly text: string | null;
  onApply(url: string, text: string | null): void;
  /** Null for a new link. */
  readonly onRemove: (() => void) | null;
}

export const LinkForm = ({ url, text, onApply, onRemove }: LinkFormProps) => {
  const { t } = useTranslation();
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  const [address, setAddress] = useState(url);
  const [words, setWords] = useState(text ?? '');
  const [refused, setRefused] = useState(false);

  useEffect(() => {
    first.current?.focus();
    first.current?.select();
  }, []);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const next = toAddress(address);
    if (next === null) {
      setRefused(true);
      first.current?.focus();
      return;
    }
    onApply(next, text === null ? null : words.trim() || address.trim());
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <label className={styles.label} htmlFor={`${id}-url`}>
        {t('link.url')}
      </label>
      <input
        ref={first}
        id={`${id}-url`}
        className={styles.input}
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder={t('link.urlPlaceholder')}
        aria-invalid={refused}
        aria-describedby={refused ? `${id}-refused` : undefined}
        value={address}
        onChange={(event) => {
          setAddress(event.target.value);
          setRefused(false);
        }}
      />
      {refused && (
        <p id={`${id}-refused`} className={styles.refused} role="alert">
          {t('link.refused')}
        </p>
      )}
      {text !== null && (
        <>
          <label className={styles.label} htmlFor={`${id}-text`}>
            {t('link.text')}
          </label>
          <input
            id={`${id}-text`}
            className={styles.input}
            autoComplete="off"
            placeholder={t('link.textPlaceholder')}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </>
      )}
      <div className={styles.buttons}>
        {onRemove !== null && (
          <Button look="quiet" onClick={onRemove}>
            {t('link.remove')}
          </Button>
        )}
        <Button look="primary" type="submit">
          {t('link.apply')}
        </Button>
      </div>
    </form>
  );
};
