import type { LexicalEditor, LexicalNode } from 'lexical';

type Decorate = (node: LexicalNode) => unknown;

const decorators = new WeakMap<LexicalEditor, Decorate>();

/** Says what an editor's decorator nodes look like, in whatever its screen is drawn with; returns how to stop. */
export function decorateWith(editor: LexicalEditor, decorate: Decorate): () => void {
  decorators.set(editor, decorate);
  return () => void decorators.delete(editor);
}

/** What a decorator node looks like: what its `decorate` returns. Null in an editor without a screen. */
export function decorationOf(editor: LexicalEditor, node: LexicalNode): unknown {
  return decorators.get(editor)?.(node) ?? null;
}
