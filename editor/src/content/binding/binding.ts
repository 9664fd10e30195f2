import type { LexicalEditor, NodeKey } from 'lexical';
import type * as Y from 'yjs';
import type { Drift } from './drift.ts';
import type { NodeKind } from './node-kinds.ts';
import { nodeKindsOf } from './node-kinds.ts';
import type { Block } from './outline.ts';
import { documentRoot, isDeleted } from './schema.ts';

/** Which node of the editor shows which block of the document. */
export interface Binding {
  readonly editor: LexicalEditor;
  readonly doc: Y.Doc;
  readonly root: Y.XmlElement;
  readonly kinds: ReadonlyMap<string, NodeKind>;
  /** The blocks that are shown, by the key of their node. */
  readonly blocks: Map<NodeKey, Block>;
  /** The keys of the nodes that show an element, be it a block or merged into one. */
  readonly keys: Map<Y.XmlElement, NodeKey>;
  /** What others did to the texts of blocks that aren't drawn yet, since the author last wrote there or saw them. */
  readonly drifts: Map<Y.XmlElement, Drift>;
  /** Nodes that drawing put in the place of others since the last commit, with the keys of those. */
  readonly successors: Map<NodeKey, NodeKey>;
}

export function createBinding(editor: LexicalEditor, doc: Y.Doc): Binding {
  const kinds = nodeKindsOf(editor);
  return {
    editor,
    doc,
    root: documentRoot(doc),
    kinds,
    blocks: new Map(),
    keys: new Map(),
    drifts: new Map(),
    successors: new Map(),
  };
}

export function bind(binding: Binding, key: NodeKey, block: Block): void {
  unbind(binding, key);
  binding.blocks.set(key, block);
  for (const element of [block.head, ...block.fragments]) {
    const other = binding.keys.get(element);
    // A block that became part of another one is no longer shown by a node of its own.
    if (other !== undefined && binding.blocks.get(other)?.head === element) unbind(binding, other);
    binding.keys.set(element, key);
  }
}

export function unbind(binding: Binding, key: NodeKey): void {
  const block = binding.blocks.get(key);
  if (!block) return;
  binding.blocks.delete(key);
  for (const element of [block.head, ...block.fragments]) {
    if (binding.keys.get(element) === key) binding.keys.delete(element);
  }
}

/** The block that a node shows, if it is (still) in the document. */
export function blockOf(binding: Binding, key: NodeKey): Block | undefined {
  const block = binding.blocks.get(key);
  return block && !isDeleted(block.head) ? block : undefined;
}
