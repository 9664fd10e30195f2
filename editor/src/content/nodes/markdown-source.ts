import { $getState, createState, type LexicalNode } from 'lexical';

const sourceState = createState('markdown', { parse: (value): boolean => value === true });

/** Whether a text stands for itself as Markdown: a comment, or the sign of a footnote, that was in a text read here. */
export function $isMarkdownSource(node: LexicalNode): boolean {
  return $getState(node, sourceState);
}
