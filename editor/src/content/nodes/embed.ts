import {
  $create,
  $getDocument,
  $getState,
  $setState,
  addClassNamesToElement,
  createState,
  DecoratorNode,
  type DOMConversionOutput,
  type DOMExportOutput,
  type EditorConfig,
  type LexicalNode,
} from 'lexical';
import { pageOfFrame } from '../embeds.ts';
import { DecoratedNode } from './decoration.ts';

const LONGEST = 2_000;

const urlState = createState('url', { parse: (value) => (isWebAddress(value) ? value : '') });

/** A page of another site: shown in a frame where the allow-list has it, else as a card that links to it. */
export class EmbedNode extends DecoratedNode {
  override $config() {
    return this.config('embed', {
      extends: DecoratorNode,
      stateConfigs: [{ stateConfig: urlState }],
      importDOM: {
        figure: (element: HTMLElement) =>
          element.dataset.embed === undefined ? null : { conversion: $convertFigure, priority: 2 },
        iframe: (element: HTMLElement) =>
          isWebAddress(element.getAttribute('src')) ? { conversion: $convertFrame, priority: 1 } : null,
      },
    });
  }

  /** A web address; empty until somebody says which. */
  getUrl(): string {
    return $getState(this, urlState);
  }

  setUrl(url: string): this {
    return $setState(this, urlState, url);
  }

  override createDOM({ theme }: EditorConfig): HTMLElement {
    const element = $getDocument().createElement('div');
    addClassNamesToElement(element, theme.embed);
    return element;
  }

  override exportDOM(): DOMExportOutput {
    const document = $getDocument();
    const element = document.createElement('figure');
    element.dataset.embed = '';
    const url = this.getUrl();
    if (url !== '') {
      const link = document.createElement('a');
      link.href = url;
      link.textContent = url;
      element.append(link);
    }
    return { element };
  }

  override getTextContent(): string {
    return this.getUrl();
  }

  override isInline(): false {
    return false;
  }
}

export function $createEmbedNode(url = ''): EmbedNode {
  return $create(EmbedNode).setUrl(url);
}

export function $isEmbedNode(node: LexicalNode | null | undefined): node is EmbedNode {
  return node instanceof EmbedNode;
}

function isWebAddress(value: unknown): value is string {
  return (
    typeof value === 'string' && value.length <= LONGEST && /^https?:\/\/[^\s]+$/i.test(value) && URL.canParse(value)
  );
}

function $convertFigure(element: HTMLElement): DOMConversionOutput {
  const url = element.querySelector('a')?.getAttribute('href');
  return { node: $createEmbedNode(isWebAddress(url) ? url : ''), after: () => [] };
}

function $convertFrame(element: HTMLElement): DOMConversionOutput {
  const source = element.getAttribute('src') ?? '';
  return { node: $createEmbedNode(pageOfFrame(source)), after: () => [] };
}
