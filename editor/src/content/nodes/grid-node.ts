import { TableNode } from '@lexical/table';
import {
  $getState,
  $setState,
  createState,
  type DOMExportOutput,
  type EditorConfig,
  isHTMLElement,
  type LexicalEditor,
  type StateConfig,
  type StaticNodeConfigRecord,
} from 'lexical';
import { asPlace, asSpan, asWidth, type Merge, type Shape, shapeOf } from '../tables/shape.ts';
import { $tidyTable } from '../tables/tidy.ts';

/* A table: Lexical's own, with what `tables/shape.ts` tells of as states. */

const on = (value: unknown): boolean => value === true;
const headerRowState = createState('headerRow', { parse: on });
const headerColumnState = createState('headerColumn', { parse: on });

/** A state for each column and each merge: two people can change two of them at once. */
function family<T>(prefix: string, parse: (value: unknown) => T): (id: string) => StateConfig<string, T> {
  const configs = new Map<string, StateConfig<string, T>>();
  return (id) => {
    const config = configs.get(id) ?? createState(`${prefix}.${id}`, { parse });
    configs.set(id, config);
    return config;
  };
}

const placeState = family('at', asPlace);
const widthState = family('width', asWidth);
const spanState = family<Omit<Merge, 'id'> | null>('merge', asSpan);

export class GridNode extends TableNode {
  override $config(): StaticNodeConfigRecord<'grid', { extends: typeof TableNode }> {
    return this.config('grid', { extends: TableNode, $transform: $tidyTable });
  }

  override updateTableElement(before: this | null, element: HTMLTableElement, config: EditorConfig): void {
    super.updateTableElement(before, element, config);
    // For the style sheet, which gives each column the least it needs.
    element.style.setProperty('--columns', String(this.getShape().columns.length));
  }

  /** A table as HTML means it: what names the columns in its head, and no style but the columns' widths. */
  override exportDOM(editor: LexicalEditor): DOMExportOutput {
    const { element, after } = super.exportDOM(editor);
    return {
      element,
      after: (made) => {
        const table = after?.call(this, made) ?? made;
        if (!isHTMLElement(table)) return table;
        for (const name of ['class', 'style']) table.removeAttribute(name);
        const [body] = table.querySelectorAll<HTMLElement>(':scope > tbody');
        const [first] = body?.children ?? [];
        if (!body || !first || !this.hasHeaderRow()) return table;
        const head = table.ownerDocument.createElement('thead');
        head.append(first);
        body.before(head);
        if (body.children.length === 0) body.remove();
        return table;
      },
    };
  }

  getShape(): Shape {
    return shapeOf(this.getLatest().exportJSON(true).$ ?? {});
  }

  /** Puts a column in its place, or takes it away with null. */
  setColumnPlace(id: string, at: number | null): this {
    if (at === null) $setState(this, widthState(id), null);
    return $setState(this, placeState(id), at);
  }

  setColumnWidth(id: string, width: number | null): this {
    return $setState(this, widthState(id), asWidth(width));
  }

  /** Shows these cells as one; null splits them. */
  setMerge(id: string, span: Omit<Merge, 'id'> | null): this {
    return $setState(this, spanState(id), span);
  }

  hasHeaderRow(): boolean {
    return $getState(this, headerRowState);
  }

  setHeaderRow(isHeader: boolean): this {
    return $setState(this, headerRowState, isHeader);
  }

  hasHeaderColumn(): boolean {
    return $getState(this, headerColumnState);
  }

  setHeaderColumn(isHeader: boolean): this {
    return $setState(this, headerColumnState, isHeader);
  }
}
