import { getDOMSelection, getDOMSelectionRange, type LexicalEditor } from 'lexical';

/** What the browser has selected in the text, in a shadow root too; null where nothing is. */
export const selectedDomRange = (editor: LexicalEditor): Range | null => {
  const root = editor.getRootElement();
  const selection = getDOMSelection(window);
  if (root === null || selection === null || selection.rangeCount === 0) return null;
  const range = getDOMSelectionRange(selection, root);
  return range !== null && root.contains(range.commonAncestorContainer) ? range : null;
};
