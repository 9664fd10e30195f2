import { $createParagraphNode, $isElementNode, type LexicalNode } from 'lexical';
import { GridCellNode } from '../nodes/grid-cell-node.ts';
import { GridNode } from '../nodes/grid-node.ts';
import { GridRowNode } from '../nodes/grid-row-node.ts';
import { type Box, between, boxesOf, boxFinder, type Column, newId } from './shape.ts';
import { $rowsOf } from './tidy.ts';

/*
 * What people do to tables. Each sets what it is about and leaves the rest to whoever draws the table from the document:
 * a new column shows up in every row, a merged cell takes in what the cells in it hold. Only where a caret may go, or
 * something is put at once, cells are made here already.
 */

/** Part of a table: indices of rows and columns, all inclusive. */
export type Range = Omit<Box, 'id'>;

/** A cell that is shown, with where it stands and what it spans. */
export interface ShownCell extends Range {
  readonly cell: GridCellNode;
}

export function $createGrid(rows: number, columns: number, { headerRow = false } = {}): GridNode {
  const table = new GridNode();
  const ids = Array.from({ length: columns }, () => newId());
  for (const [at, id] of ids.entries()) table.setColumnPlace(id, at);
  if (headerRow) table.setHeaderRow(true);
  for (let i = 0; i < rows; i++) table.append($createRow(ids));
  return table;
}

/** The cells of a table as they are shown. */
export function $shownCells(table: GridNode): ShownCell[] {
  const { columns } = table.getShape();
  const index = new Map(columns.map(({ id }, i) => [id, i]));
  const taken = new Set<string>();
  return $rowsOf(table).flatMap((row, top) => {
    let next = 0;
    return row.getChildren().flatMap((cell): ShownCell[] => {
      if (!(cell instanceof GridCellNode)) return [];
      while (taken.has(`${top}:${next}`)) next++;
      const isAlone = cell.getColSpan() === 1 && cell.getRowSpan() === 1;
      const left = isAlone ? (index.get(cell.getColumn() ?? '') ?? next) : next;
      const [bottom, right] = [top + cell.getRowSpan() - 1, left + cell.getColSpan() - 1];
      for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) taken.add(`${y}:${x}`);
      next = right + 1;
      return [{ cell, top, left, bottom, right }];
    });
  });
}

/** What a selection from one cell to another covers, made large enough to cut no merged cell in two. */
export function $rangeOf(table: GridNode, anchor: LexicalNode, focus: LexicalNode): Range | null {
  const cells = $shownCells(table);
  const at = (node: LexicalNode) => cells.find(({ cell }) => cell.is(node) || cell.isParentOf(node));
  const [from, to] = [at(anchor), at(focus)];
  if (!from || !to) return null;
  let range = union(from, to);
  for (let before = null as Range | null; before === null || !sameRange(before, range); ) {
    before = range;
    for (const cell of cells) if (meets(cell, range)) range = union(range, cell);
  }
  return range;
}

export function $cellsIn(table: GridNode, range: Range): GridCellNode[] {
  return $shownCells(table).flatMap((each) => (meets(each, range) ? each.cell : []));
}

/** Adds rows before the one at `index`, or at the end; returns the first. */
export function $insertRows(table: GridNode, index: number, count = 1): GridRowNode {
  const rows = $rowsOf(table);
  const ids = table.getShape().columns.map(({ id }) => id);
  const made = Array.from({ length: count }, () => $createRow(ids));
  const after = rows[index - 1];
  for (const row of made.toReversed()) {
    if (after) after.insertAfter(row);
    else if (rows[0]) rows[0].insertBefore(row);
    else table.append(row);
  }
  // Where a merged cell goes on, there are none of their own.
  const isMerged = boxFinder($boxes(table));
  for (const [i, row] of made.entries()) {
    for (const [column, cell] of row.getChildren().entries()) if (isMerged(index + i, column)) cell.remove();
  }
  return made[0] ?? $createRow(ids);
}

