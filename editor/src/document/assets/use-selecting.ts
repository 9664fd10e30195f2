import { useLexicalNodeSelection } from '@lexical/react/useLexicalNodeSelection';
import {
  $getSelection,
  $isNodeSelection,
  COMMAND_PRIORITY_CRITICAL,
  KEY_TAB_COMMAND,
  type LexicalEditor,
  type NodeKey,
} from 'lexical';
import { type RefObject, useEffect } from 'react';

interface Selecting {
  /** Alone: of several, none shows its tools. */
  readonly isSelected: boolean;
  select(): void;
}

export const useSelecting = (key: NodeKey): Selecting => {
  const [isSelected, setSelected, clear] = useLexicalNodeSelection(key);
  const select = (): void => {
    clear();
    setSelected(true);
    // A first tap also puts a caret at the beginning of the text, and Lexical, told of it later, would go there.
    window.getSelection()?.removeAllRanges();
  };
  return { isSelected, select };
};

/** From a selected block, Tab leads to its tools. */
export const useTabTo = (editor: LexicalEditor, active: boolean, tools: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    if (!active) return undefined;
    return editor.registerCommand(
      KEY_TAB_COMMAND,
      (event) => {
        const selection = $getSelection();
        const first = tools.current?.querySelector<HTMLElement>('button, a');
        if (event.shiftKey || !$isNodeSelection(selection) || !first) return false;
        event.preventDefault();
        first.focus();
        return true;
      },
      COMMAND_PRIORITY_CRITICAL,
    );
  }, [editor, active, tools]);
};
