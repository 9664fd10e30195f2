import { defineExtension, type LexicalEditor } from 'lexical';
import type * as Y from 'yjs';

/*
 * A browser moves the caret at once and says so later, behind keys that are pressed meanwhile and what others write.
 * Lexical acts by what it was told: a Backspace right behind Home would delete where the caret was, and a drawing put it
 * back there. So what is still to be said is said first.
 */

type Points = readonly [Node | null, number, Node | null, number];

const pointsOf = (selection: Selection | null): Points => [
  selection?.anchorNode ?? null,
  selection?.anchorOffset ?? 0,
  selection?.focusNode ?? null,
  selection?.focusOffset ?? 0,
];

/** What each page has told of its selection last. */
const told = new WeakMap<Document, Points>();

/** Lets the editor know where the caret is by now, if that isn't told yet. */
const catchUp = (editor: LexicalEditor): void => {
  const root = editor.getRootElement();
  if (root === null || editor.isComposing() || editor._updating || editor._pendingEditorState !== null) return;
  const page = root.ownerDocument;
  if (page.activeElement !== root) return;
  const now = pointsOf(page.getSelection());
  const before = told.get(page);
  if (before === undefined || now.every((each, i) => each === before[i])) return;
  page.dispatchEvent(new Event('selectionchange'));
};

/** Before what others have done is shown. */
export const catchUpBeforeOthers = (editor: LexicalEditor, doc: Y.Doc): (() => void) => {
  const onTransaction = ({ local }: Y.Transaction): void => {
    if (!local) catchUp(editor);
  };
  doc.on('beforeTransaction', onTransaction);
  return () => doc.off('beforeTransaction', onTransaction);
};

/** Before each key. */
const registerPromptSelection = (editor: LexicalEditor): (() => void) => {
  const onKeyDown = (): void => catchUp(editor);
  const onSelectionChange = ({ target }: Event): void => {
    if (target instanceof Document) told.set(target, pointsOf(target.getSelection()));
  };
  return editor.registerRootListener((root, before) => {
    before?.removeEventListener('keydown', onKeyDown, true);
    before?.ownerDocument.removeEventListener('selectionchange', onSelectionChange, true);
    root?.addEventListener('keydown', onKeyDown, true);
    root?.ownerDocument.addEventListener('selectionchange', onSelectionChange, true);
  });
};

export const PromptSelectionExtension = defineExtension({
  name: 'cowrite/prompt-selection',
  register: registerPromptSelection,
});
