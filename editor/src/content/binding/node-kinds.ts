import { createHeadlessEditor } from '@lexical/headless';
import {
  $isDecoratorNode,
  $isElementNode,
  $isLineBreakNode,
  $isRootNode,
  $isTextNode,
  getRegisteredNode,
  type Klass,
  type LexicalEditor,
  type LexicalNode,
} from 'lexical';
import { SLOT } from './schema.ts';

/** What a node type may be used for in a document. */
export type NodeKind = 'block' | 'embed' | 'text' | 'wrapper';

/** Types that are never stored: lists follow from their items, and colours of code are the screen's own. */
const UNSTORED = new Set(['list', 'code-highlight', SLOT]);

const known = new WeakMap<LexicalEditor, ReadonlyMap<string, NodeKind>>();

/** The kinds of the node types an editor knows. What a document holds beyond them is left alone and not shown. */
export function nodeKindsOf(editor: LexicalEditor): ReadonlyMap<string, NodeKind> {
  const present = known.get(editor);
  if (present) return present;
  const kinds = new Map<string, NodeKind>();
  // Whether a node is inline is asked of an instance, and making one marks an editor dirty: hence one to throw away.
  // A class that another one replaces is never stored.
  const nodes = [...editor._nodes.values()].flatMap(({ klass, replaceWithKlass }) => (replaceWithKlass ? [] : klass));
  createHeadlessEditor({ nodes, onError: fail }).update(
    () => {
      for (const klass of nodes) {
        const kind = UNSTORED.has(klass.getType()) ? undefined : $kindOf(new klass());
        if (kind) kinds.set(klass.getType(), kind);
      }
    },
    { discrete: true },
  );
  known.set(editor, kinds);
  return kinds;
}

/** A new node of a type that the editor knows. */
export function $newNode(editor: LexicalEditor, type: string): LexicalNode {
  const registered = getRegisteredNode(editor, type);
  if (!registered) throw new Error(`node type ${type} is not registered`);
  // Every node class can be constructed without arguments: Lexical's own collaboration relies on it as well.
  return new (registered.klass as Klass<LexicalNode> & (new () => LexicalNode))();
}

export function $isBlock(node: LexicalNode): boolean {
  return ($isElementNode(node) || $isDecoratorNode(node)) && !node.isInline();
}

function $kindOf(node: LexicalNode): NodeKind | undefined {
  if ($isTextNode(node)) return 'text';
  if ($isRootNode(node) || $isLineBreakNode(node)) return undefined;
  if ($isElementNode(node)) return node.isInline() ? 'wrapper' : 'block';
  if ($isDecoratorNode(node)) return node.isInline() ? 'embed' : 'block';
  return undefined;
}

function fail(error: Error): never {
  throw error;
}
