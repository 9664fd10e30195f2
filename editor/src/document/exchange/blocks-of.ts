import * as Y from 'yjs';
import type { ContentNode } from '../../content/formats/index.ts';
import { attachDocument, createHeadlessDocumentEditor } from '../../content/index.ts';

/** The blocks of a document that is in this state. */
export function blocksOf(state: Uint8Array): readonly ContentNode[] {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const editor = createHeadlessDocumentEditor();
  attachDocument(editor, doc, { readOnly: true, checkWhenIdle: 0 }).detach();
  return editor.getEditorState().toJSON().root.children as unknown as ContentNode[];
}
