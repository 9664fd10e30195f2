import { type ContentNode, statesOf, textField } from '../content-node.ts';

/** What of Markdown has no look of its own here: it stays in the text as it was written, in one piece. */
export type Source =
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'reference' | 'definition'; readonly label: string };

const COMMENT = /^<!--((?:(?!-->)[\s\S])*)-->$/;
const FOOTNOTE = /^\[\^([^\s[\]]{1,999})\](:?)$/;

/** Anybody can write this state to any text: what isn't of the few kinds is words. */
export function sourceOf(node: ContentNode): Source | null {
  if (node.type !== 'text' || statesOf(node).markdown !== true) return null;
  const text = textField(node, 'text');
  const comment = COMMENT.exec(text)?.[1];
  if (comment !== undefined && !/^-?>/.test(comment)) return { kind: 'comment', text: comment };
  const [, label, colon] = FOOTNOTE.exec(text) ?? [];
  return label === undefined ? null : { kind: colon === '' ? 'reference' : 'definition', label };
}

export function sourceNode(text: string): ContentNode {
  return { type: 'text', text, mode: 'token', $: { markdown: true } };
}
