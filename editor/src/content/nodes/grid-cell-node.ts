import { TableCellNode } from '@lexical/table';
import { $getState, $setState, createState, type EditorConfig, type StaticNodeConfigRecord } from 'lexical';
import { isId } from '../tables/shape.ts';

export const CELL_COLORS = ['gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink'] as const;
export type CellColor = (typeof CELL_COLORS)[number];

const columnState = createState('column', { parse: (value) => (isId(value) ? value : null) });
const colorState = createState('color', {
  parse: (value): CellColor | null => CELL_COLORS.find((color) => color === value) ?? null,
});

/** A cell of a table. What it spans and whether it is a header follow from the table, and are set where that is drawn. */
export class GridCellNode extends TableCellNode {
  override $config(): StaticNodeConfigRecord<'grid-cell', { extends: typeof TableCellNode }> {
    return this.config('grid-cell', { extends: TableCellNode });
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

  override updateDOM(before: this): boolean {
    return super.updateDOM(before) || before.getColor() !== this.getColor();
  }
}
