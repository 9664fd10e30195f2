import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useLexicalEditable } from '@lexical/react/useLexicalEditable';
import { useLexicalNodeSelection } from '@lexical/react/useLexicalNodeSelection';
import { $getNodeByKey, type NodeKey } from 'lexical';
import { Puzzle, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './Unknown.module.css';

interface UnknownProps {
  readonly nodeKey: NodeKey;
  /** What it calls itself. */
  readonly type: string;
}

/** A block that only a newer version, or another app, knows: says so, and can be deleted on purpose. */
export const UnknownBlock = ({ nodeKey, type }: UnknownProps) => {
  const { t } = useTranslation();
  const [editor] = useLexicalComposerContext();
  const editable = useLexicalEditable();
  const { isSelected, select } = useSelecting(nodeKey);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrows select it in the text.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
    <div
      role="group"
      aria-label={t('unknown.block', { type })}
      className={cx(styles.block, isSelected && styles.selected)}
      onClick={select}
    >
      <Puzzle size={18} aria-hidden />
      <div className={styles.words}>
        {t('unknown.hint')}
        <bdi className={styles.type}>{type}</bdi>
      </div>
      {editable && (
        <IconButton label={t('unknown.delete')} onClick={() => editor.update(() => $getNodeByKey(nodeKey)?.remove())}>
          <Trash2 size={16} aria-hidden />
        </IconButton>
      )}
    </div>
  );
};

/** The same within a text. */
export const UnknownInline = ({ nodeKey, type }: UnknownProps) => {
  const { t } = useTranslation();
  const { isSelected, select } = useSelecting(nodeKey);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrows select it in the text.
    <span
      role="img"
      aria-label={t('unknown.inline', { type })}
      title={t('unknown.inline', { type })}
      className={cx(styles.inline, isSelected && styles.selected)}
      onClick={select}
    >
      <Puzzle size={12} aria-hidden />
      <bdi>{type}</bdi>
    </span>
  );
};

const useSelecting = (key: NodeKey): { isSelected: boolean; select: () => void } => {
  const [isSelected, setSelected, clear] = useLexicalNodeSelection(key);
  const select = () => {
    clear();
    setSelected(true);
  };
  return { isSelected, select };
};
