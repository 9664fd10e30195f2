import {
  $createNodeSelection,
  $createParagraphNode,
  $getAdjacentNode,
  $getNodeByKey,
  $getSelection,
  $isNodeSelection,
  $isRangeSelection,
  $setSelection,
  COMMAND_PRIORITY_EDITOR,
  COMMAND_PRIORITY_HIGH,
  HISTORY_PUSH_TAG,
  KEY_ARROW_LEFT_COMMAND,
  KEY_ARROW_RIGHT_COMMAND,
  KEY_ENTER_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  mergeRegister,
  type NodeKey,
} from 'lexical';
import { type KeyboardEvent as KeyPress, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  $isEquationNode,
  $isInlineEquationNode,
  type EquationNode,
  type InlineEquationNode,
} from '../../../content/nodes/equation.ts';
import { AnchoredPopover } from '../../../ui/AnchoredPopover.tsx';
import { Button } from '../../../ui/Button.tsx';
import styles from './Equation.module.css';
import { EDIT_EQUATION_COMMAND } from './edit-equation.ts';
import { useTypeset } from './use-typeset.ts';

interface EquationEditorProps {
  readonly editor: LexicalEditor;
  readonly readOnly: boolean;
}

interface Opened {
  readonly key: NodeKey;
  readonly tex: string;
  readonly display: boolean;
}

/** The card of the equation that is being written. */
export const EquationEditor = ({ editor, readOnly }: EquationEditorProps) => {
  const { t } = useTranslation();
  const [opened, setOpened] = useState<Opened | null>(null);
  const anchor = useRef({ getBoundingClientRect: () => new DOMRect() });

  useEffect(() => {
    const open = (key: NodeKey): boolean => {
      const node = editor.read('latest', () => $getNodeByKey(key));
      if (!$isAnyEquation(node)) return false;
      anchor.current = {
        getBoundingClientRect: () => editor.getElementByKey(key)?.getBoundingClientRect() ?? new DOMRect(),
      };
      setOpened(editor.read('latest', () => ({ key, tex: node.getTex(), display: $isEquationNode(node) })));
      return true;
    };
    return mergeRegister(
      editor.registerCommand(EDIT_EQUATION_COMMAND, open, COMMAND_PRIORITY_EDITOR),
      editor.registerCommand(
        KEY_ENTER_COMMAND,
        (event) => {
          const selection = $getSelection();
          const [only, ...others] = $isNodeSelection(selection) ? selection.getNodes() : [];
          if (others.length > 0 || !$isAnyEquation(only) || !editor.isEditable()) return false;
          event?.preventDefault();
          return open(only.getKey());
        },
        COMMAND_PRIORITY_HIGH,
      ),
      editor.registerCommand(KEY_ARROW_LEFT_COMMAND, (event) => $selectBeside(event, true), COMMAND_PRIORITY_HIGH),
      editor.registerCommand(KEY_ARROW_RIGHT_COMMAND, (event) => $selectBeside(event, false), COMMAND_PRIORITY_HIGH),
      editor.registerUpdateListener(({ editorState }) =>
        // Somebody may take it away meanwhile.
        setOpened((shown) => (shown !== null && editorState._nodeMap.has(shown.key) ? shown : null)),
      ),
    );
  }, [editor]);

  if (opened === null || readOnly) return null;
  const close = (tex: string): void => {
    setOpened(null);
    editor.update(() => $finish(opened.key, tex), { tag: HISTORY_PUSH_TAG });
    editor.focus();
  };
  return (
    <AnchoredPopover
      className={styles.card}
      label={t('actions.equation')}
      anchor={anchor}
      onClose={() => close(opened.tex)}
      sideOffset={8}
      onFocusOutside={(event) => event.preventDefault()}
      onCloseAutoFocus={(event) => event.preventDefault()}
    >
      <EquationForm key={opened.key} opened={opened} onDone={close} onDraft={(tex) => setOpened({ ...opened, tex })} />
    </AnchoredPopover>
  );
};

interface FormProps {
  readonly opened: Opened;
  onDraft(tex: string): void;
  onDone(tex: string): void;
}

const EquationForm = ({ opened: { tex, display }, onDraft, onDone }: FormProps) => {
  const { t } = useTranslation();
  const id = useId();
  const preview = useRef<HTMLDivElement>(null);
  const typeset = useTypeset(preview, tex, display);
  const wrong = typeset.state === 'wrong' && tex.trim() !== '';
  const onKeyDown = (event: KeyPress): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onDone(tex);
  };
  return (
    <>
      <textarea
        className={styles.field}
        aria-label={t('blocks.equationTex')}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        placeholder="\frac{a}{b} = \sqrt{c}"
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        value={tex}
        onChange={(event) => onDraft(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.preview} hidden={wrong || tex.trim() === ''}>
        <div ref={preview} />
      </div>
      {wrong && (
        <p id={`${id}-wrong`} className={styles.reason} role="status">
          {typeset.reason}
        </p>
      )}
      {typeset.state === 'unavailable' && <p className={styles.reason}>{t('blocks.equationUnavailable')}</p>}
      <div className={styles.buttons}>
        <span className={styles.hint}>{t('blocks.equationHint')}</span>
        <Button look="primary" onClick={() => onDone(tex)}>
          {t('blocks.equationDone')}
        </Button>
      </div>
    </>
  );
};

const $isAnyEquation = (node: LexicalNode | null | undefined): node is EquationNode | InlineEquationNode =>
  $isEquationNode(node) || $isInlineEquationNode(node);

/** The caret doesn't jump over an inline equation: it stops there, and Enter opens it. */
const $selectBeside = (event: KeyboardEvent, isBackward: boolean): boolean => {
  const selection = $getSelection();
  if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return false;
  const beside = $getAdjacentNode(selection.focus, isBackward);
  if (!$isInlineEquationNode(beside)) return false;
  const chosen = $createNodeSelection();
  chosen.add(beside.getKey());
  $setSelection(chosen);
  event.preventDefault();
  return true;
};

/** Stores what was written; an equation left empty goes. The caret comes to stand behind. */
const $finish = (key: NodeKey, tex: string): void => {
  const node = $getNodeByKey(key);
  if (!$isAnyEquation(node)) return;
  if (node.getTex() !== tex.trim()) node.setTex(tex.trim());
  if ($isEquationNode(node) && node.getNextSibling() === null) node.insertAfter($createParagraphNode());
  node.selectNext(0, 0);
  if (tex.trim() === '') node.remove();
};
