import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { $getNodeByKey, type NodeKey } from 'lexical';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $isValueNode } from '../../content/nodes/live-value.ts';
import { isValueKey } from '../../protocol/index.ts';
import { focusBehind } from '../assets/focus-text.ts';
import styles from './values.module.css';
import { useValueKeys } from './values-context.ts';

/** Asks which value is meant: one that there is, or one that will be set. */
export const KeyField = ({ nodeKey }: { readonly nodeKey: NodeKey }) => {
  const { t } = useTranslation();
  const [editor] = useLexicalComposerContext();
  const keys = useValueKeys();
  const id = useId();
  const isAnswered = useRef(false);
  const [refused, setRefused] = useState(false);
  const apply = (key: string): void => {
    if (!isValueKey(key)) {
      setRefused(key !== '');
      return;
    }
    // Leaving the field on its way out is no second answer.
    if (isAnswered.current) return;
    isAnswered.current = true;
    editor.update(
      () => {
        const node = $getNodeByKey(nodeKey);
        if ($isValueNode(node)) node.setValueKey(key).selectNext();
      },
      // Not sooner: the field that has the focus goes with this update.
      { onUpdate: () => editor.focus() },
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    // Keys of the field aren't the text's.
    event.stopPropagation();
    if (event.key === 'Escape') focusBehind(editor, nodeKey);
    if (event.key !== 'Enter') return;
    event.preventDefault();
    apply(event.currentTarget.value.trim());
  };
  return (
    <span className={styles.field}>
      <input
        ref={(field) => field?.focus()}
        className={styles.input}
        list={id}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={64}
        aria-label={t('values.key')}
        aria-invalid={refused}
        placeholder={t('values.placeholder')}
        onChange={() => setRefused(false)}
        onKeyDown={onKeyDown}
        onBlur={(event) => apply(event.currentTarget.value.trim())}
      />
      <datalist id={id}>
        {keys.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      {refused && (
        <span className={styles.refused} role="alert">
          {t('values.refused')}
        </span>
      )}
    </span>
  );
};
