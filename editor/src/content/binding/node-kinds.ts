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
import type * as Y from 'yjs';
import { UNKNOWN_BLOCK, UNKNOWN_INLINE } from '../nodes/unknown.ts';
import { SLOT, typeOf } from './schema.ts';

/** What a node type may be used for in a document; `none` is known, and stands in no document as itself. */
export type NodeKind = 'block' | 'embed' | 'none' | 'text' | 'wrapper';

/** Types that are never stored: lists follow from their items, and colours of code are the screen's own. */
const UNSTORED = ['list', 'code-highlight', SLOT, ''];

const known = new WeakMap<LexicalEditor, ReadonlyMap<string, NodeKind>>();

/** The kinds of the node types an editor knows. What a document holds beyond them is shown as unknown, and left alone. */
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
        kinds.set(klass.getType(), $kindOf(new klass()));
      }
    },
    { discrete: true },
  );
  for (const type of UNSTORED) kinds.set(type, 'none');
  // They stand for what has another name: under their own a document holds nothing that anybody knows.
  for (const type of [UNKNOWN_BLOCK, UNKNOWN_INLINE]) {
    if (!kinds.delete(type)) throw new Error(`an editor of documents needs the node type ${type}`);
  }
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

/** The type of the node that shows a block: its own, or that of unknown ones; null for what isn't shown. */
export function shownTypeOf(head: Y.XmlElement, kinds: ReadonlyMap<string, NodeKind>): string | null {
  const type = typeOf(head);
  const kind = kinds.get(type);
  if (kind === undefined) return UNKNOWN_BLOCK;
  return kind === 'block' ? type : null;
}

/** Whether a block is of a type that nobody here knows: nothing in it is read or changed. */
export function isUnknown(head: Y.XmlElement, kinds: ReadonlyMap<string, NodeKind>): boolean {
  return !kinds.has(typeOf(head));
}

function $kindOf(node: LexicalNode): NodeKind {
  if ($isTextNode(node)) return 'text';
  if ($isRootNode(node) || $isLineBreakNode(node)) return 'none';
  if ($isElementNode(node)) return node.isInline() ? 'wrapper' : 'block';
  if ($isDecoratorNode(node)) return node.isInline() ? 'embed' : 'block';
  return 'none';
}

function fail(error: Error): never {
  throw error;
}
