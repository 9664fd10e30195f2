import { $getRoot, $parseSerializedNode } from 'lexical';
import * as Y from 'yjs';
import type { ContentNode } from '../../content/formats/index.ts';
import { attachDocument, createHeadlessDocumentEditor } from '../../content/index.ts';

/**
 * Blocks that become one update: few enough that a page takes it between two frames, and many, because every one costs
 * a look at all that are there already.
 */
const AT_ONCE = 1_000;

interface Filled {
  readonly update: Uint8Array;
  readonly done: number;
  readonly total: number;
}

/** The updates that fill a document with blocks, which is empty in this state. */
export function* fillDocument(state: Uint8Array, blocks: readonly ContentNode[]): Generator<Filled> {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const editor = createHeadlessDocumentEditor();
  const attachment = attachDocument(editor, doc, { checkWhenIdle: 0 });
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let at = 0; at < blocks.length; at += AT_ONCE) {
    const part = blocks.slice(at, at + AT_ONCE);
    editor.update(
      () => {
        if (at === 0) $getRoot().clear();
        $getRoot().append(...part.map((block) => $parseSerializedNode(block as never)));
      },
      { discrete: true },
    );
    for (const update of updates.splice(0))
      yield { update, done: Math.min(at + AT_ONCE, blocks.length), total: blocks.length };
  }
  attachment.detach();
  doc.destroy();
}
