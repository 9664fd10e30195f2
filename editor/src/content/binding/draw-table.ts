import {
  $createParagraphNode,
  $getNodeByKey,
  $isParagraphNode,
  type ElementNode,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import type * as Y from 'yjs';
import { GridCellNode } from '../nodes/grid-cell-node.ts';
import { GridNode } from '../nodes/grid-node.ts';
import { GridRowNode } from '../nodes/grid-row-node.ts';
import { type Binding, bind, unbind } from './binding.ts';
import { fieldsOf } from './node-json.ts';
import type { Block } from './outline.ts';
import { $replaceChildren } from './replace-children.ts';
import { gridOf, type PlacedCell } from './tables.ts';

/** How what is in a table is drawn, which is as it is anywhere. */
interface Pens {
  $drawFields(node: LexicalNode, block: Block): void;
  $drawCell(cell: GridCellNode, block: Block): void;
}

const COLUMN_HEADER = 1;
const ROW_HEADER = 2;
/** What Lexical itself would give a column that no one has given a width, where another one has. */
const USUAL_WIDTH = 120;

export function $isGridCell(node: unknown): node is GridCellNode {
  return node instanceof GridCellNode;
}

/** Shows a table: its rows by its columns, with cells that are stored nowhere where nobody has written. */
export function $drawTable(binding: Binding, element: Y.XmlElement, node: ElementNode, pens: Pens): void {
  if (!(node instanceof GridNode)) return;
  const { rows, shape } = gridOf(element);
  const drawing = new Drawing(binding, pens);
  const before = node.getChildren().flatMap((row) => (row instanceof GridRowNode ? [row, ...row.getChildren()] : row));
  const drawn = rows.map(({ element: head, cells }, i) => {
    const row = drawing.$row(head);
    const nodes = cells.map((cell) => {
      const made = drawing.$cell(row, cell);
      const headers =
        (i === 0 && shape.headerRow ? COLUMN_HEADER : 0) | (cell.column === 0 && shape.headerColumn ? ROW_HEADER : 0);
      $setDerived(made, cell, headers);
      return made;
    });
    return { row, nodes };
  });
  for (const { row, nodes } of drawn) $replaceChildren(row, nodes);
  $replaceChildren(
    node,
    drawn.map(({ row }) => row),
  );
  for (const each of before) if (!drawing.used.has(each.getKey())) unbind(binding, each.getKey());
  const widths = shape.columns.some(({ width }) => width !== null)
    ? shape.columns.map(({ width }) => width ?? USUAL_WIDTH)
    : undefined;
  if (node.getColWidths()?.join() !== widths?.join()) node.setColWidths(widths);
}

class Drawing {
  readonly used = new Set<NodeKey>();
  readonly #binding: Binding;
  readonly #pens: Pens;
  readonly #spare = new Map<GridRowNode, Map<string | null, GridCellNode>>();

  constructor(binding: Binding, pens: Pens) {
    this.#binding = binding;
    this.#pens = pens;
  }

  $row(head: Y.XmlElement): GridRowNode {
    const known = this.#nodeOf(head);
    const row = known instanceof GridRowNode ? known : new GridRowNode();
    if (row !== known) bind(this.#binding, row.getKey(), { head, fragments: [] });
    this.used.add(row.getKey());
    this.#pens.$drawFields(row, { head, fragments: [] });
    return row;
  }

  $cell(row: GridRowNode, { columnId, elements }: PlacedCell): GridCellNode {
    const [head, ...fragments] = elements;
    if (!head) return this.#$empty(row, columnId);
    const known = elements.map((element) => this.#nodeOf(element)).find($isGridCell);
    const cell = known ?? new GridCellNode();
    const key = cell.getKey();
    this.used.add(key);
    const block = { head, fragments };
    const shown = this.#binding.blocks.get(key);
    const isSame = shown?.head === head && sameElements(shown.fragments, fragments);
    if (!isSame) bind(this.#binding, key, block);
    this.#pens.$drawFields(cell, block);
    if (!isSame) this.#pens.$drawCell(cell, block);
    return cell;
  }

  /** A cell that nobody has written in: the one that is there, since a caret may be in it, or a new one. */
  #$empty(row: GridRowNode, columnId: string): GridCellNode {
    const present = this.#spareIn(row).get(columnId);
    const cell = present ?? new GridCellNode().setColumn(columnId);
    // One whose words went to another cell, of a merge that was taken back, has nowhere to write.
    if (cell.isEmpty()) cell.append($createParagraphNode());
    this.used.add(cell.getKey());
    return cell;
  }

  #spareIn(row: GridRowNode): Map<string | null, GridCellNode> {
    const known = this.#spare.get(row);
    if (known) return known;
    const cells = row.getChildren().filter($isGridCell);
    const spare = new Map(
      cells.filter((cell) => $isUnwritten(this.#binding, cell)).map((cell) => [cell.getColumn(), cell]),
    );
    this.#spare.set(row, spare);
    return spare;
  }

  /** The node that shows an element, unless it has been given to another one. */
  #nodeOf(element: Y.XmlElement): LexicalNode | null {
    const key = this.#binding.keys.get(element);
    return key === undefined || this.used.has(key) ? null : $getNodeByKey(key);
  }
}

/** Whether a cell is in no document: nobody has written in it, or given it a colour or an alignment. */
export function $isUnwritten(binding: Binding, node: LexicalNode): boolean {
  if (!$isGridCell(node) || binding.blocks.has(node.getKey())) return false;
  const { $column: _, ...fields } = fieldsOf(node);
  const [only, ...others] = node.getChildren();
  const isEmpty = only === undefined || $isUnwrittenParagraph(binding, only);
  return Object.keys(fields).length === 0 && others.length === 0 && isEmpty;
}

/** Whether a node is the empty paragraph that an empty cell is shown with. */
export function $isUnwrittenParagraph(binding: Binding, node: LexicalNode): boolean {
  const isBound = binding.blocks.has(node.getKey());
  return !isBound && $isParagraphNode(node) && node.isEmpty() && Object.keys(fieldsOf(node)).length === 0;
}

function $setDerived(cell: GridCellNode, { colSpan, rowSpan }: PlacedCell, headers: number): void {
  if (cell.getColSpan() !== colSpan) cell.setColSpan(colSpan);
  if (cell.getRowSpan() !== rowSpan) cell.setRowSpan(rowSpan);
  if (cell.getHeaderStyles() !== headers) cell.setHeaderStyles(headers);
  if (cell.getWidth() !== undefined) cell.setWidth(undefined);
  if (cell.getBackgroundColor() !== null) cell.setBackgroundColor(null);
}

function sameElements(a: readonly Y.XmlElement[], b: readonly Y.XmlElement[]): boolean {
  return a.length === b.length && a.every((element, i) => element === b[i]);
}
