import { $isTableSelection } from '@lexical/table';
import { $getNodeByKey, $isNodeSelection, type BaseSelection, type LexicalNode } from 'lexical';
import * as Y from 'yjs';
import { GridCellNode } from '../nodes/grid-cell-node.ts';
import { GridNode } from '../nodes/grid-node.ts';
import { GridRowNode } from '../nodes/grid-row-node.ts';
import { $rangeOf, $shownCells } from '../tables/edit.ts';
import { impliedColumn } from '../tables/shape.ts';
import { type Binding, blockOf } from './binding.ts';

/*
 * Selections of things as wholes, for others to see: of blocks, by the first and the last of them, and of cells, by the
 * first and the last corner. A cell that nobody has written in is in no document: a corner is its row, and the id of its
 * column.
 */

export interface PublicWholes {
  readonly anchor: Y.RelativePosition;
  readonly focus: Y.RelativePosition;
  /** Of cells: the ids of the columns at both corners. Of blocks: empty. */
  readonly columns: readonly string[];
}

/** What is selected as wholes; null where nothing is, or it isn't in the document. */
export function $publicWholes(binding: Binding, selection: BaseSelection | null): PublicWholes | null {
  if ($isTableSelection(selection)) {
    const corners = $cornersOf(selection.anchor.getNode(), selection.focus.getNode());
    const rows = corners.map((cell) => cell.getParent());
    const ends = $endsOf(binding, rows);
    return ends && { ...ends, columns: corners.map($columnOf) };
  }
  if (!$isNodeSelection(selection)) return null;
  const nodes = selection.getNodes().filter((node) => blockOf(binding, node.getKey()));
  nodes.sort((a, b) => (a.isBefore(b) ? -1 : 1));
  const ends = $endsOf(binding, [nodes[0], nodes.at(-1)]);
  return ends && { ...ends, columns: [] };
}

/** The first and the last of the blocks, or cells, that somebody has selected; null where they aren't here. */
export function $wholesAt(
  binding: Binding,
  ends: readonly (Y.RelativePosition | null)[],
  columns: readonly unknown[],
): readonly [LexicalNode, LexicalNode] | null {
  const [first, last] = ends.map((end, index) => {
    const node = $nodeAt(binding, end);
    if (columns.length === 0) return node;
    const cells = node instanceof GridRowNode ? node.getChildren() : [];
    return cells.find((cell) => cell instanceof GridCellNode && $columnOf(cell) === columns[index]);
  });
  return first && last ? [first, last] : null;
}

/** The first and the last cell; empty where there is no table. */
function $cornersOf(anchor: LexicalNode, focus: LexicalNode): readonly GridCellNode[] {
  const table = anchor.getParents().find((parent) => parent instanceof GridNode);
  const range = table && $rangeOf(table, anchor, focus);
  if (!range) return [];
  const cells = $shownCells(table);
  const first = cells.find(({ top, left }) => top === range.top && left === range.left);
  const last = cells.find(({ bottom, right }) => bottom === range.bottom && right === range.right);
  return first && last ? [first.cell, last.cell] : [];
}

function $endsOf(
  binding: Binding,
  nodes: readonly (LexicalNode | null | undefined)[],
): Pick<PublicWholes, 'anchor' | 'focus'> | null {
  const [anchor, focus] = nodes.map((node) => {
    const head = node && blockOf(binding, node.getKey())?.head;
    return head && Y.createRelativePositionFromTypeIndex(head, 0);
  });
  return anchor && focus ? { anchor, focus } : null;
}

function $nodeAt(binding: Binding, position: Y.RelativePosition | null): LexicalNode | null {
  const type = position && Y.createAbsolutePositionFromRelativePosition(position, binding.doc)?.type;
  const key = type instanceof Y.XmlElement ? binding.keys.get(type) : undefined;
  const node = key === undefined ? null : $getNodeByKey(key);
  return node?.isAttached() ? node : null;
}

/** Of tables that somebody else wrote, columns have no ids. */
function $columnOf(cell: GridCellNode): string {
  return cell.getColumn() ?? impliedColumn(cell.getIndexWithinParent());
}
