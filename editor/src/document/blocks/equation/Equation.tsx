import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useLexicalNodeSelection } from '@lexical/react/useLexicalNodeSelection';
import type { NodeKey } from 'lexical';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../ui/cx.ts';
import styles from './Equation.module.css';
import { EDIT_EQUATION_COMMAND } from './edit-equation.ts';
import { useTypeset } from './use-typeset.ts';

interface EquationProps {
  readonly nodeKey: NodeKey;
  readonly tex: string;
  readonly display: boolean;
}

/** A formula as it stands in the text; a press opens it. */
export const Equation = ({ nodeKey, tex, display }: EquationProps) => {
  const { t } = useTranslation();
  const [editor] = useLexicalComposerContext();
  const [selected] = useLexicalNodeSelection(nodeKey);
  const drawn = useRef<HTMLSpanElement>(null);
  const typeset = useTypeset(drawn, tex, display);
  const open = (): void => {
    if (editor.isEditable()) editor.dispatchCommand(EDIT_EQUATION_COMMAND, nodeKey);
  };
  const isSource = typeset.state !== 'drawn' && tex !== '';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: by keyboard it is chosen with the arrows and opened with Enter.
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
    <span
      className={cx(styles.equation, selected && styles.selected, typeset.state === 'wrong' && tex && styles.wrong)}
      title={typeset.state === 'wrong' && tex !== '' ? typeset.reason : undefined}
      onClick={open}
    >
      {tex === '' && <span className={styles.empty}>{t('blocks.equationEmpty')}</span>}
      {isSource && <code className={styles.source}>{tex}</code>}
      <span ref={drawn} hidden={typeset.state !== 'drawn' || tex === ''} />
    </span>
  );
};
