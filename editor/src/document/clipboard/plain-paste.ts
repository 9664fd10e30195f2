import type { LexicalEditor } from 'lexical';

/** Editors into which the next paste goes as the bare text: Ctrl or ⌘, Shift and V are held. */
const plain = new WeakSet<LexicalEditor>();

export const isPlainPaste = (editor: LexicalEditor): boolean => plain.has(editor);

/** The paste itself doesn't say which keys asked for it. */
export const registerPlainPaste = (editor: LexicalEditor): (() => void) => {
  const onKeyDown = (event: KeyboardEvent): void => {
    const asks = event.shiftKey && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'v';
    if (asks) plain.add(editor);
    else plain.delete(editor);
  };
  const onKeyUp = (): void => void plain.delete(editor);
  return editor.registerRootListener((root, before) => {
    before?.removeEventListener('keydown', onKeyDown);
    before?.removeEventListener('keyup', onKeyUp);
    root?.addEventListener('keydown', onKeyDown);
    root?.addEventListener('keyup', onKeyUp);
  });
};
