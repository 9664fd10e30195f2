import type { Element, ElementContent } from 'hast';
import type { FootnoteDefinition, FootnoteReference, Nodes, Paragraph, Parents, Root } from 'mdast';
import type { Handlers, State } from 'mdast-util-to-hast';
import { type ContentNode, childrenOf, textField } from '../content-node.ts';
import { attribute, h } from '../html/element.ts';
import { sourceNode, sourceOf } from '../inline/source.ts';
import type { NodeFormat } from '../node-format.ts';

/*
 * A footnote is two signs in the text, `[^1]` where it is referred to and `[^1]:` before its words; more blocks of it are
 * inset below. It stands where it is written, as in Markdown.
 */

/** A footnote with the blocks that belong to it, for writing. */
const NOTE = 'footnote';

/** The same paragraph as the beginning of a footnote, if it is one. */
export function noteOf(node: ContentNode): ContentNode | null {
  return node.type === 'paragraph' && beginsNote(childrenOf(node)) ? { type: NOTE, children: [node] } : null;
}

export function beginsNote([first]: readonly ContentNode[]): boolean {
  return first !== undefined && sourceOf(first)?.kind === 'definition';
}

export function isNote(node: ContentNode): boolean {
  return node.type === NOTE;
}

const HANDLERS: Handlers = {
  footnoteReference: (_state, { label, identifier }: FootnoteReference) => signElement(`[^${label ?? identifier}]`),
};
Object.assign(HANDLERS, {
  note(state: State, node: FootnoteDefinition): ElementContent[] {
    const [first, ...others] = state.all(node) as ElementContent[];
    const sign: ElementContent[] = [signElement(`[^${node.label ?? node.identifier}]:`)];
    const isWords = first?.type === 'element' && first.tagName === 'p' && !isPicture(first);
    const words = isWords ? [...sign, { type: 'text' as const, value: ' ' }, ...first.children] : sign;
    const rest = isWords || first === undefined ? others : [first, ...others];
    // HTML that the text brings along may begin in one block and end in another; this ends what it leaves open.
    const inner = rest.every(({ type }) => type === 'element')
      ? rest.map(inset)
      : [h('section', { dataInset: 1 }, rest)];
    return [h('p', {}, words), ...inner];
  },
});

export const footnoteFormat: NodeFormat = {
  type: NOTE,
  markdown(node, write) {
    const [first, ...others] = childrenOf(node);
    const [sign, ...words] = first === undefined ? [] : childrenOf(first);
    const source = sign && sourceOf(sign);
    if (source?.kind !== 'definition') return null;
    const children = write.phrasing(withoutSpace(words));
    const { label } = source;
    const paragraph: Paragraph[] = children.length === 0 ? [] : [{ type: 'paragraph', children }];
    return [
      { type: 'footnoteDefinition', identifier: label, label, children: [...paragraph, ...write.blocks(others)] },
    ];
  },
  html: (node, write) => write.blocks(childrenOf(node)),
  rules: [
    {
      tag: 'span',
      read(element, scope) {
        const text = attribute(element, 'dataMarkdown');
        const node = sourceNode(text ?? '');
        if (text === null || sourceOf(node) === null) return false;
        scope.inline(node);
        return true;
      },
    },
  ],
  readTree: (root) => markNotes(root),
  handlers: HANDLERS,
};

function withoutSpace(words: readonly ContentNode[]): readonly ContentNode[] {
  const [first, ...others] = words;
  if (first?.type !== 'text') return words;
  return [{ ...first, text: textField(first, 'text').replace(/^ /, '') }, ...others];
}

function signElement(text: string): Element {
  return h('span', { dataMarkdown: text }, [{ type: 'text', value: text }]);
}

function inset(node: ElementContent): ElementContent {
  return node.type === 'element' ? { ...node, properties: { ...node.properties, dataInset: 1 } } : node;
}

/** By itself in its paragraph it is a block. */
function isPicture({ children }: Element): boolean {
  const [only] = children;
  return children.length === 1 && only?.type === 'element' && only.tagName === 'img';
}

/** By a name of our own: those by the common one are gathered at the end of the page. */
function markNotes(node: Root | Parents): void {
  for (const child of node.children as Nodes[]) {
    if (child.type === 'footnoteDefinition') (child as { type: string }).type = 'note';
    if ('children' in child) markNotes(child);
  }
}
