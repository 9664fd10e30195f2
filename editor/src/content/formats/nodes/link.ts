import type { Element, ElementContent } from 'hast';
import type { Link } from 'mdast';
import type { State } from 'mdast-util-to-hast';
import { keptAddress } from '../../link-address.ts';
import { type ContentNode, textField } from '../content-node.ts';
import { attribute, elementText, findElement, h } from '../html/element.ts';
import type { NodeFormat } from '../node-format.ts';

/** A link, and one that shows its own address (`autolink`), which follows its text. Addresses that can harm are never written. */
const linkFormat = (type: 'link' | 'autolink'): NodeFormat => ({
  type,
  isInline: true,
  phrasing(node, inner) {
    const url = addressOf(node);
    if (url === null) return inner;
    const children = inner as Link['children'];
    const link: Link = { type: 'link', url, title: textField(node, 'title') || null, children };
    // An address that can't stand in angle brackets; the library writes one there if it is the only text.
    if (url.startsWith('mailto:') && !MAIL.test(url)) children.push({ type: 'text', value: '' });
    return [link];
  },
  html(node, _write, inner) {
    const url = addressOf(node);
    if (url === null) return inner;
    const title = textField(node, 'title');
    return [h('a', { href: url, ...(title === '' ? {} : { title }) }, inner)];
  },
});

/** Mail that may stand in angle brackets, by CommonMark. */
const MAIL =
  /^mailto:[\w.!#$%&'*+/=?^`{|}~-]+@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

function addressOf(node: ContentNode): string | null {
  return node.isUnlinked === true ? null : keptAddress(textField(node, 'url'));
}

const readLink: NonNullable<NodeFormat['rules']>[number] = {
  tag: 'a',
  read(element, scope) {
    const href = attribute(element, 'href');
    if (href === null) return false;
    const url = keptAddress(href);
    if (url === null) {
      scope.notes.add('unsafe-link', element.position?.start.line);
      return false;
    }
    scope.within(linkTo(url, element), element);
    return true;
  },
};

function linkTo(url: string, element: Element): ContentNode {
  const title = attribute(element, 'title');
  if (title !== null && title !== '') return { type: 'link', url, title };
  const isWords = findElement(element, ({ tagName }) => tagName === 'br') === undefined;
  return { type: isWords && showsItself(url, elementText(element)) ? 'autolink' : 'link', url };
}

export function showsItself(url: string, text: string): boolean {
  return (
    text === url || `mailto:${text}` === url || (/^www\./i.test(text) && /^https?:\/\//.test(url) && url.endsWith(text))
  );
}

export const LINK_FORMATS: readonly NodeFormat[] = [
  linkFormat('link'),
  { ...linkFormat('autolink'), rules: [readLink], handlers: { link: linkElement } },
];

/** With the address as it stands there: encoded, it wouldn't be the words of a link that shows it. */
function linkElement(state: State, node: Link): Element {
  const title = node.title ? { title: node.title } : {};
  const element = h('a', { href: node.url, ...title }, state.all(node) as ElementContent[]);
  state.patch(node, element);
  return element;
}
