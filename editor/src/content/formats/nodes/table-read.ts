import type { Element } from 'hast';
import { MAX_COLUMNS } from '../../tables/shape.ts';
import type { ContentNode } from '../content-node.ts';
import { attribute, childElements } from '../html/element.ts';
import type { Scope } from '../html/scope.ts';
import { styleOf, stylesOf } from '../html/styles.ts';
import { colorFrom } from './block-color.ts';
import { readLook } from './block-look.ts';

/** Rows by which a merged cell may grow at most: a page's number mustn't make us build millions. */
const MOST_SPANNED = 1_000;

export function readTable(table: Element, scope: Scope): boolean {
  const rows = rowsIn(table);
  const cells = rows.map(({ row }) => childElements(row).filter(isCell));
  if (cells.every((each) => each.length === 0)) return false;
  if (isLayout(table, cells)) {
    for (const cell of cells.flat()) scope.section(cell);
    return true;
  }
  const headerRow = isHeaderRow(rows[0], cells[0] ?? []);
  const headerColumn = isHeaderColumn(headerRow ? cells.slice(1) : cells, cells);
  const built = cells.map((each, y) => ({
    type: 'grid-row',
    children: each.map((cell) => readCell(cell, rows.length - y, scope)),
  }));
  // Markdown has no table without a header, so one that is blank stands for none.
  const isBlank =
    headerRow &&
    scope.inherited.whiteSpace === 'spaces' &&
    (cells[0] ?? []).every((cell) => cell.children.length === 0);
  const children = isBlank && built.length > 1 ? built.slice(1) : built;
  const states = { ...(headerRow && !isBlank ? { headerRow } : {}), ...(headerColumn ? { headerColumn } : {}) };
  const widths = widthsIn(table);
  scope.block({
    type: 'grid',
    ...(Object.keys(states).length > 0 ? { $: states } : {}),
    ...(widths.length > 0 ? { colWidths: widths } : {}),
    children,
  });
  for (const caption of childElements(table)) if (caption.tagName === 'caption') scope.section(caption);
  return true;
}

interface Row {
  readonly row: Element;
  readonly isHead: boolean;
}

function rowsIn(table: Element): Row[] {
  return childElements(table).flatMap((part): Row[] => {
    if (part.tagName === 'tr') return [{ row: part, isHead: false }];
    if (!['thead', 'tbody', 'tfoot'].includes(part.tagName)) return [];
    return childElements(part)
      .filter(({ tagName }) => tagName === 'tr')
      .map((row) => ({ row, isHead: part.tagName === 'thead' }));
  });
}

function isCell({ tagName }: Element): boolean {
  return tagName === 'td' || tagName === 'th';
}

/** Mail and old pages lay themselves out in tables of one cell. */
function isLayout(table: Element, rows: readonly (readonly Element[])[]): boolean {
  return (
    attribute(table, 'role') === 'presentation' ||
    (rows.length === 1 && rows[0]?.length === 1 && rows[0][0]?.tagName === 'td' && holdsTable(rows[0][0]))
  );
}

function holdsTable(element: Element): boolean {
  return childElements(element).some((child) => child.tagName === 'table' || holdsTable(child));
}

function isHeaderRow(first: Row | undefined, cells: readonly Element[]): boolean {
  if (first === undefined || cells.length === 0) return false;
  if (first.isHead) return true;
  const isNamed = cells.some((cell) => attribute(cell, 'scope')?.toLowerCase() === 'col');
  return (isNamed || cells.length > 1) && cells.every(({ tagName }) => tagName === 'th');
}

/** By what the first cells say of themselves, or else by what they all are. */
function isHeaderColumn(below: readonly (readonly Element[])[], all: readonly (readonly Element[])[]): boolean {
  if (all.some(([first]) => first !== undefined && attribute(first, 'scope')?.toLowerCase() === 'row')) return true;
  return below.length > 0 && below.every(([first, ...others]) => first?.tagName === 'th' && others.length > 0);
}

function readCell(cell: Element, rowsLeft: number, scope: Scope): ContentNode {
  const { format } = readLook(cell);
  const blocks = scope
    .inside(cell)
    .blocksOf(cell)
    .map((block) =>
      format !== undefined && block.type === 'paragraph' && block.format === undefined ? { ...block, format } : block,
    );
  const rowSpan = Math.min(spanOf(cell, 'rowSpan'), rowsLeft, MOST_SPANNED);
  const colSpan = Math.min(spanOf(cell, 'colSpan'), MAX_COLUMNS);
  const color = colorFrom(cell);
  const background = styleOf(stylesOf(cell), 'background-color', 'background') || (attribute(cell, 'bgColor') ?? '');
  return {
    type: 'grid-cell',
    ...(rowSpan > 1 ? { rowSpan } : {}),
    ...(colSpan > 1 ? { colSpan } : {}),
    ...(color === null ? (/^(#|rgb)/.test(background) ? { backgroundColor: background } : {}) : { $: { color } }),
    children:
      blocks.length > 0 ? blocks : [{ type: 'paragraph', ...(format === undefined ? {} : { format }), children: [] }],
  };
}

function spanOf(cell: Element, name: string): number {
  const span = Number.parseInt(attribute(cell, name) ?? '', 10);
  return Number.isSafeInteger(span) && span > 1 ? span : 1;
}

function widthsIn(table: Element): number[] {
  const columns = childElements(table)
    .flatMap((part) => (part.tagName === 'colgroup' ? childElements(part) : [part]))
    .filter(({ tagName }) => tagName === 'col');
  const widths = columns.map((column) =>
    Number.parseFloat(/^\d+(?:\.\d+)?px$/.exec(styleOf(stylesOf(column), 'width'))?.[0] ?? ''),
  );
  return widths.every((width) => Number.isFinite(width)) ? widths : [];
}
