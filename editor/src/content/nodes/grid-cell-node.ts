import { $isTableNode, $isTableRowNode, TableCellNode, type TableNode } from '@lexical/table';
import {
  $getState,
  $isElementNode,
  $setState,
  createState,
  type DOMConversion,
  type DOMExportOutput,
  type EditorConfig,
  isHTMLElement,
  type LexicalEditor,
  type LexicalNode,
  type StaticNodeConfigRecord,
} from 'lexical';
import { CELL_COLORS, type CellColor, PLAIN_COLORS } from '../tables/colors.ts';
import { isId } from '../tables/shape.ts';
import { $keepBlocks } from './container.ts';

const columnState = createState('column', { parse: (value) => (isId(value) ? value : null) });
const colorState = createState('shade', {
  parse: (value): CellColor | null => CELL_COLORS.find((color) => color === value) ?? null,
});

/** A cell of a table. What it spans and whether it is a header follow from the table, and are set where that is drawn. */
export class GridCellNode extends TableCellNode {
  override $config(): StaticNodeConfigRecord<'grid-cell', { extends: typeof TableCellNode }> {
    return this.config('grid-cell', {
      extends: TableCellNode,
      $transform: $tidyCell,
      importDOM: { td: $withAlignment, th: $withAlignment },
    });
  }

  getColumn(): string | null {
    return $getState(this, columnState);
  }

  setColumn(id: string): this {
    return $setState(this, columnState, id);
  }

  getColor(): CellColor | null {
    return $getState(this, colorState);
  }

  setColor(color: CellColor | null): this {
    return $setState(this, colorState, color);
  }

  override createDOM(config: EditorConfig): HTMLTableCellElement {
    const element = super.createDOM(config);
    const color = this.getColor();
    if (color) element.dataset.color = color;
    if (this.hasHeader()) element.scope = this.hasHeaderState(1) ? 'col' : 'row';
    return element;
  }

  override exportDOM(editor: LexicalEditor): DOMExportOutput {
    const output = super.exportDOM(editor);
    const { element } = output;
    if (!isHTMLElement(element)) return output;
    for (const name of ['class', 'style', 'data-color']) element.removeAttribute(name);
    const color = this.getColor();
    if (color) {
      element.dataset.color = color;
      element.style.backgroundColor = PLAIN_COLORS[color];
    }
    const [across, down] = [this.getFormatType(), this.getVerticalAlign()];
    if (across) element.style.textAlign = across;
    if (down) element.style.verticalAlign = down;
    return output;
  }

  override updateDOM(before: this): boolean {
    // Directly, because what is asked of a former node is answered by the present one.
    return super.updateDOM(before) || $getState(before, colorState, 'direct') !== this.getColor();
  }
}

/** Puts what is in a cell before a block, and takes the cell away. */
export function $unwrapCell(cell: GridCellNode, before: LexicalNode): void {
  for (const block of cell.getChildren()) before.insertBefore(block);
  cell.remove();
}

/** A cell stands in a row, is never empty, has text in paragraphs only, and holds no table but what was in its cells. */
function $tidyCell(cell: GridCellNode): void {
  if (!$isTableRowNode(cell.getParent())) {
    $unwrapCell(cell, cell);
    return;
  }
  for (const table of $tablesIn(cell)) {
    for (const row of table.getChildren()) {
      if (!$isElementNode(row)) continue;
      for (const inner of row.getChildren()) if (inner instanceof GridCellNode) $unwrapCell(inner, table);
    }
    table.remove();
  }
  $keepBlocks(cell);
}

function $tablesIn(node: LexicalNode): TableNode[] {
  if (!$isElementNode(node)) return [];
  return node.getChildren().flatMap((child) => ($isTableNode(child) ? child : $tablesIn(child)));
}

/** Reads a cell as Lexical does, and how what is in it is aligned. */
function $withAlignment(element: HTMLElement): DOMConversion | null {
  const read = TableCellNode.importDOM?.()?.[element.nodeName.toLowerCase()]?.(element) ?? null;
  if (!read) return null;
  return {
    priority: 1,
    conversion: (node) => {
      const output = read.conversion(node);
      const cell = output?.node;
      const align = element.style.textAlign || element.getAttribute('align');
      if (cell instanceof GridCellNode && (align === 'center' || align === 'right')) cell.setFormat(align);
      return output;
    },
  };
}
