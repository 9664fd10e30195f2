import type { LexicalEditor } from 'lexical';

/** Back to the text, where a block stays selected: Lexical's own `focus` gives the page's focus to a caret only. */
export const focusText = (editor: LexicalEditor): void => {
  editor.getRootElement()?.focus({ preventScroll: true });
};
