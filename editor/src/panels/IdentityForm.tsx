import { Check } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './IdentityForm.module.css';
import { COLORS, NAME_LIMIT, setIdentity, useIdentity } from './identity.ts';

interface IdentityFormProps {
  /** The colour that one has here, where that isn't the one chosen. */
  readonly color?: string | undefined;
}

/** One's own name and colour; both take effect as they are chosen. */
export const IdentityForm = ({ color: shown }: IdentityFormProps) => {
  const { t } = useTranslation();
  const id = useId();
  const identity = useIdentity();
  const [draft, setDraft] = useState<string | null>(null);
  const current = shown ?? identity.color;

  // Escape closes the panel without a blur; what was typed is meant all the same.
  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  }, [draft]);
  useEffect(
    () => () => {
      if (latest.current !== null) setIdentity({ name: latest.current });
    },
    [],
  );

  const keep = (): void => {
    if (draft !== null) setIdentity({ name: draft });
    setDraft(null);
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
    >
      <label className={styles.label} htmlFor={`${id}-name`}>
        {t('people.yourName')}
      </label>
      <input
        id={`${id}-name`}
        className={styles.input}
        aria-describedby={`${id}-hint`}
        autoComplete="nickname"
        maxLength={NAME_LIMIT}
        value={draft ?? identity.name}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={keep}
      />
      <p id={`${id}-hint`} className={styles.hint}>
        {t('people.yourNameHint')}
      </p>
      <fieldset className={styles.colors}>
        <legend className={styles.label}>{t('people.yourColor')}</legend>
        {COLORS.map((color, index) => (
          <label key={color} className={styles.color} style={{ backgroundColor: color }}>
            <input
              type="radio"
              className={styles.radio}
              name={`${id}-color`}
              aria-label={t('people.color', { index: String(index + 1) })}
              checked={current === color}
              onChange={() => setIdentity({ color })}
            />
            {current === color && <Check size={13} strokeWidth={3.2} aria-hidden />}
          </label>
        ))}
      </fieldset>
    </form>
  );
};
