import { $createParagraphNode, $getRoot, $isElementNode, type LexicalNode } from 'lexical';
import { GridNode } from '../nodes/grid-node.ts';
import { CELL_COLORS } from '../tables/colors.ts';
import {
  $createGrid,
  $insertColumns,
  $insertRows,
  $mergeRange,
  $moveColumn,
  $moveRow,
  $removeColumns,
  $removeRows,
  $shownCells,
  $splitRange,
  type ShownCell,
} from '../tables/edit.ts';
import type { Action, Pick, Random } from './actions.test.kit.ts';

/* What people do to tables. */

interface Chosen {
  readonly table: GridNode;
  readonly rows: number;
  readonly columns: number;
  readonly row: number;
  readonly column: number;
  readonly cell: ShownCell;
}

export function tablesIn(node: LexicalNode = $getRoot()): GridNode[] {
  if (node instanceof GridNode) return [node];
  return $isElementNode(node) ? node.getChildren().flatMap(tablesIn) : [];
}

/** Whether a table is a rectangle: every place of it in one cell. */
export function $isRegular(table: GridNode): boolean {
  const places = new Map<string, number>();
  for (const { top, left, bottom, right } of $shownCells(table)) {
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) places.set(`${y}:${x}`, (places.get(`${y}:${x}`) ?? 0) + 1);
    }
  }
  const isWhole = places.size === table.getChildrenSize() * table.getShape().columns.length;
  return isWhole && [...places.values()].every((count) => count === 1);
}

const inTable =
  ($do: (chosen: Chosen, random: Random) => void) =>
  ({ random, pick }: { random: Random; pick: Pick }): void => {
    const table = pick(tablesIn());
    const cell = table && pick($shownCells(table));
    if (!table || !cell) return;
    const [rows, columns] = [table.getChildrenSize(), table.getShape().columns.length];
    const [row, column] = [Math.floor(random() * rows), Math.floor(random() * columns)];
    $do({ table, rows, columns, row, column, cell }, random);
  };

export const tableActions: readonly Action[] = [
  {
    name: 'insert a table',
    weight: 3,
    run: ({ random, pick }) => {
      const table = $createGrid(1 + Math.floor(random() * 3), 1 + Math.floor(random() * 3), {
        headerRow: random() < 0.5,
      });
      pick($getRoot().getChildren())?.insertAfter(table);
    },
  },
  {
    name: 'type in a cell',
    weight: 14,
    run: ({ pick, random }) => {
      const table = pick(tablesIn());
      const cell = table && pick($shownCells(table))?.cell;
      if (!cell) return;
      const selection = random() < 0.5 ? cell.selectStart() : cell.selectEnd();
      selection.insertText(pick(['x', 'y ', '😀', '中']) ?? 'x');
    },
  },
  { name: 'split in a cell', weight: 3, run: inTable(({ cell }) => void cell.cell.selectEnd().insertParagraph()) },
  {
    name: 'empty a cell',
    weight: 2,
    run: inTable(({ cell }) => void cell.cell.clear().append($createParagraphNode())),
  },
  {
    name: 'colour or align a cell',
    weight: 2,
    run: inTable(({ cell: { cell } }, random) => {
      if (random() < 0.5) cell.setColor(CELL_COLORS[Math.floor(random() * CELL_COLORS.length)] ?? null);
      else cell.setFormat(random() < 0.5 ? 'center' : '');
    }),
  },
  {
    name: 'insert a row',
    weight: 5,
    run: inTable(({ table, row }, random) => {
      const made = $insertRows(table, row + (random() < 0.5 ? 1 : 0), random() < 0.2 ? 2 : 1);
      if (random() < 0.5) made.selectStart().insertText('r');
    }),
  },
  {
    name: 'insert a column',
    weight: 5,
    run: inTable(({ table, column }, random) => void $insertColumns(table, column + (random() < 0.5 ? 1 : 0))),
  },
  { name: 'delete a row', weight: 3, run: inTable(({ table, row }) => $removeRows(table, row, row)) },
  { name: 'delete a column', weight: 3, run: inTable(({ table, column }) => $removeColumns(table, column, column)) },
  {
    name: 'move a row',
    weight: 2,
    run: inTable(({ table, row, rows }, random) => $moveRow(table, row, Math.floor(random() * rows))),
  },
  {
    name: 'move a column',
    weight: 2,
    run: inTable(({ table, column, columns }, random) => $moveColumn(table, column, Math.floor(random() * columns))),
  },
  {
    name: 'merge cells',
    weight: 4,
    run: inTable(({ table, row, column, rows, columns }, random) => {
      const bottom = Math.min(rows - 1, row + Math.floor(random() * 3));
      $mergeRange(table, {
        top: row,
        left: column,
        bottom,
        right: Math.min(columns - 1, column + Math.floor(random() * 3)),
      });
    }),
  },
  { name: 'split cells', weight: 2, run: inTable(({ table, cell }) => $splitRange(table, cell)) },
  {
    name: 'resize a column',
    weight: 1,
    run: inTable(({ table, column }, random) => {
      const id = table.getShape().columns[column]?.id;
      if (id !== undefined) table.setColumnWidth(id, 60 + Math.floor(random() * 300));
    }),
  },
  {
    name: 'make a header',
    weight: 1,
    run: inTable(({ table }, random) => {
      if (random() < 0.5) table.setHeaderRow(!table.hasHeaderRow());
      else table.setHeaderColumn(!table.hasHeaderColumn());
    }),
  },
  { name: 'remove a cell as Lexical might', weight: 0.5, run: inTable(({ cell }) => cell.cell.remove()) },
  {
    name: 'move a table into another block or out of it',
    weight: 0.5,
    run: ({ pick }) => {
      const [table, target] = [pick(tablesIn()), pick($getRoot().getChildren())];
      if (table && target && !target.is(table) && !target.isParentOf(table)) target.insertBefore(table);
    },
  },
];
