import { GridCellNode } from '../nodes/grid-cell-node.ts';
import type { GridNode } from '../nodes/grid-node.ts';
import { GridRowNode } from '../nodes/grid-row-node.ts';
import { nearestColor } from './colors.ts';
import { impliedColumn, newId } from './shape.ts';

/**
 * Makes what somebody pasted, or a command of Lexical's made, a table as we have them: rows and cells that say who they
 * are, and merges instead of spans. Columns get the ids that their places imply, so that two people who do this to the
 * same table at once do the same.
 */
export function $tidyTable(table: GridNode): void {
  for (const child of table.getChildren()) if (!(child instanceof GridRowNode)) child.remove();
  const rows = $rowsOf(table);
  if (rows.length === 0) {
    table.remove();
    return;
  }
  for (const row of rows) if (row.getId() === null) row.setId(newId());
  const cells = rows.flatMap($cellsOf);
  if (cells.length > 0 && cells.every((cell) => cell.getColumn() === null)) $nameColumns(table, rows);
  else for (const row of rows) $nameCells(table, row);
}

export function $rowsOf(table: GridNode): GridRowNode[] {
  return table.getChildren().filter((row) => row instanceof GridRowNode);
}

function $cellsOf(row: GridRowNode): GridCellNode[] {
  return row.getChildren().filter((cell) => cell instanceof GridCellNode);
}

/** Names the columns of a table whose cells are all in their places, as HTML has them, and what they span. */
function $nameColumns(table: GridNode, rows: readonly GridRowNode[]): void {
  const taken = new Set<string>();
  const spans: { cell: GridCellNode; row: number; column: number }[] = [];
  let columns = 0;
  for (const [row, node] of rows.entries()) {
    let column = 0;
    for (const cell of $cellsOf(node)) {
      while (taken.has(`${row}:${column}`)) column++;
      const bottom = Math.min(rows.length, row + cell.getRowSpan());
      for (let y = row; y < bottom; y++) {
        for (let x = column; x < column + cell.getColSpan(); x++) taken.add(`${y}:${x}`);
      }
      cell.setColumn(impliedColumn(column));
      $keepColor(cell);
      spans.push({ cell, row, column });
      column += cell.getColSpan();
      columns = Math.max(columns, column);
    }
  }
  const widths = table.getColWidths();
  for (let i = 0; i < columns; i++) {
    table.setColumnPlace(impliedColumn(i), i);
    const width = widths?.[i];
    if (width !== undefined) table.setColumnWidth(impliedColumn(i), width);
  }
  for (const { cell, row, column } of spans) {
    const [down, across] = [cell.getRowSpan(), cell.getColSpan()];
    if (down === 1 && across === 1) continue;
    table.setMerge(newId(), {
      rows: rows.slice(row, row + down).flatMap((each) => each.getId() ?? []),
      columns: Array.from({ length: across }, (_, i) => impliedColumn(column + i)),
    });
  }
  const isHeader = (each: (typeof spans)[number]) => each.cell.hasHeader();
  if (spans.filter(({ row }) => row === 0).every(isHeader)) table.setHeaderRow(true);
  if (spans.filter(({ column }) => column === 0).every(isHeader) && columns > 1) table.setHeaderColumn(true);
}

/** Gives cells that name no column those that are free in their row, and the table more columns where it needs them. */
function $nameCells(table: GridNode, row: GridRowNode): void {
  const cells = $cellsOf(row);
  const used = new Set(cells.map((cell) => cell.getColumn()));
  for (const cell of cells.filter((each) => each.getColumn() === null)) {
    const { columns } = table.getShape();
    const free = columns.find(({ id }) => !used.has(id))?.id;
    const id = free ?? newId();
    if (free === undefined) table.setColumnPlace(id, (columns.at(-1)?.at ?? -1) + 1);
    cell.setColumn(id);
    $keepColor(cell);
    used.add(id);
  }
}

function $keepColor(cell: GridCellNode): void {
  const color = cell.getBackgroundColor();
  if (color === null) return;
  cell.setBackgroundColor(null);
  if (cell.getColor() === null && !cell.hasHeader()) cell.setColor(nearestColor(color));
}
