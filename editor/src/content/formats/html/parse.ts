import type { Element, ElementContent, Root, RootContent, Text } from 'hast';
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, Parser, type TreeAdapter } from 'parse5';
import { find, html } from 'property-information';
import { MOST_LEVELS, UnreadableError } from '../unreadable.ts';

/** Elements that any text may make; a longer one may make as many as it has room for. */
const ANY_MAY_MAKE = 20_000;
const SHORTEST_ELEMENT = 3;

/** Never read, with all that is in them. */
const DROPPED = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'object',
  'applet',
  'title',
  'head',
  'meta',
  'link',
  'base',
  'select',
  'textarea',
  'audio',
  'video',
  'canvas',
  'frameset',
  'noframes',
]);

type Types = DefaultTreeAdapterTypes.DefaultTreeAdapterMap;

/**
 * The tree of an HTML text, as browsers build it, without what is never content. Throws `UnreadableError`. Nothing
 * of it is ever run or fetched: it is data from here on.
 */
export function parseHtml(text: string): Root {
  let made = 0;
  let depth = 0;
  const most = Math.max(ANY_MAY_MAKE, text.length / SHORTEST_ELEMENT);
  const treeAdapter: TreeAdapter<Types> = {
    ...defaultTreeAdapter,
    createElement(tagName, namespace, attributes) {
      if (++made > most) throw new UnreadableError('size');
      return defaultTreeAdapter.createElement(tagName, namespace, attributes);
    },
    onItemPush() {
      if (++depth > MOST_LEVELS) throw new UnreadableError('depth');
    },
    onItemPop() {
      depth--;
    },
  };
  const document = Parser.parse(text, { treeAdapter, scriptingEnabled: false });
  return { type: 'root', children: document.childNodes.flatMap(convert) as RootContent[] };
}

function convert(node: Types['childNode']): ElementContent[] {
  if (defaultTreeAdapter.isTextNode(node)) return [{ type: 'text', value: node.value } satisfies Text];
  if (defaultTreeAdapter.isCommentNode(node)) return [{ type: 'comment', value: node.data }];
  if (!defaultTreeAdapter.isElementNode(node)) return [];
  if (DROPPED.has(node.tagName)) return [];
  const element: Element = {
    type: 'element',
    tagName: node.tagName,
    properties: Object.fromEntries(
      node.attrs.flatMap(({ name, value }) => (name in Object.prototype ? [] : [[find(html, name).property, value]])),
    ),
    children: node.childNodes.flatMap(convert),
  };
  return [element];
}
