import { $getState, $setState, createState, DecoratorNode, type DOMExportOutput } from 'lexical';
import { DecoratedNode } from './decoration.ts';

export const UNKNOWN_BLOCK = 'unknown-block';
export const UNKNOWN_INLINE = 'unknown-inline';

/** What a thing of an unknown type holds, packed so that it can be put elsewhere as it is; its form is the binding's. */
export type Parcel = { readonly [key: string]: unknown };

const parcelState = createState('parcel', {
  parse: (value): Parcel | null =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Parcel) : null,
});

const LONGEST_NAME = 60;

/** A block of a type that this version doesn't know. It stands for the block in the document, which nobody changes by it. */
export class UnknownBlockNode extends DecoratedNode {
  override $config() {
    return this.config(UNKNOWN_BLOCK, { extends: DecoratorNode });
  }

  override createDOM(): HTMLElement {
    return document.createElement('div');
  }

  override exportDOM(): DOMExportOutput {
    return exportElement('div', this);
  }

  override isInline(): false {
    return false;
  }
}

/** The same within a text. */
export class UnknownInlineNode extends DecoratedNode {
  override $config() {
    return this.config(UNKNOWN_INLINE, { extends: DecoratorNode });
  }

  override createDOM(): HTMLElement {
    return document.createElement('span');
  }

  override exportDOM(): DOMExportOutput {
    return exportElement('span', this);
  }

  override isInline(): true {
    return true;
  }
}

/** What a thing of an unknown type calls itself, cut to what can be read. */
export function unknownTypeOf(node: UnknownBlockNode | UnknownInlineNode): string {
  const { type } = $getState(node, parcelState) ?? {};
  return typeof type === 'string' ? type.slice(0, LONGEST_NAME) : '';
}

export function parcelOf(node: UnknownBlockNode | UnknownInlineNode): Parcel | null {
  return $getState(node, parcelState);
}

export function $createUnknownBlockNode(parcel: Parcel): UnknownBlockNode {
  return $setState(new UnknownBlockNode(), parcelState, parcel);
}

export function $createUnknownInlineNode(parcel: Parcel): UnknownInlineNode {
  return $setState(new UnknownInlineNode(), parcelState, parcel);
}

/** Elsewhere nobody could make anything of it: a mark says that something stood there. */
function exportElement(name: 'div' | 'span', node: UnknownBlockNode | UnknownInlineNode): DOMExportOutput {
  const element = document.createElement(name);
  element.dataset.unknown = unknownTypeOf(node);
  return { element };
}
