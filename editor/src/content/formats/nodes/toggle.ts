import type { Element, ElementContent } from 'hast';
import { type ContentNode, childrenOf, statesOf } from '../content-node.ts';
import { attribute, childElements, h } from '../html/element.ts';
import { htmlBlock } from '../html/write.ts';
import type { HtmlWriter, NodeFormat } from '../node-format.ts';
import { isPlainBlock } from './block-look.ts';

/** `details` in HTML and in Markdown, where what is folded away is Markdown again. The first block is the title. */
export const toggleFormat: NodeFormat = {
  type: 'toggle',
  markdown(node, write) {
    const [title, ...folded] = childrenOf(node);
    const open = htmlBlock([h('details', openOf(node), [summary(title, write.html)])]);
    return [
      { type: 'html', value: open.slice(0, -'</details>'.length) },
      ...write.blocks(folded),
      { type: 'html', value: '</details>' },
    ];
  },
  html(node, write) {
    const [title, ...folded] = childrenOf(node);
    return [h('details', openOf(node), [summary(title, write), ...write.blocks(folded)])];
  },
  rules: [
    {
      tag: 'details',
      read(element, scope) {
        const title = childElements(element).find(({ tagName }) => tagName === 'summary');
        const [first = EMPTY, ...more] = title === undefined ? [] : scope.blocksOf(title);
        const folded = scope.blocksOf({ ...element, children: element.children.filter((child) => child !== title) });
        const states = attribute(element, 'open') === null ? { $: { open: false } } : {};
        scope.block({ type: 'toggle', ...states, children: [first, ...more, ...folded] });
        return true;
      },
    },
  ],
};

const EMPTY: ContentNode = { type: 'paragraph', children: [] };

function openOf(node: ContentNode): { readonly open?: true } {
  return statesOf(node).open === false ? {} : { open: true };
}

function summary(title: ContentNode | undefined, write: HtmlWriter): Element {
  if (title === undefined) return h('summary', {}, []);
  const isWords = title.type === 'paragraph' && isPlainBlock(title);
  const inner: ElementContent[] = isWords ? write.phrasing(childrenOf(title)) : write.blocks([title]);
  return h('summary', {}, inner);
}
