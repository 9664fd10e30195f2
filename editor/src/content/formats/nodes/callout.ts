import type { Element } from 'hast';
import type { Blockquote, Parents, Root } from 'mdast';
import type { Handlers, State } from 'mdast-util-to-hast';
import { CALLOUT_KINDS } from '../../nodes/callout.ts';
import { childrenOf, stateText, withStates } from '../content-node.ts';
import { attribute, h, hasClass } from '../html/element.ts';
import type { Scope } from '../html/scope.ts';
import type { MarkdownBlock, NodeFormat } from '../node-format.ts';

/** Of what `readTree` makes of a quote. */
const HANDLERS: Handlers = Object.assign<Handlers, object>(
  {},
  {
    callout(state: State, node: Blockquote & { readonly kind: string }) {
      const element = h('div', { dataCallout: node.kind }, state.all(node) as Element[]);
      state.patch(node, element);
      return element;
    },
  },
);

/** In Markdown a quote that begins with a line of its own, `[!NOTE]`, as GitHub has it. */
export const calloutFormat: NodeFormat = {
  type: 'callout',
  markdown(node, write) {
    if (stateText(node, 'emoji') !== '') return null;
    const sign = `[!${(stateText(node, 'kind') || 'note').toUpperCase()}]`;
    const [first, ...others] = write.blocks(childrenOf(node));
    const children: MarkdownBlock[] =
      first?.type === 'paragraph'
        ? [{ type: 'paragraph', children: [{ type: 'html', value: `${sign}\n` }, ...first.children] }, ...others]
        : [{ type: 'html', value: sign }, ...(first === undefined ? [] : [first]), ...others];
    return [{ type: 'blockquote', children }];
  },
  html(node, write) {
    const emoji = stateText(node, 'emoji');
    const dataCallout = stateText(node, 'kind') || 'note';
    return [h('div', { dataCallout, ...(emoji === '' ? {} : { dataEmoji: emoji }) }, write.blocks(childrenOf(node)))];
  },
  rules: [
    { tag: 'div', read: (element, scope) => readCallout(element, kindOf(element), scope) },
    { tag: 'figure', read: (element, scope) => hasClass(element, 'callout') && readCallout(element, 'note', scope) },
    { tag: 'aside', read: (element, scope) => readCallout(element, kindOf(element) ?? 'note', scope) },
    // The title that GitHub writes over its alerts says no more than the kind does.
    { tag: 'p', read: (element) => hasClass(element, 'markdown-alert-title') },
  ],
  readTree: (root, source) => markCallouts(root, source),
  handlers: HANDLERS,
};

function kindOf(element: Element): string | undefined {
  const named = attribute(element, 'dataCallout');
  return CALLOUT_KINDS.find((kind) => kind === named || hasClass(element, `markdown-alert-${kind}`));
}

function readCallout(element: Element, kind: string | undefined, scope: Scope): boolean {
  if (kind === undefined) return false;
  const children = scope.blocksOf(element);
  const node = withStates('callout', {
    kind: kind === 'note' ? '' : kind,
    emoji: attribute(element, 'dataEmoji') ?? '',
  });
  scope.block({ ...node, children: children.length > 0 ? children : [{ type: 'paragraph', children: [] }] });
  return true;
}

const SIGN = new RegExp(`^\\[!(${CALLOUT_KINDS.join('|')})\\][ \\t]*(?:\\r?\\n|$)`, 'i');

/** By the source: written as `\[!NOTE]` it is a quote. */
function markCallouts(parent: Parents | Root, source: string): void {
  for (const child of parent.children) {
    if (child.type === 'blockquote') markCallout(child, source);
    if ('children' in child) markCallouts(child, source);
  }
}

function markCallout(quote: Blockquote, source: string): void {
  const [first] = quote.children;
  const [words] = first?.type === 'paragraph' ? first.children : [];
  if (first?.type !== 'paragraph' || words?.type !== 'text') return;
  if (source[words.position?.start.offset ?? -1] !== '[') return;
  const sign = SIGN.exec(words.value);
  // Behind the sign nothing may follow on its line.
  if (sign === null || (sign[0].length === words.value.length && !sign[0].endsWith('\n') && first.children.length > 1))
    return;
  words.value = words.value.slice(sign[0].length);
  if (words.value === '') first.children.shift();
  if (first.children.length === 0) quote.children.shift();
  Object.assign(quote, { type: 'callout', kind: sign[1]?.toLowerCase() });
}
