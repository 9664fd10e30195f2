/*
 * What a table is, apart from what stands in it.
 *
 * A table isn't a list of rows of cells in order, as HTML has it, because then two people who change its columns at
 * once leave rows of different lengths: each row's cells would be counted anew. Here columns have ids, every cell says
 * which column it is in, and nothing counts cells:
 *
 *   at.<column>      on the table: that the column is there, and where: columns stand in the order of these numbers
 *   width.<column>   on the table: how wide it is, in CSS pixels
 *   merge.<id>       on the table: { rows, columns }, the ids of what one cell spans
 *   headerRow, headerColumn   on the table: whether its first row or column names what is in the others
 *   id               on a row
 *   column           on a cell: the id of its column
 *
 * So a new column is one number, and two new ones are two; a moved or resized one changes a number that nobody's
 * typing depends on. A row made at the same time as a column needs to know nothing of it. What has nothing in it isn't
 * stored at all: the grid is always all rows by all columns, and a cell nobody has written in is drawn empty and
 * becomes real with its first letter. If two people write into one such cell at once, both cells are stored, and what
 * is in them is shown in one, one after the other.
 *
 * A merge only says what is shown as one cell: the cells in it keep what they hold. It spans from the first to the
 * last of its rows and columns that are still there, so what others insert in between is part of it, what they delete
 * makes it smaller, what they type in it is shown in it, and splitting it gives everything back. Where two merges
 * overlap, the first one counts. All of this is worked out when a table is drawn; nobody has to repair a document.
 */

export interface Column {
  readonly id: string;
  readonly at: number;
  /** In CSS pixels; null where the screen decides. */
  readonly width: number | null;
}

export interface Merge {
  readonly id: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

export interface Shape {
  /** In the order they stand in. */
  readonly columns: readonly Column[];
  readonly merges: readonly Merge[];
  readonly headerRow: boolean;
  readonly headerColumn: boolean;
}

/** What a merged cell spans: indices of rows and columns, all inclusive. */
export interface Box {
  readonly id: string;
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** More than this are not shown: each costs a cell in every row, which a hostile number shouldn't make us build. */
export const MAX_COLUMNS = 200;
export const MIN_WIDTH = 48;
const MAX_WIDTH = 1600;
const MAX_ID = 64;
const MAX_MERGES = 1000;

/** The id of the column that a cell without one stands in, as tables written by others have them. */
export const impliedColumn = (index: number): string => `#${index}`;

/** Reads a table's states, and leaves out whatever isn't as it should be. */
export function shapeOf(states: Readonly<Record<string, unknown>>): Shape {
  const columns: Column[] = [];
  const merges: Merge[] = [];
  for (const [key, value] of Object.entries(states)) {
    const dot = key.indexOf('.');
    const id = key.slice(dot + 1);
    if (dot === -1 || !isId(id)) continue;
    const kind = key.slice(0, dot);
    const at = kind === 'at' ? asPlace(value) : null;
    if (at !== null) columns.push({ id, at, width: asWidth(states[`width.${id}`]) });
    const span = kind === 'merge' ? asSpan(value) : null;
    if (span) merges.push({ id, ...span });
  }
  return {
    columns: inOrder(columns),
    merges: merges.slice(0, MAX_MERGES),
    headerRow: states.headerRow === true,
    headerColumn: states.headerColumn === true,
  };
}

/** Columns that stand at the same place, as hostile numbers may put them, are told apart by their ids. */
export function inOrder(columns: readonly Column[]): Column[] {
  return columns.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).slice(0, MAX_COLUMNS);
}

/** The merges that count, as what they span now. They don't overlap. */
export function boxesOf({ columns, merges }: Shape, rows: readonly (string | null)[]): Box[] {
  if (merges.length === 0) return [];
  const rowIndex = indexOf(rows);
  const columnIndex = indexOf(columns.map(({ id }) => id));
  const boxes: Box[] = [];
  for (const { id, rows: over, columns: across } of merges) {
    const down = over.flatMap((row) => rowIndex.get(row) ?? []);
    const along = across.flatMap((column) => columnIndex.get(column) ?? []);
    if (down.length === 0 || along.length === 0) continue;
    // Of one cell, too: it holds what was in columns that are gone.
    boxes.push({
      id,
      top: Math.min(...down),
      left: Math.min(...along),
      bottom: Math.max(...down),
      right: Math.max(...along),
    });
  }
  boxes.sort((a, b) => a.top - b.top || a.left - b.left || (a.id < b.id ? -1 : 1));
  return boxes.reduce<Box[]>((counted, box) => {
    if (!counted.some((other) => overlap(other, box))) counted.push(box);
    return counted;
  }, []);
}

function overlap(a: Omit<Box, 'id'>, b: Omit<Box, 'id'>): boolean {
  return a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;
}

/** Tells which box a place is in. */
export function boxFinder(boxes: readonly Box[]): (row: number, column: number) => Box | undefined {
  const rows = new Map<number, Box[]>();
  for (const box of boxes) {
    for (let row = box.top; row <= box.bottom; row++) {
      const others = rows.get(row);
      if (others) others.push(box);
      else rows.set(row, [box]);
    }
  }
  return (row, column) => rows.get(row)?.find((box) => box.left <= column && column <= box.right);
}

/** A number between two, and a different one whenever it is asked for: what two people put there at once has an order. */
export function between(before: number | undefined, after: number | undefined): number {
  const from = before ?? (after ?? 1) - 1;
  const to = after ?? from + 1;
  return from + (to - from) * (0.25 + Math.random() / 2);
}

/** An id that no other one is, in the table it is for. */
export function newId(): string {
  return Math.random().toString(36).slice(2, 12).padEnd(10, '0');
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_ID;
}

export function asPlace(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

export function asWidth(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.round(Math.min(Math.max(value, MIN_WIDTH), MAX_WIDTH))
    : null;
}

export function asSpan(value: unknown): Omit<Merge, 'id'> | null {
  if (typeof value !== 'object' || value === null || !('rows' in value) || !('columns' in value)) return null;
  const { rows, columns } = value;
  if (!Array.isArray(rows) || !Array.isArray(columns)) return null;
  return { rows: rows.filter(isId), columns: columns.filter(isId) };
}

function indexOf(ids: readonly (string | null)[]): Map<string, number> {
  const index = new Map<string, number>();
  // Of two with one id the first counts.
  for (const [i, id] of ids.entries()) if (id !== null && !index.has(id)) index.set(id, i);
  return index;
}
