import { defineExtension, type LexicalEditor } from 'lexical';

/**
 * At each commit, anywhere on the page, React looks for where the selection is within the element that has the focus, if
 * that can be edited: it reads all of its nodes for that, of a long text ten thousands. It would put it back, had the
 * commit moved the focus away; that is Lexical's business here. React goes by a property alone, which is no other for
 * whoever reads it as HTML means it.
 */
const hide = (root: HTMLElement): void => {
  Object.defineProperty(root, 'contentEditable', {
    configurable: true,
    get: () => (root.isContentEditable ? 'TRUE' : 'false'),
    set: (value: string) => root.setAttribute('contenteditable', value),
  });
};

export const UnreadSelectionExtension = defineExtension({
  name: 'cowrite/unread-selection',
  register: (editor: LexicalEditor) =>
    editor.registerRootListener((root, before) => {
      if (before) Reflect.deleteProperty(before, 'contentEditable');
      if (root) hide(root);
    }),
});
