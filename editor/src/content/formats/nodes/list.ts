import type { Element, ElementContent } from 'hast';
import type { List, ListItem, PhrasingContent } from 'mdast';
import { type ContentNode, childrenOf, numberField } from '../content-node.ts';
import { h } from '../html/element.ts';
import type { HtmlWriter, MarkdownBlock, MarkdownWriter, NodeFormat } from '../node-format.ts';
import { colorOf } from './block-color.ts';
import { isPlainBlock, lookProperties } from './block-look.ts';
import { heldIn } from './fold-insets.ts';
import { beginsNote } from './footnote.ts';
import { isListNode, listTypeOf, ownContent } from './list-parts.ts';
import { readList } from './list-read.ts';

export const listFormat: NodeFormat = {
  type: 'list',
  markdown: (node, write) => (isPlainList(node) ? [markdownList(node, write, true)] : null),
  html: (node, write) => [htmlList(node, write)],
  rules: ['ul', 'ol', 'menu', 'dir'].map((tag) => ({ tag, read: readList })),
};

/** Whether Markdown can say all of a list. */
export function isPlainList(list: ContentNode): boolean {
  return childrenOf(list).every((item) => {
    const { indent: _, ...look } = item;
    return isPlainBlock(look as ContentNode) && childrenOf(item).filter(isListNode).every(isPlainList);
  });
}

function markdownList(list: ContentNode, write: MarkdownWriter, isOutermost: boolean): List {
  const type = listTypeOf(list);
  const items: ListItem[] = [];
  for (const item of childrenOf(list)) {
    const held = heldIn(item);
    if (held !== null) {
      const last = items.at(-1);
      if (last)
        items[items.length - 1] = { ...last, spread: true, children: [...last.children, ...write.blocks([held])] };
      continue;
    }
    const content = ownContent(item);
    const nested = childrenOf(item).filter(isListNode);
    if (content !== null) {
      const checked = type === 'check' ? item.checked === true : null;
      // A box needs words beside it, and a lone dash below a line makes a heading of it.
      const isKept = checked !== null || !isOutermost || nested.length > 0;
      items.push(markdownItem(content, checked, isKept, write));
    }
    const below = nested.map((inner) => markdownList(inner, write, false));
    const last = items.at(-1);
    if (below.length === 0) continue;
    if (last === undefined) items.push({ type: 'listItem', spread: false, children: below });
    else items[items.length - 1] = holding(last, below);
  }
  const start = numberField(list, 'start');
  return {
    type: 'list',
    ordered: type === 'number',
    start: type === 'number' ? start || 1 : null,
    spread: false,
    children: items,
  };
}

function markdownItem(
  content: readonly (readonly ContentNode[])[],
  checked: boolean | null,
  isKept: boolean,
  write: MarkdownWriter,
): ListItem {
  const children = content.flatMap((words): MarkdownBlock[] => {
    if (!write.isLine(words)) return write.blocks(words);
    // Behind a box there are but words.
    if (checked === null && beginsNote(words)) return write.blocks([{ type: 'paragraph', children: words }]);
    const phrasing = write.phrasing(words);
    return phrasing.length === 0 ? [] : [{ type: 'paragraph', children: phrasing }];
  });
  if (isKept && children.length === 0) children.push({ type: 'paragraph', children: [EMPTY] });
  return { type: 'listItem', checked, spread: children.length > 1, children };
}

const EMPTY: PhrasingContent = { type: 'html', value: '<br>' };

function holding(item: ListItem, below: readonly List[]): ListItem {
  const own: ListItem['children'] =
    item.children.length === 0 ? [{ type: 'paragraph', children: [EMPTY] }] : item.children;
  const [only] = own;
  // Nothing but an empty line ends a block of HTML.
  const isHtml = own.length === 1 && only?.type === 'paragraph' && only.children[0]?.type === 'html';
  return { ...item, spread: item.spread === true || isHtml, children: [...own, ...below] };
}

function htmlList(list: ContentNode, write: HtmlWriter): Element {
  const type = listTypeOf(list);
  const items: Element[] = [];
  for (const item of childrenOf(list)) {
    const content = ownContent(item);
    if (content !== null) items.push(htmlItem(item, type === 'check', write));
    const below = childrenOf(item)
      .filter(isListNode)
      .map((inner) => htmlList(inner, write));
    const last = items.at(-1);
    if (below.length === 0) continue;
    if (last === undefined) items.push(h('li', { style: 'list-style: none' }, below));
    else last.children.push(...below);
  }
  const start = numberField(list, 'start') || 1;
  if (type === 'number') return h('ol', start === 1 ? {} : { start }, items);
  return h('ul', type === 'check' ? { className: ['contains-task-list'] } : {}, items);
}

function htmlItem(item: ContentNode, hasBox: boolean, write: HtmlWriter): Element {
  const { indent: _, ...look } = item;
  const own = childrenOf(item).filter((child) => !isListNode(child));
  const words = write.isLine(own) ? write.phrasing(own) : write.blocks(own);
  const box: ElementContent[] = hasBox
    ? [
        h('input', { type: 'checkbox', disabled: true, ...(item.checked === true ? { checked: true } : {}) }),
        { type: 'text', value: ' ' },
      ]
    : [];
  const color = colorOf(item);
  return h(
    'li',
    {
      ...lookProperties(look as ContentNode),
      ...(color === '' ? {} : { dataColor: color }),
      ...(hasBox ? { className: ['task-list-item'] } : {}),
    },
    [...box, ...words],
  );
}
