import { $isTableSelection } from '@lexical/table';
import {
  $createParagraphNode,
  $findMatchingParent,
  $isElementNode,
  $isRangeSelection,
  type BaseSelection,
  type LexicalNode,
} from 'lexical';
import { $insertColumns, $insertRows, $rangeOf, $shownCells, GridNode } from '../../content/index.ts';
import { $cellAt } from './place.ts';

/**
 * Puts a copied table, or cells of one, into the cells from the selected one on, and makes room where there are too
 * few. Of other things pasted along with a table, only what is in its cells is taken: there are no tables in tables.
 * False where no table is pasted, or not into one.
 */
export const $pasteIntoTable = (nodes: readonly LexicalNode[], selection: BaseSelection): boolean => {
  if (!$isRangeSelection(selection) && !$isTableSelection(selection)) return false;
  const target = $findMatchingParent(selection.anchor.getNode(), (node) => node instanceof GridNode);
  if (!(target instanceof GridNode)) return false;
  const source = nodes.filter((node) => !isBlank(node));
  const [table] = source;
  if (source.length !== 1 || !(table instanceof GridNode)) return false;
  const range = $rangeOf(target, selection.anchor.getNode(), selection.focus.getNode());
  if (range === null) return false;
  const copied = $copiedCells(table);
  const [height, width] = [
    Math.max(...copied.map(({ row }) => row + 1)),
    Math.max(...copied.map(({ column }) => column + 1)),
  ];
  const rows = target.getChildrenSize();
  const { columns } = target.getShape();
  if (range.top + height > rows) $insertRows(target, rows, range.top + height - rows);
  if (range.left + width > columns.length) {
    $insertColumns(target, columns.length, range.left + width - columns.length);
  }
  for (const { row, column, blocks } of copied) {
    const cell = $cellAt(target, range.top + row, range.left + column);
    if (cell) cell.splice(0, cell.getChildrenSize(), blocks.length > 0 ? blocks : [$createParagraphNode()]);
  }
  $cellAt(target, range.top + height - 1, range.left + width - 1)?.selectEnd();
  return true;
};

interface CopiedCell {
  readonly row: number;
  readonly column: number;
  readonly blocks: LexicalNode[];
}

/** The cells of a table that is in no document: its columns may be counted, or be some of another table's. */
const $copiedCells = (table: GridNode): CopiedCell[] => {
  const cells = $shownCells(table);
  const lefts = [...new Set(cells.map(({ left }) => left))].sort((a, b) => a - b);
  return cells.map(({ cell, top, left }) => ({
    row: top,
    column: lefts.indexOf(left),
    blocks: cell.getChildren(),
  }));
};

const isBlank = (node: LexicalNode): boolean =>
  $isElementNode(node) && !(node instanceof GridNode) && node.getTextContent().trim() === '';
