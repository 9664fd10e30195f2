import { $isTableSelection } from '@lexical/table';
import { $findMatchingParent, $getSelection, $isRangeSelection, type NodeKey } from 'lexical';
import { $rangeOf, $shownCells, type GridCellNode, GridNode, type TableRange } from '../../content/index.ts';

/** Which part of which table is selected: a cell that holds the caret, or several cells. */
export interface TablePlace {
  readonly table: NodeKey;
  readonly range: TableRange;
  /** The cell that the caret is in, or the selection ends in. */
  readonly cell: NodeKey;
  readonly rows: number;
  readonly columns: number;
}

export const $tablePlace = (): TablePlace | null => {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) && !$isTableSelection(selection)) return null;
  const [anchor, focus] = [selection.anchor.getNode(), selection.focus.getNode()];
  const table = $findMatchingParent(focus, (node) => node instanceof GridNode);
  if (!(table instanceof GridNode)) return null;
  const range = $rangeOf(table, anchor, focus);
  const cell = $shownCells(table).find((each) => each.cell.is(focus) || each.cell.isParentOf(focus))?.cell;
  if (range === null || cell === undefined) return null;
  return {
    table: table.getKey(),
    range,
    cell: cell.getKey(),
    rows: table.getChildrenSize(),
    columns: table.getShape().columns.length,
  };
};

export const $cellAt = (table: GridNode, row: number, column: number): GridCellNode | undefined =>
  $shownCells(table).find(
    ({ top, left, bottom, right }) => top <= row && row <= bottom && left <= column && column <= right,
  )?.cell;
