import type * as Y from 'yjs';
import { knownId } from '../binding/elements.ts';
import { type Block, elementsOf, holdsBlocks, isSlot, outlineOf, textsOf } from '../binding/outline.ts';
import { type Attributes, documentRoot, type Json, readAttributes, typeOf } from '../binding/schema.ts';
import { CELL, isTable, ROW, TABLE } from '../binding/table-parts.ts';
import { gridOf } from '../binding/tables.ts';
import { isCommentMark } from '../comments/mark-names.ts';
import { segmentsOf, Units } from './units.ts';

/** A block of a document with what it says and holds, read once, so that two states can be put beside each other. */
export interface TreeBlock {
  /** The same in every state of the document that has it. */
  readonly id: string;
  readonly element: Y.XmlElement;
  readonly type: string;
  /** What it is besides its words: fields, and its place in a list. */
  readonly fields: Attributes;
  readonly text: Units;
  readonly children: readonly TreeBlock[];
  /** Equal for blocks that are equal with all that is in them. */
  readonly content: string;
}

export function treeOf(doc: Y.Doc): TreeBlock[] {
  return blocksIn(documentRoot(doc));
}

function blocksIn(container: Y.XmlElement): TreeBlock[] {
  return outlineOf(container).flatMap((block) => (isSlot(block.head) ? [] : blockOf(block)));
}

function blockOf(block: Block): TreeBlock {
  const { head } = block;
  if (isTable(head)) return tableOf(head);
  const holds = holdsBlocks(head);
  const texts = holds || elementsOf(head).length > 0 ? [] : textsOf(block);
  return treeBlock(
    head,
    fieldsIn(head),
    new Units(texts.flatMap((text) => segmentsOf(text, isCommentMark))),
    holds ? blocksIn(head) : [],
  );
}

/** What comments are about is no change of it; nor are marks that say where a block is, by what it is known and what it was made as: its place and type say as much. */
const UNSAID = new Set(['_as', '_at', '_id', '_joined']);

function fieldsIn(element: Y.XmlElement): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(readAttributes(element)).filter(([name]) => !UNSAID.has(name) && !isCommentMark(name)),
  );
}

function treeBlock(element: Y.XmlElement, fields: Attributes, text: Units, children: readonly TreeBlock[]): TreeBlock {
  const type = typeOf(element);
  const looks = text.segments.map(({ key, text: { length }, thing }) => [
    length,
    key,
    thing === undefined ? 0 : String(thing),
  ]);
  const own = [type, Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)), text.text, looks];
  const content = JSON.stringify([own, children.map((child) => child.content)]);
  return { id: knownId(element) ?? '', element, type, fields, text, children, content };
}

/** A table as it is shown: its columns named, its cells in their order. */
function tableOf(table: Y.XmlElement): TreeBlock {
  const { rows, shape } = gridOf(table);
  const fields = fieldsIn(table);
  for (const { id, at } of shape.columns) fields[`$at.${id}`] = at;
  const children = rows.map(({ element, cells }) => {
    const own = cells.flatMap(({ elements, columnId }) =>
      elements.map((cell) => {
        const inside = { ...fieldsIn(cell), $column: readAttributes(cell).$column ?? columnId };
        return treeBlock(cell, inside, new Units([]), blocksIn(cell));
      }),
    );
    return treeBlock(element, fieldsIn(element), new Units([]), own);
  });
  return treeBlock(table, fields, new Units([]), children);
}

/** Whether a block is a place in a table rather than something people write. */
export function isTablePart({ type }: TreeBlock): boolean {
  return type === ROW || type === CELL;
}

export function isWholeTable({ type }: TreeBlock): boolean {
  return type === TABLE;
}

/** All the words in a block. */
export function wordsIn({ text, children }: TreeBlock): string {
  return children.length === 0 ? text.text : children.map(wordsIn).join(' ');
}
