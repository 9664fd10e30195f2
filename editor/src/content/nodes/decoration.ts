import { DecoratorNode, type LexicalEditor, type LexicalNode } from 'lexical';

type Decorate = (node: LexicalNode) => unknown;

const decorators = new WeakMap<LexicalEditor, Decorate>();

/** Says what an editor's decorator nodes look like, in whatever its screen is drawn with; returns how to stop. */
export function decorateWith(editor: LexicalEditor, decorate: Decorate): () => void {
  decorators.set(editor, decorate);
  return () => void decorators.delete(editor);
}

/** A node that the screen draws from its state, whatever the screen is. In an editor without one it looks like nothing. */
export abstract class DecoratedNode extends DecoratorNode<unknown> {
  override updateDOM(): boolean {
    return false;
  }

  override decorate(editor: LexicalEditor): unknown {
    return decorators.get(editor)?.(this) ?? null;
  }
}
