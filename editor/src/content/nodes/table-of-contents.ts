import {
  $create,
  $getDocument,
  addClassNamesToElement,
  DecoratorNode,
  type DOMExportOutput,
  type EditorConfig,
} from 'lexical';
import { DecoratedNode } from './decoration.ts';

/** A list of the document's headings. It stores nothing: the headings say what it shows. */
export class TableOfContentsNode extends DecoratedNode {
  override $config() {
    return this.config('table-of-contents', {
      extends: DecoratorNode,
      importDOM: {
        nav: (element: HTMLElement) =>
          element.dataset.tableOfContents === undefined
            ? null
            : { conversion: () => ({ node: $createTableOfContentsNode(), after: () => [] }), priority: 2 },
      },
    });
  }

  override createDOM({ theme }: EditorConfig): HTMLElement {
    const element = $getDocument().createElement('div');
    addClassNamesToElement(element, theme.tableOfContents);
    return element;
  }

  override exportDOM(): DOMExportOutput {
    const element = $getDocument().createElement('nav');
    element.dataset.tableOfContents = '';
    return { element };
  }

  override getTextContent(): string {
    return '';
  }

  override isInline(): false {
    return false;
  }
}

export function $createTableOfContentsNode(): TableOfContentsNode {
  return $create(TableOfContentsNode);
}
