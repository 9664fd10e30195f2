import { TableRowNode } from '@lexical/table';
import { $getState, $setState, createState, type StaticNodeConfigRecord } from 'lexical';
import { isId } from '../tables/shape.ts';

const idState = createState('id', { parse: (value) => (isId(value) ? value : null) });

/** A row of a table. */
export class GridRowNode extends TableRowNode {
  override $config(): StaticNodeConfigRecord<'grid-row', { extends: typeof TableRowNode }> {
    return this.config('grid-row', { extends: TableRowNode });
  }

  getId(): string | null {
    return $getState(this, idState);
  }

  setId(id: string): this {
    return $setState(this, idState, id);
  }
}
