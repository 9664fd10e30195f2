import type { Element, ElementContent } from 'hast';
import type { PhrasingContent, Table, TableRow } from 'mdast';
import { type ContentNode, childrenOf, statesOf, textField } from '../content-node.ts';
import { h } from '../html/element.ts';
import type { HtmlWriter, MarkdownWriter, NodeFormat } from '../node-format.ts';
import { isPlainBlock } from './block-look.ts';
import { type Grid, gridOf, type PlacedCell } from './table-grid.ts';
import { readTable } from './table-read.ts';

/** Markdown has tables of lines under a header; any other is HTML. */
export const tableFormat: NodeFormat = {
  type: 'grid',
  markdown(node, write) {
    const table = markdownTable(gridOf(node), write);
    return table === null ? null : [table];
  },
  html: (node, write) => [htmlTable(gridOf(node), write)],
  rules: [{ tag: 'table', read: readTable }],
};

type Align = 'left' | 'center' | 'right' | null;

function markdownTable(grid: Grid, write: MarkdownWriter): Table | null {
  if (grid.headerColumn || grid.rows.length === 0 || grid.widths.some((width) => width !== null)) return null;
  const rows = grid.rows.map((cells) => cells.map((placed) => lineOf(placed)));
  if (rows.some((cells) => cells.length !== grid.columns || cells.includes(null))) return null;
  const aligns: Align[] = [];
  for (let column = 0; column < grid.columns; column++) {
    const align = alignOf(rows[0]?.[column] ?? null);
    if (align === undefined || rows.some((cells) => alignOf(cells[column] ?? null) !== align)) return null;
    aligns.push(align);
  }
  const written = rows.map((cells) =>
    cells.map((line) => keepEdges(write.phrasing(line === null ? [] : childrenOf(line), { onOneLine: true }))),
  );
  const isBlank = (cells: readonly PhrasingContent[][] | undefined) =>
    cells?.every((cell) => cell.length === 0) === true;
  // A header without words stands for none.
  if (grid.headerRow && isBlank(written[0])) return null;
  const all = grid.headerRow ? written : [aligns.map(() => []), ...written];
  const children = all.map(
    (cells): TableRow => ({ type: 'tableRow', children: cells.map((cell) => ({ type: 'tableCell', children: cell })) }),
  );
  return { type: 'table', align: aligns, children };
}

/** The white space at the edges of a cell, which would be taken for how it is set. */
function keepEdges(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const kept = [...nodes];
  const last = kept.at(-1);
  if (last?.type === 'text' && /[ \t]$/.test(last.value)) {
    kept.splice(-1, 1, { type: 'text', value: last.value.slice(0, -1) }, reference(last.value.slice(-1)));
  }
  const first = kept[0];
  if (first?.type === 'text' && /^[ \t]/.test(first.value)) {
    kept.splice(0, 1, reference(first.value.slice(0, 1)), { type: 'text', value: first.value.slice(1) });
  }
  return kept;
}

function reference(character: string): PhrasingContent {
  return { type: 'html', value: character === '\t' ? '&#x9;' : '&#x20;' };
}

/** The one paragraph of a cell that spans no others and isn't coloured; null for any other. */
function lineOf({ cell, rows, columns }: PlacedCell): ContentNode | null {
  if (cell === null) return { type: 'paragraph', children: [] };
  const [line, ...others] = childrenOf(cell);
  if (rows !== 1 || columns !== 1 || statesOf(cell).color !== undefined || others.length > 0) return null;
  if (line?.type !== 'paragraph') return null;
  return isPlainBlock({ ...line, format: '' }) && alignOf(line) !== undefined ? line : null;
}

function alignOf(line: ContentNode | null): Align | undefined {
  const format = line === null ? '' : textField(line, 'format');
  if (format === '') return null;
  return format === 'left' || format === 'center' || format === 'right' ? format : undefined;
}

function htmlTable(grid: Grid, write: HtmlWriter): Element {
  const rows = grid.rows.map((cells, row) => {
    const scopeOf = ({ column }: PlacedCell) =>
      grid.headerColumn && column === 0 ? 'row' : grid.headerRow && row === 0 ? 'col' : null;
    return h(
      'tr',
      {},
      cells.map((placed) => htmlCell(placed, scopeOf(placed), write)),
    );
  });
  const [first, ...others] = rows;
  // A cell can't reach out of the head.
  const hasHead = grid.headerRow && grid.rows[0]?.every((cell) => cell.rows === 1) === true;
  const head = hasHead && first !== undefined ? [h('thead', {}, [first])] : [];
  const body = hasHead ? others : rows;
  return h('table', {}, [...columnWidths(grid), ...head, ...(body.length > 0 ? [h('tbody', {}, body)] : [])]);
}

function columnWidths({ widths }: Grid): Element[] {
  if (widths.every((width) => width === null)) return [];
  return [
    h(
      'colgroup',
      {},
      widths.map((width) => h('col', width === null ? {} : { style: `width: ${width}px` })),
    ),
  ];
}

function htmlCell({ cell, rows, columns }: PlacedCell, scope: 'row' | 'col' | null, write: HtmlWriter): Element {
  const color = cell === null ? undefined : statesOf(cell).color;
  const properties = {
    ...(scope === null ? {} : { scope }),
    ...(rows > 1 ? { rowSpan: rows } : {}),
    ...(columns > 1 ? { colSpan: columns } : {}),
    ...(typeof color === 'string' ? { dataColor: color } : {}),
  };
  return h(scope === null ? 'td' : 'th', properties, contentOf(cell, write));
}

function contentOf(cell: ContentNode | null, write: HtmlWriter): ElementContent[] {
  const blocks = cell === null ? [] : childrenOf(cell);
  const [line, ...others] = blocks;
  const isLine = line?.type === 'paragraph' && others.length === 0 && isPlainBlock(line);
  return isLine ? write.phrasing(childrenOf(line)) : write.blocks(blocks);
}
