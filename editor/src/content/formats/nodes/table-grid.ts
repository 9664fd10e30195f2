import { type Shape, shapeOf } from '../../tables/shape.ts';
import { type ContentNode, childrenOf, numberField, statesOf, stateText } from '../content-node.ts';

/** A cell in its place; null where nobody has written anything. */
export interface PlacedCell {
  readonly cell: ContentNode | null;
  readonly column: number;
  /** How many it spans. */
  readonly rows: number;
  readonly columns: number;
}

/** A table as it is shown, by rows. */
export interface Grid {
  readonly rows: readonly (readonly PlacedCell[])[];
  readonly columns: number;
  /** CSS pixels. */
  readonly widths: readonly (number | null)[];
  readonly headerRow: boolean;
  readonly headerColumn: boolean;
}

/** The cells of a table's JSON, each in its column, with the gaps between them filled. */
export function gridOf(table: ContentNode): Grid {
  const shape = shapeOf(statesOf(table));
  const index = new Map(shape.columns.map(({ id }, i) => [id, i]));
  const rows = childrenOf(table).filter(({ type }) => type === 'grid-row' || type === 'tablerow');
  const taken = new Set<string>();
  const placed: PlacedCell[][] = [];
  let columns = shape.columns.length;
  for (const [y, row] of rows.entries()) {
    const cells: PlacedCell[] = [];
    let next = 0;
    for (const cell of childrenOf(row)) {
      const [down, across] = [spanOf(cell, 'rowSpan'), spanOf(cell, 'colSpan')];
      while (taken.has(`${y}:${next}`)) next++;
      const named = down === 1 && across === 1 ? index.get(stateText(cell, 'column')) : undefined;
      const x = named !== undefined && !taken.has(`${y}:${named}`) ? named : next;
      for (let dy = 0; dy < down; dy++) for (let dx = 0; dx < across; dx++) taken.add(`${y + dy}:${x + dx}`);
      cells.push({ cell, column: x, rows: Math.min(down, rows.length - y), columns: across });
      next = x + across;
      columns = Math.max(columns, next);
    }
    placed.push(cells);
  }
  return {
    rows: placed.map((cells, y) => withGaps(cells, y, columns, taken)),
    columns,
    widths: widthsOf(table, shape, columns),
    headerRow: shape.headerRow,
    headerColumn: shape.headerColumn,
  };
}

function withGaps(cells: readonly PlacedCell[], y: number, columns: number, taken: ReadonlySet<string>): PlacedCell[] {
  const gaps: PlacedCell[] = [];
  for (let x = 0; x < columns; x++) {
    if (!taken.has(`${y}:${x}`)) gaps.push({ cell: null, column: x, rows: 1, columns: 1 });
  }
  return [...cells, ...gaps].sort((a, b) => a.column - b.column);
}

const MOST_SPANNED = 1_000;

function spanOf(cell: ContentNode, field: string): number {
  return Math.min(Math.max(1, Math.floor(numberField(cell, field))), MOST_SPANNED);
}

function widthsOf(table: ContentNode, shape: Shape, columns: number): (number | null)[] {
  const drawn = Array.isArray(table.colWidths) ? (table.colWidths as unknown[]) : [];
  return Array.from({ length: columns }, (_, i) => {
    const width = shape.columns[i]?.width ?? drawn[i];
    return shape.columns.length > 0 ? (shape.columns[i]?.width ?? null) : typeof width === 'number' ? width : null;
  });
}
