import {
  $create,
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
import { isEmoji } from '../emoji.ts';
import { $keepBlocks, BoxNode, createBox } from './container.ts';

export const CALLOUT_KINDS = ['note', 'tip', 'important', 'warning', 'caution'] as const;
export type CalloutKind = (typeof CALLOUT_KINDS)[number];

const kindState = createState('kind', { parse: (value): CalloutKind => kindOf(value) ?? 'note' });
const emojiState = createState('emoji', { parse: (value) => (isEmoji(value) ? value : '') });

/** A coloured box that holds blocks, with a sign of its kind or an emoji instead. */
export class CalloutNode extends BoxNode {
  override $config() {
    return this.config('callout', {
      extends: ElementNode,
      stateConfigs: [{ stateConfig: kindState }, { stateConfig: emojiState }],
      $transform: $keepBlocks,
      importDOM: {
        div: (element: HTMLElement) => (kindOfElement(element) ? { conversion: $convert, priority: 2 } : null),
        aside: () => ({ conversion: $convert, priority: 1 }),
        figure: (element: HTMLElement) =>
          element.classList.contains('callout') ? { conversion: $convert, priority: 2 } : null,
        // The title that GitHub writes over its alerts says no more than the kind does.
        p: (element: HTMLElement) =>
          element.classList.contains('markdown-alert-title')
            ? { conversion: () => ({ node: null, after: () => [] }), priority: 4 }
            : null,
      },
    });
  }

  getKind(): CalloutKind {
    return $getState(this, kindState);
  }

  setKind(kind: CalloutKind): this {
    return $setState(this, kindState, kind);
  }

  /** Empty where the kind's own sign is shown. */
  getEmoji(): string {
    return $getState(this, emojiState);
  }

  setEmoji(emoji: string): this {
    return $setState(this, emojiState, emoji);
  }

  override createDOM({ theme }: EditorConfig): HTMLElement {
    const { block, sign: button, body } = theme.callout ?? {};
    const element = createBox('calloutSign', { block, button, body });
    element.setAttribute('role', 'note');
    this.#mark(element);
    return element;
  }

  override updateDOM(_before: this, element: HTMLElement): boolean {
    this.#mark(element);
    return false;
  }

  override exportDOM(): DOMExportOutput {
    const element = $getDocument().createElement('div');
    element.dataset.callout = this.getKind();
    if (this.getEmoji() !== '') element.dataset.emoji = this.getEmoji();
    return { element };
  }

  #mark(element: HTMLElement): void {
    element.dataset.kind = this.getKind();
    const emoji = this.getEmoji();
    if (emoji === '') element.removeAttribute('data-emoji');
    else element.dataset.emoji = emoji;
  }
}

export function $createCalloutNode(kind: CalloutKind = 'note'): CalloutNode {
  return $create(CalloutNode).setKind(kind);
}

export function $isCalloutNode(node: LexicalNode | null | undefined): node is CalloutNode {
  return node instanceof CalloutNode;
}

function kindOf(value: unknown): CalloutKind | undefined {
  return CALLOUT_KINDS.find((kind) => kind === value);
}

/** Our own callouts, and GitHub's alerts. */
function kindOfElement(element: HTMLElement): CalloutKind | undefined {
  return (
    kindOf(element.dataset.callout) ??
    CALLOUT_KINDS.find((kind) => element.classList.contains(`markdown-alert-${kind}`))
  );
}

function $convert(element: HTMLElement): DOMConversionOutput {
  const node = $createCalloutNode(kindOfElement(element));
  const { emoji } = element.dataset;
  return { node: isEmoji(emoji) ? node.setEmoji(emoji) : node };
}
