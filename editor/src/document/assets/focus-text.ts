import { $getNodeByKey, type LexicalEditor, type NodeKey } from 'lexical';

/**
 * Back to the text, from where Lexical’s own `focus` doesn’t bring it: from a field or button in one of its blocks, and
 * where a block stays selected.
 */
export const focusText = (editor: LexicalEditor): void => {
  editor.getRootElement()?.focus({ preventScroll: true });
};

/** Back to the text, behind a block. */
export const focusBehind = (editor: LexicalEditor, key: NodeKey): void => {
  focusText(editor);
  editor.update(() => void $getNodeByKey(key)?.selectNext(0, 0));
};
