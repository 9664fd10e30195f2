import { useLexicalEditable } from '@lexical/react/useLexicalEditable';
import { useLexicalNodeSelection } from '@lexical/react/useLexicalNodeSelection';
import type { NodeKey } from 'lexical';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { KeyField } from './KeyField.tsx';
import { valueText } from './value-text.ts';
import styles from './values.module.css';
import { useDoubt, useLiveValue } from './values-context.ts';

interface ValueProps {
  readonly nodeKey: NodeKey;
  /** Of the value; empty until somebody says which. */
  readonly valueKey: string;
}

/** A live value among words: what it is now, and by its look whether that is still true. */
export const LiveValueChip = ({ nodeKey, valueKey }: ValueProps) => {
  const { t, i18n } = useTranslation();
  const editable = useLexicalEditable();
  const [isSelected] = useLexicalNodeSelection(nodeKey);
  const value = useLiveValue(valueKey);
  const doubt = useDoubt(value);
  const chip = useRef<HTMLSpanElement>(null);
  useFlash(chip, value?.value);
  if (valueKey === '' && editable) return <KeyField nodeKey={nodeKey} />;
  const shown = value === undefined ? t('values.none') : valueText(value.value, i18n.language);
  const why = value === undefined ? t('values.waiting') : doubt === null ? valueKey : t(`values.${doubt}`);
  return (
    <span
      ref={chip}
      className={cx(
        styles.chip,
        (doubt !== null || value === undefined) && styles.doubtful,
        isSelected && styles.selected,
      )}
      data-live-value={valueKey}
      data-doubt={doubt ?? undefined}
      title={value === undefined || doubt !== null ? `${valueKey}: ${why}` : valueKey}
    >
      <span className={styles.hidden}>{t('values.label', { key: valueKey })} </span>
      <bdi>{shown}</bdi>
      {doubt !== null && <span className={styles.hidden}> ({why})</span>}
    </span>
  );
};

/** A change is seen by a moment of colour, where somebody doesn't mind motion. */
const useFlash = (chip: { readonly current: HTMLElement | null }, value: unknown): void => {
  const before = useRef(value);
  useEffect(() => {
    const known = before.current;
    before.current = value;
    if (known === undefined || known === value || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    for (const animation of chip.current?.getAnimations() ?? []) animation.cancel();
    chip.current?.animate([{ backgroundColor: 'var(--selection)' }, {}], { duration: 400, easing: 'ease-out' });
  }, [chip, value]);
};
