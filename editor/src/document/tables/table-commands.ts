import { $getNodeByKey, type ElementFormatType, type LexicalEditor, type NodeKey } from 'lexical';
import {
  $canMove,
  $cellsIn,
  $insertColumns,
  $insertRows,
  $isMerged,
  $mergeRange,
  $moveColumn,
  $moveRow,
  $removeColumns,
  $removeRows,
  $removeTable,
  $splitRange,
  type CellColor,
  GridNode,
} from '../../content/index.ts';
import { $cellAt, type TablePlace } from './place.ts';

/* What the menus of a table do. Each is one update, and so one step of undo. */

type Edit = (table: GridNode, place: TablePlace) => void;

export const editTable = (editor: LexicalEditor, place: TablePlace, $edit: Edit): void =>
  editor.update(() => {
    const table = $getNodeByKey(place.table);
    if (table instanceof GridNode) $edit(table, place);
  });

export const $addRow =
  (where: 'above' | 'below'): Edit =>
  (table, { range }) => {
    const row = $insertRows(table, where === 'above' ? range.top : range.bottom + 1);
    $intoColumn(table, row.getIndexWithinParent(), range.left);
  };

export const $addColumn =
  (where: 'left' | 'right'): Edit =>
  (table, { range }) => {
    const at = where === 'left' ? range.left : range.right + 1;
    $insertColumns(table, at);
    $intoColumn(table, range.top, at);
  };

export const $move =
  (what: 'row' | 'column', by: -1 | 1): Edit =>
  (table, { range }) => {
    if (what === 'row') $moveRow(table, range.top, range.top + by);
    else $moveColumn(table, range.left, range.left + by);
  };

export const $deleteRows: Edit = (table, { range, rows }) => {
  const left = rows - (range.bottom - range.top + 1);
  $removeRows(table, range.top, range.bottom);
  if (left > 0) $intoColumn(table, Math.min(range.top, left - 1), range.left);
};

export const $deleteColumns: Edit = (table, { range, columns }) => {
  const left = columns - (range.right - range.left + 1);
  $removeColumns(table, range.left, range.right);
  if (left > 0) $intoColumn(table, range.top, Math.min(range.left, left - 1));
};

export const $merge: Edit = (table, { range }) => {
  $mergeRange(table, range);
  $intoColumn(table, range.top, range.left);
};

export const $split: Edit = (table, { range }) => $splitRange(table, range);

export const $colorCells =
  (color: CellColor | null): Edit =>
  (table, { range }) => {
    for (const cell of $cellsIn(table, range)) cell.setColor(color);
  };

export const $alignCells =
  (format: ElementFormatType): Edit =>
  (table, { range }) => {
    for (const cell of $cellsIn(table, range)) cell.setFormat(format);
  };

export const $alignCellsVertically =
  (align: 'middle' | 'bottom' | null): Edit =>
  (table, { range }) => {
    for (const cell of $cellsIn(table, range)) cell.setVerticalAlign(align);
  };

export const $toggleHeader =
  (what: 'row' | 'column'): Edit =>
  (table) => {
    if (what === 'row') table.setHeaderRow(!table.hasHeaderRow());
    else table.setHeaderColumn(!table.hasHeaderColumn());
  };

/** Sets the width of a column, and keeps the others as wide as they are. */
export const $setWidth =
  (column: number, width: number, present: readonly number[]): Edit =>
  (table) => {
    for (const [i, { id, width: known }] of table.getShape().columns.entries()) {
      const now = present[i];
      if (i === column) table.setColumnWidth(id, width);
      else if (known === null && now !== undefined) table.setColumnWidth(id, now);
    }
  };

export const $deleteTable: Edit = (table) => $removeTable(table);

/** What the menus show of the selected part of a table. */
export interface TableFacts {
  readonly headerRow: boolean;
  readonly headerColumn: boolean;
  readonly isMerged: boolean;
  readonly cells: number;
  readonly color: CellColor | null;
  readonly format: ElementFormatType;
  readonly verticalAlign: string;
  canMove(what: 'row' | 'column', by: -1 | 1): boolean;
}

export const factsOf = (editor: LexicalEditor, place: TablePlace): TableFacts | null =>
  editor.read(() => {
    const table = $getNodeByKey(place.table);
    if (!(table instanceof GridNode)) return null;
    const { range } = place;
    const cells = $cellsIn(table, range);
    const moves = new Map(
      (['row', 'column'] as const).flatMap((what) =>
        ([-1, 1] as const).map((by): [string, boolean] => {
          const from = what === 'row' ? range.top : range.left;
          return [`${what} ${by}`, $canMove(table, what, from, from + by)];
        }),
      ),
    );
    return {
      headerRow: table.hasHeaderRow(),
      headerColumn: table.hasHeaderColumn(),
      isMerged: $isMerged(table, range),
      cells: cells.length,
      color: cells[0]?.getColor() ?? null,
      format: cells[0]?.getFormatType() || 'left',
      verticalAlign: cells[0]?.getVerticalAlign() ?? 'top',
      canMove: (what, by) => moves.get(`${what} ${by}`) ?? false,
    };
  });

/** The widths of a table's columns as they are drawn. */
export const drawnWidths = (editor: LexicalEditor, table: NodeKey, columns: number): readonly number[] => {
  const element = editor.getElementByKey(table)?.querySelector('table');
  const cols = [...(element?.querySelectorAll(':scope > colgroup > col') ?? [])];
  if (cols.length === columns) return cols.map((col) => col.getBoundingClientRect().width);
  const width = element?.getBoundingClientRect().width ?? 0;
  return Array.from({ length: columns }, () => Math.round(width / columns));
};

const $intoColumn = (table: GridNode, row: number, column: number): void => {
  $cellAt(table, row, column)?.selectEnd();
};
