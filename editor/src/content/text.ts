import type * as Y from 'yjs';
import { holdsBlocks, isSlot, outlineOf, textsOf } from './binding/outline.ts';
import { documentRoot } from './binding/schema.ts';
import { isTable } from './binding/table-parts.ts';
import { gridOf } from './binding/tables.ts';

/** The text of a document, a line a block, without an editor: for search, previews and comparisons. */
export function documentText(doc: Y.Doc): string {
  return linesOf(documentRoot(doc)).join('\n');
}

function linesOf(container: Y.XmlElement): string[] {
  return outlineOf(container).flatMap((block) => {
    if (isSlot(block.head)) return [];
    if (isTable(block.head)) {
      return gridOf(block.head).rows.flatMap(({ cells }) => cells.flatMap(({ elements }) => elements.flatMap(linesOf)));
    }
    return holdsBlocks(block.head) ? linesOf(block.head) : [textsOf(block).map(plainText).join('')];
  });
}

function plainText(text: Y.XmlText): string {
  const parts = text.toDelta() as { insert: unknown }[];
  return parts.map(({ insert }) => (typeof insert === 'string' ? insert : '')).join('');
}
