import * as Y from 'yjs';
import {
  type Box,
  boxesOf,
  boxFinder,
  type Column,
  impliedColumn,
  inOrder,
  isId,
  type Shape,
  shapeOf,
} from '../tables/shape.ts';
import type { Binding } from './binding.ts';
import { shownTypeOf } from './node-kinds.ts';
import { isSlot, outlineOf } from './outline.ts';
import { readAttributes, typeOf } from './schema.ts';
import { CELL, ROW, TABLE } from './table-parts.ts';

/*
 * Tables as they are shown, worked out from what is stored: see `tables/shape.ts` for why the two differ. What is shown
 * is regular whatever is stored, and the same for everybody.
 */

/** A cell as it is shown. */
export interface PlacedCell {
  readonly column: number;
  readonly columnId: string;
  readonly rowSpan: number;
  readonly colSpan: number;
  /** What it shows, one after the other: more than one if cells are merged, none if nobody has written here. */
  readonly elements: readonly Y.XmlElement[];
}

export interface PlacedRow {
  readonly element: Y.XmlElement;
  readonly cells: readonly PlacedCell[];
}

export interface Grid {
  readonly shape: Shape;
  readonly rows: readonly PlacedRow[];
}

/**
 * Whether an element is a block to be shown among others: rows and cells are shown by their tables alone, tables not within
 * tables, and not if all their rows or columns are gone, as when two people have each deleted the other's last one.
 */
export function isShown({ kinds }: Pick<Binding, 'kinds'>, element: Y.XmlElement): boolean {
  const type = typeOf(element);
  if (isSlot(element) || shownTypeOf(element, kinds) === null) return false;
  if (type === ROW || type === CELL) return false;
  if (type !== TABLE) return true;
  for (let parent = element.parent; parent instanceof Y.XmlElement; parent = parent.parent) {
    if (typeOf(parent) === CELL) return false;
  }
  const rows = rowsOf(element);
  return rows.length > 0 && (shapeIn(element).columns.length > 0 || rows.some((row) => cellsOf(row).some(isCounted)));
}

/** Whether a cell says nothing of its column, and so is in one that follows from its place in its row. */
function isCounted(cell: Y.XmlElement): boolean {
  return !isId(readAttributes(cell).$column);
}

export function gridOf(table: Y.XmlElement): Grid {
  const rows = rowsOf(table);
  const stored = rows.map(cellsOf);
  const shape = withCounted(shapeIn(table), stored);
  const indices = new Map(shape.columns.map(({ id }, i) => [id, i]));
  const ids = rows.map((row) => {
    const id = readAttributes(row).$id;
    return isId(id) ? id : null;
  });
  const boxes = boxesOf(shape, ids);
  const boxAt = boxFinder(boxes);
  const merged = new Map<Box, Y.XmlElement[]>();
  const single = rows.map(() => new Map<number, Y.XmlElement[]>());
  for (const [row, cells] of stored.entries()) {
    const placed = cells.flatMap((element, i) => {
      const id = columnIdOf(element, i);
      const column = indices.get(id);
      if (column !== undefined) return { element, column, order: column, box: boxAt(row, column) };
      const box = boxes.find((each) => each.top <= row && row <= each.bottom && across(shape, each).includes(id));
      return box ? { element, column, order: orderOfGone(across(shape, box), id, indices), box } : [];
    });
    for (const { element, column, box } of placed.sort((a, b) => a.order - b.order)) {
      if (box) push(merged, box, element);
      else if (column !== undefined) push(single[row] ?? new Map(), column, element);
    }
  }
  const place = (row: number, { id }: Column, column: number): PlacedCell[] => {
    const box = boxAt(row, column);
    if (!box) {
      return [{ column, columnId: id, rowSpan: 1, colSpan: 1, elements: single[row]?.get(column) ?? [] }];
    }
    if (box.top !== row || box.left !== column) return [];
    const spans = { rowSpan: box.bottom - box.top + 1, colSpan: box.right - box.left + 1 };
    return [{ column, columnId: id, ...spans, elements: merged.get(box) ?? [] }];
  };
  return {
    shape,
    rows: rows.map((element, row) => ({
      element,
      cells: shape.columns.flatMap((column, i) => place(row, column, i)),
    })),
  };
}

