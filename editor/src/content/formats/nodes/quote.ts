import { type ContentNode, childrenOf } from '../content-node.ts';
import { h } from '../html/element.ts';
import type { NodeFormat } from '../node-format.ts';
import { isPlainBlock, lookProperties, readLook } from './block-look.ts';
import { beginsNote } from './footnote.ts';

/** A quote holds words, or blocks (`shadowRoot`). One that is read holds blocks only where one line won't do. */
export const quoteFormat: NodeFormat = {
  type: 'quote',
  markdown(node, write) {
    if (!isPlainBlock(node)) return null;
    const children = childrenOf(node);
    if (node.shadowRoot === true) return [{ type: 'blockquote', children: write.blocks(children) }];
    if (beginsNote(children)) {
      return [{ type: 'blockquote', children: write.blocks([{ type: 'paragraph', children }]) }];
    }
    const words = write.phrasing(children);
    return [{ type: 'blockquote', children: words.length === 0 ? [] : [{ type: 'paragraph', children: words }] }];
  },
  html(node, write) {
    const children = childrenOf(node);
    const inner = node.shadowRoot === true ? write.blocks(children) : write.phrasing(children);
    return [h('blockquote', lookProperties(node), inner)];
  },
  rules: [
    {
      tag: 'blockquote',
      read(element, scope) {
        const look = readLook(element);
        scope.block({ type: 'quote', ...look, ...quoteOf(scope.blocksOf(element)) });
        return true;
      },
    },
  ],
};

function quoteOf(blocks: readonly ContentNode[]): Pick<ContentNode, 'children'> & { readonly shadowRoot?: true } {
  const [first, ...others] = blocks;
  if (first === undefined) return { children: [] };
  const isLine = others.length === 0 && first.type === 'paragraph' && isPlainBlock(first);
  return isLine ? { children: childrenOf(first) } : { shadowRoot: true, children: blocks };
}
