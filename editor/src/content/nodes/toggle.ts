import {
  $create,
  $createParagraphNode,
  $getDocument,
  $getState,
  $setState,
  createState,
  type DOMConversionOutput,
  type DOMExportOutput,
  type EditorConfig,
  ElementNode,
  type LexicalNode,
} from 'lexical';
import { $keepBlocks, BoxNode, createBox } from './container.ts';

const startsOpenState = createState('open', { parse: (value) => value !== false });

const BLOCKS = 'p, h1, h2, h3, h4, h5, h6, div, ul, ol, pre, blockquote, table, figure';

/**
 * Blocks that can be folded away under the first of them, which is the title whatever it is: text or a heading.
 * Stored is only how it is found by whoever opens the document first; what a reader does with it is theirs alone.
 */
export class ToggleNode extends BoxNode {
  override $config() {
    return this.config('toggle', {
      extends: ElementNode,
      stateConfigs: [{ stateConfig: startsOpenState }],
      $transform: $keepBlocks,
      importDOM: {
        details: () => ({ conversion: $convertDetails, priority: 1 }),
        // A title that is no block by itself is a paragraph.
        summary: (element: HTMLElement) =>
          element.querySelector(BLOCKS) === null
            ? { conversion: () => ({ node: $createParagraphNode() }), priority: 1 }
            : null,
      },
    });
  }

  getStartsOpen(): boolean {
    return $getState(this, startsOpenState);
  }

  setStartsOpen(open: boolean): this {
    return $setState(this, startsOpenState, open);
  }

  override createDOM({ theme }: EditorConfig): HTMLElement {
    const { block, arrow: button, body } = theme.toggle ?? {};
    return createBox('toggleArrow', { block, button, body });
  }

  override updateDOM(): boolean {
    return false;
  }

  override exportDOM(): DOMExportOutput {
    const document = $getDocument();
    const element = document.createElement('details');
    element.open = this.getStartsOpen();
    return {
      element,
      after: (exported) => {
        if (exported === null || exported === undefined || !('firstChild' in exported)) return exported;
        const summary = document.createElement('summary');
        if (exported.firstChild !== null) {
          exported.insertBefore(summary, exported.firstChild);
          if (summary.nextSibling !== null) summary.append(summary.nextSibling);
        }
        return exported;
      },
    };
  }
}

export function $createToggleNode(): ToggleNode {
  return $create(ToggleNode);
}

export function $isToggleNode(node: LexicalNode | null | undefined): node is ToggleNode {
  return node instanceof ToggleNode;
}

function $convertDetails(element: HTMLElement): DOMConversionOutput {
  return { node: $createToggleNode().setStartsOpen(element.hasAttribute('open')) };
}