/** Adds columns before the one at `index`, or at the end; returns their ids. */
export function $insertColumns(table: GridNode, index: number, count = 1): string[] {
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const columns = $spreadColumns(table);
    const [before, after] = [columns[index + i - 1], columns[index + i]];
    const id = newId();
    table.setColumnPlace(id, between(before?.at, after?.at));
    // As wide as the one it stands beside.
    const width = (before ?? after)?.width ?? null;
    if (width !== null) table.setColumnWidth(id, width);
    ids.push(id);
  }
  const isMerged = boxFinder($boxes(table));
  for (const [row, node] of $rowsOf(table).entries()) {
    for (const [i, id] of ids.entries()) {
      if (!isMerged(row, index + i)) $placeCell(table, node, $createCell(id));
    }
  }
  return ids;
}

/** Removes the rows from one to another; the whole table, if no row is left. */
export function $removeRows(table: GridNode, from: number, to: number): void {
  const rows = $rowsOf(table);
  if (to - from + 1 >= rows.length) {
    $removeTable(table);
    return;
  }
  $nameAllOfMerges(table);
  for (const row of rows.slice(from, to + 1)) row.remove();
}

/** Removes the columns from one to another; the whole table, if no column is left. */
export function $removeColumns(table: GridNode, from: number, to: number): void {
  const { columns } = table.getShape();
  if (to - from + 1 >= columns.length) {
    $removeTable(table);
    return;
  }
  $nameAllOfMerges(table);
  // What reaches beyond them stays, and is narrower.
  for (const { cell, left, right } of $shownCells(table)) if (from <= left && right <= to) cell.remove();
  for (const { id } of columns.slice(from, to + 1)) table.setColumnPlace(id, null);
}

/**
 * A merge names the rows and columns that it was made of; what came between them is part of it only as long as those on
 * both sides are there. Named too, it stays part of it when they go.
 */
function $nameAllOfMerges(table: GridNode): void {
  const { columns, merges } = table.getShape();
  const rows = $rowsOf(table);
  for (const { id, top, bottom, left, right } of $boxes(table)) {
    const merge = merges.find((each) => each.id === id);
    if (!merge) continue;
    const over = rows.slice(top, bottom + 1).flatMap((row) => row.getId() ?? []);
    const across = columns.slice(left, right + 1).map((column) => column.id);
    const named = {
      rows: [...new Set([...merge.rows, ...over])],
      columns: [...new Set([...merge.columns, ...across])],
    };
    const isKnown = named.rows.length === merge.rows.length && named.columns.length === merge.columns.length;
    if (!isKnown) table.setMerge(id, named);
  }
}

/** Takes the table away, and puts the caret where it was. */
export function $removeTable(table: GridNode): void {
  const next = table.getNextSibling() ?? table.getPreviousSibling();
  const place = $isElementNode(next) && !(next instanceof GridNode) ? next : $createParagraphNode();
  if (place !== next) table.insertAfter(place);
  if (place.getPreviousSibling()?.is(table)) place.selectStart();
  else place.selectEnd();
  table.remove();
}

/** Whether a row or column may change places with its neighbour: not if a merged cell would be torn apart. */
export function $canMove(table: GridNode, what: 'row' | 'column', from: number, to: number): boolean {
  const { columns } = table.getShape();
  if (to === from || to < 0 || to >= (what === 'row' ? table.getChildrenSize() : columns.length)) return false;
  return $boxes(table).every(({ top, bottom, left, right }) => {
    const [first, last] = what === 'row' ? [top, bottom] : [left, right];
    if (first === last) return true;
    const touches = (index: number) => first <= index && index <= last;
    return !touches(from) && !touches(to);
  });
}

export function $moveRow(table: GridNode, from: number, to: number): void {
  const rows = $rowsOf(table);
  const [row, target] = [rows[from], rows[to]];
  if (!row || !target || !$canMove(table, 'row', from, to)) return;
  if (from < to) target.insertAfter(row);
  else target.insertBefore(row);
}