/**
 * Before rows are removed: a merged cell that reaches beyond them keeps what it shows of them, where it shows it: at the
 * end of the row above that stays, or at the beginning of the first that does. Only that is copied, so nobody's typing
 * in the rest of it is lost. Returns what such cells show of rows that stay, where the row they stood in goes.
 */
export function keepMerged(table: Y.XmlElement, gone: ReadonlySet<Y.XmlElement>): Y.XmlElement[] {
  const { rows, shape } = gridOf(table);
  const left: Y.XmlElement[] = [];
  for (const [top, { cells }] of rows.entries()) {
    for (const { rowSpan, colSpan, elements, column, columnId } of cells) {
      if (rowSpan === 1) continue;
      const over = rows.slice(top, top + rowSpan).map(({ element }) => element);
      const first = over.findIndex((row) => !gone.has(row));
      if (first === -1) continue;
      const shownIn = (row: Y.XmlElement) => elements.filter((element) => element.parent === row);
      const lost = over.slice(0, first).flatMap(shownIn);
      const lastColumn = shape.columns[column + colSpan - 1]?.id ?? columnId;
      for (const [i, row] of over.entries()) {
        if (i < first || gone.has(row)) continue;
        const next = over.findIndex((each, at) => at > i && !gone.has(each));
        const below = over.slice(i + 1, next === -1 ? over.length : next).flatMap(shownIn);
        const end = shownIn(row).at(-1);
        const endColumn = end && readAttributes(end).$column;
        row.insert(row.length, copiesOf(below, isId(endColumn) ? endColumn : lastColumn));
      }
      over[first]?.insert(0, copiesOf(lost, columnId));
      if (first > 0) left.push(...over.slice(first).flatMap(shownIn));
    }
  }
  return left;
}

function copiesOf(cells: readonly Y.XmlElement[], column: string): Y.XmlElement[] {
  return cells.map((cell) => {
    const copy = cell.clone();
    copy.setAttribute('$column', column);
    return copy;
  });
}

export function rowsOf(table: Y.XmlElement): Y.XmlElement[] {
  return heads(table).filter((head) => typeOf(head) === ROW);
}

export function cellsOf(row: Y.XmlElement): Y.XmlElement[] {
  return heads(row).filter((head) => typeOf(head) === CELL);
}

function heads(container: Y.XmlElement): Y.XmlElement[] {
  return outlineOf(container).flatMap(({ head }) => (isSlot(head) ? [] : head));
}

function shapeIn(table: Y.XmlElement): Shape {
  const states = Object.entries(readAttributes(table)).filter(([name]) => name.startsWith('$'));
  return shapeOf(Object.fromEntries(states.map(([name, value]) => [name.slice(1), value])));
}

/** With the columns of cells that name none: what others write, who don't know of ids. */
function withCounted(shape: Shape, rows: readonly (readonly Y.XmlElement[])[]): Shape {
  const known = new Set(shape.columns.map(({ id }) => id));
  const most = Math.max(0, ...rows.map((cells) => cells.findLastIndex(isCounted) + 1));
  const counted = Array.from({ length: most }, (_, i) => ({ id: impliedColumn(i), at: i, width: null }));
  return { ...shape, columns: inOrder([...shape.columns, ...counted.filter(({ id }) => !known.has(id))]) };
}

function columnIdOf(cell: Y.XmlElement, index: number): string {
  const id = readAttributes(cell).$column;
  return isId(id) ? id : impliedColumn(index);
}

function across({ merges }: Shape, box: Box): readonly string[] {
  return merges.find(({ id }) => id === box.id)?.columns ?? [];
}

/** A merged cell keeps what was in it when a column that it spans goes: behind what stood before it. */
function orderOfGone(columns: readonly string[], id: string, indices: ReadonlyMap<string, number>): number {
  const before = columns.slice(0, columns.indexOf(id)).findLast((each) => indices.has(each));
  return (before === undefined ? -1 : (indices.get(before) ?? -1)) + 0.5;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const present = map.get(key);
  if (present) present.push(value);
  else map.set(key, [value]);
}
