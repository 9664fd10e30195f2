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
import { DecoratedNode } from './decoration.ts';

/** More than any formula has; a bound on what a hostile peer makes everybody typeset. */
const LONGEST = 10_000;

const texState = createState('tex', {
  parse: (value) => (typeof value === 'string' && value.length <= LONGEST ? value : ''),
});

/** What both kinds of equation have: TeX, and a component that typesets it. */
abstract class AnyEquationNode extends DecoratedNode {
  getTex(): string {
    return $getState(this, texState);
  }

  setTex(tex: string): this {
    return $setState(this, texState, tex.slice(0, LONGEST));
  }
}

/** A formula in a line of text. */
export class InlineEquationNode extends AnyEquationNode {
  override $config() {
    return this.config('inline-equation', {
      extends: DecoratorNode,
      stateConfigs: [{ stateConfig: texState }],
      importDOM: {
        span: (element: HTMLElement) => (texOf(element) === null ? null : { conversion: $convertInline, priority: 2 }),
        math: (element: HTMLElement) => (texOf(element) === null ? null : { conversion: $convertInline, priority: 2 }),
      },
    });
  }

  override createDOM({ theme }: EditorConfig): HTMLElement {
    const element = $getDocument().createElement('span');
    addClassNamesToElement(element, theme.equation?.inline);
    return element;
  }

  override exportDOM(): DOMExportOutput {
    return { element: exported('span', this.getTex(), '$') };
  }

  override getTextContent(): string {
    return `$${this.getTex()}$`;
  }

  override isInline(): true {
    return true;
  }
}

/** A formula that stands by itself. */
export class EquationNode extends AnyEquationNode {
  override $config() {
    return this.config('equation', {
      extends: DecoratorNode,
      stateConfigs: [{ stateConfig: texState }],
      importDOM: {
        div: (element: HTMLElement) =>
          element.dataset.equation === undefined ? null : { conversion: $convertBlock, priority: 2 },
        span: (element: HTMLElement) =>
          element.classList.contains('katex-display') ? { conversion: $convertBlock, priority: 3 } : null,
      },
    });
  }

  override createDOM({ theme }: EditorConfig): HTMLElement {
    const element = $getDocument().createElement('div');
    addClassNamesToElement(element, theme.equation?.block);
    return element;
  }

  override exportDOM(): DOMExportOutput {
    return { element: exported('div', this.getTex(), '$$') };
  }

  override getTextContent(): string {
    return `$$${this.getTex()}$$`;
  }

  override isInline(): false {
    return false;
  }
}

export function $createInlineEquationNode(tex: string): InlineEquationNode {
  return $create(InlineEquationNode).setTex(tex);
}

export function $createEquationNode(tex: string): EquationNode {
  return $create(EquationNode).setTex(tex);
}

export function $isInlineEquationNode(node: LexicalNode | null | undefined): node is InlineEquationNode {
  return node instanceof InlineEquationNode;
}

export function $isEquationNode(node: LexicalNode | null | undefined): node is EquationNode {
  return node instanceof EquationNode;
}

function exported(tag: 'div' | 'span', tex: string, mark: string): HTMLElement {
  const element = $getDocument().createElement(tag);
  element.dataset.equation = tex;
  element.textContent = `${mark}${tex}${mark}`;
  return element;
}

/** The TeX of our own markup, of KaTeX's and of MathML that brings it along. */
function texOf(element: HTMLElement): string | null {
  if (element.dataset?.equation !== undefined) return element.dataset.equation;
  const isMath = element.localName === 'math' || /^katex(-display)?$/.test(element.className);
  if (!isMath) return null;
  return element.querySelector('annotation[encoding="application/x-tex"]')?.textContent?.trim() ?? null;
}

/** What was drawn of it isn't text of the document; emptied, it isn't read as such. */
function takeTex(element: HTMLElement): string {
  const tex = texOf(element) ?? '';
  element.replaceChildren();
  return tex;
}

function $convertInline(element: HTMLElement): DOMConversionOutput {
  return { node: $createInlineEquationNode(takeTex(element)) };
}

function $convertBlock(element: HTMLElement): DOMConversionOutput {
  return { node: $createEquationNode(takeTex(element)) };
}
