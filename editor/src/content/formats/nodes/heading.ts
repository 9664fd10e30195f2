import type { Heading } from 'mdast';
import { childrenOf, textField } from '../content-node.ts';
import { h } from '../html/element.ts';
import type { HtmlRule, NodeFormat } from '../node-format.ts';
import { isPlainBlock, lookProperties, readLook } from './block-look.ts';

const TAGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];

const rule = (tag: string): HtmlRule => ({
  tag,
  read(element, scope) {
    const look = readLook(element);
    scope.line(element, (children) => ({ type: 'heading', tag, ...look, children }));
    return true;
  },
});

export const headingFormat: NodeFormat = {
  type: 'heading',
  markdown(node, write) {
    if (!isPlainBlock(node)) return null;
    const depth = (TAGS.indexOf(tagOf(textField(node, 'tag'))) + 1) as Heading['depth'];
    return [{ type: 'heading', depth, children: write.phrasing(childrenOf(node), { onOneLine: true }) }];
  },
  html: (node, write) => [h(tagOf(textField(node, 'tag')), lookProperties(node), write.phrasing(childrenOf(node)))],
  rules: TAGS.map(rule),
  handlers: {
    heading(state, node: Heading) {
      const children = state.all(node);
      // One without words is still to be seen.
      const element = h(`h${node.depth}`, {}, children.length > 0 ? (children as never) : [h('br', {})]);
      state.patch(node, element);
      return element;
    },
  },
};

function tagOf(tag: string): string {
  return TAGS.includes(tag) ? tag : 'h1';
}
