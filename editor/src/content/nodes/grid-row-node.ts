import { $isTableNode, TableRowNode } from '@lexical/table';
import { $getState, $setState, createState, type StaticNodeConfigRecord } from 'lexical';
import { isId } from '../tables/shape.ts';
import { $unwrapCell, GridCellNode } from './grid-cell-node.ts';

const idState = createState('id', { parse: (value) => (isId(value) ? value : null) });

/** A row of a table. */
export class GridRowNode extends TableRowNode {
  override $config(): StaticNodeConfigRecord<'grid-row', { extends: typeof TableRowNode }> {
    return this.config('grid-row', { extends: TableRowNode, $transform: $tidyRow });
  }

  getId(): string | null {
    return $getState(this, idState);
  }

  setId(id: string): this {
    return $setState(this, idState, id);
  }
}

/** A row that says nothing of who it is, or whose cells don't, is its table's to tidy; one without a table is none. */
function $tidyRow(row: GridRowNode): void {
  const table = row.getParent();
  if (!$isTableNode(table)) {
    for (const cell of row.getChildren()) if (cell instanceof GridCellNode) $unwrapCell(cell, row);
    row.remove();
    return;
  }
  const cells = row.getChildren();
  for (const child of cells) if (!(child instanceof GridCellNode)) child.remove();
  const isNamed = cells.every((cell) => !(cell instanceof GridCellNode) || cell.getColumn() !== null);
  if (row.getId() === null || !isNamed) table.markDirty();
}