export function $moveColumn(table: GridNode, from: number, to: number): void {
  const columns = $spreadColumns(table);
  const column = columns[from];
  if (!column || !$canMove(table, 'column', from, to)) return;
  const [before, after] = from < to ? [columns[to], columns[to + 1]] : [columns[to - 1], columns[to]];
  table.setColumnPlace(column.id, between(before?.at, after?.at));
}

/** Shows the cells of a range as one, which holds what they hold. */
export function $mergeRange(table: GridNode, range: Range): void {
  const { columns, merges } = table.getShape();
  const rows = new Set(
    $rowsOf(table)
      .slice(range.top, range.bottom + 1)
      .flatMap((row) => row.getId() ?? []),
  );
  const across = new Set(columns.slice(range.left, range.right + 1).map(({ id }) => id));
  for (const box of $boxes(table)) {
    if (!meets(box, range)) continue;
    // With what they hold of columns that are gone.
    for (const id of merges.find(({ id }) => id === box.id)?.columns ?? []) across.add(id);
    table.setMerge(box.id, null);
  }
  if (rows.size > 1 || across.size > 1) table.setMerge(newId(), { rows: [...rows], columns: [...across] });
}

/** Whether a range holds merged cells. */
export function $isMerged(table: GridNode, range: Range): boolean {
  return $boxes(table).some((box) => meets(box, range) && (box.top !== box.bottom || box.left !== box.right));
}

/** Shows the merged cells of a range as those they are, each with what it held. */
export function $splitRange(table: GridNode, range: Range): void {
  const { columns, merges } = table.getShape();
  const rows = $rowsOf(table);
  for (const box of $boxes(table).filter((each) => meets(each, range))) {
    table.setMerge(box.id, null);
    const gone = merges
      .find(({ id }) => id === box.id)
      ?.columns.filter((id) => columns.every((each) => each.id !== id));
    const first = columns[box.left]?.id;
    if (!gone?.length || first === undefined) continue;
    // What it held of columns that are gone stays, in each row where it was.
    for (const row of rows.slice(box.top, box.bottom + 1)) {
      table.setMerge(newId(), { rows: [row.getId()].flatMap((id) => id ?? []), columns: [first, ...gone] });
    }
  }
}

function $createRow(columns: readonly string[]): GridRowNode {
  return new GridRowNode().setId(newId()).append(...columns.map($createCell));
}

function $createCell(column: string): GridCellNode {
  return new GridCellNode().setColumn(column).append($createParagraphNode());
}

function $boxes(table: GridNode): Box[] {
  return boxesOf(
    table.getShape(),
    $rowsOf(table).map((row) => row.getId()),
  );
}

/** The columns, with places that leave room between any two: the only ones that don't are old, or hostile. */
function $spreadColumns(table: GridNode): readonly Column[] {
  const { columns } = table.getShape();
  const isCrowded = columns.some(({ at }, i) => i > 0 && at - (columns[i - 1]?.at ?? at) < 1e-9);
  if (!isCrowded && columns.every(({ at }) => Math.abs(at) < 1e9)) return columns;
  for (const [at, { id }] of columns.entries()) table.setColumnPlace(id, at);
  return table.getShape().columns;
}

/** Puts a cell among those of its row, where its column is. */
function $placeCell(table: GridNode, row: GridRowNode, cell: GridCellNode): void {
  const order = new Map(table.getShape().columns.map(({ id }, i) => [id, i]));
  const place = (node: LexicalNode) => (node instanceof GridCellNode ? (order.get(node.getColumn() ?? '') ?? 0) : 0);
  const next = row.getChildren().find((each) => place(each) > place(cell));
  if (next) next.insertBefore(cell);
  else row.append(cell);
}

function meets(a: Range, b: Range): boolean {
  return a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;
}

function union(a: Range, b: Range): Range {
  return {
    top: Math.min(a.top, b.top),
    left: Math.min(a.left, b.left),
    bottom: Math.max(a.bottom, b.bottom),
    right: Math.max(a.right, b.right),
  };
}

function sameRange(a: Range, b: Range): boolean {
  return a.top === b.top && a.left === b.left && a.bottom === b.bottom && a.right === b.right;
}
