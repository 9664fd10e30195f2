import { $isListItemNode, $isListNode } from '@lexical/list';
import {
  $getNodeByKey,
  $getRoot,
  $isElementNode,
  $isRootNode,
  type EditorState,
  type ElementNode,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { GridRowNode } from '../nodes/grid-row-node.ts';
import type { Binding } from './binding.ts';
import { $holdsBlocks } from './lists.ts';
import { $isBlock } from './node-kinds.ts';

/** What an update of the editor touched, as Lexical reports it: elements marked false should merely contain what it did. */
export interface Dirty {
  readonly elements: ReadonlyMap<NodeKey, boolean>;
  readonly leaves: ReadonlySet<NodeKey>;
}

/** Blocks that an update touched, and elements whose blocks it may have added, removed or moved. */
export interface Touched {
  readonly containers: ReadonlySet<ElementNode>;
  readonly blocks: ReadonlySet<LexicalNode>;
}

/** What an update touched, as compared with the state of the editor before; with null it may have been anything. */
export function $touched(binding: Binding, dirty: Dirty, before: EditorState | null): Touched {
  const containers = new Set<ElementNode>();
  const blocks = new Set<LexicalNode>();
  const seen = new Set<LexicalNode>();
  const touch = (node: LexicalNode | null) => {
    const block = blockAround(node);
    // Of a long text thousands of nodes may be new at once.
    if (!block || seen.has(block)) return;
    seen.add(block);
    if ($isRootNode(block)) {
      containers.add(block);
      return;
    }
    if (!$isListNode(block)) blocks.add(block);
    // What isn't in the document yet is its container's business, and so is where a list item stands.
    if (!binding.blocks.has(block.getKey()) || $isListNode(block) || $isListItemNode(block)) {
      const container = containerAround(binding, block);
      if (container) containers.add(container);
    }
    // A row may have lost its last cell.
    if ($isElementNode(block) && ($holdsBlocks(block) || block instanceof GridRowNode)) containers.add(block);
  };
  // Lexical forgets that an element was meant where its transforms then change something in it; it is another object then.
  const isOther = (key: NodeKey) => before?._nodeMap.get(key) !== $getNodeByKey(key);
  for (const [key, isMeant] of dirty.elements) {
    if (key !== 'root' && (isMeant || isOther(key))) touch($getNodeByKey(key));
  }
  if (dirty.elements.has('root') && $isRearranged(dirty, before)) containers.add($getRoot());
  for (const key of dirty.leaves) touch($getNodeByKey(key));
  return { containers, blocks };
}

/**
 * Whether the root's own children changed. Lexical reports the root in any case, and on a page makes a new object of it
 * at every keystroke; but whatever comes, goes or moves changes its neighbours' links, or the root's to the first and last.
 */
function $isRearranged(dirty: Dirty, before: EditorState | null): boolean {
  const root = $getRoot();
  const known = before?._nodeMap;
  const knownRoot = known?.get('root');
  if (!known || !$isRootNode(knownRoot)) return true;
  if (knownRoot.__size !== root.__size || knownRoot.__first !== root.__first || knownRoot.__last !== root.__last) {
    return true;
  }
  return [...dirty.elements.keys(), ...dirty.leaves].some((key) => {
    const node = $getNodeByKey(key);
    if (node?.__parent !== 'root') return false;
    const old = known.get(key);
    return old?.__parent !== 'root' || old.__prev !== node.__prev || old.__next !== node.__next;
  });
}

/** The nearest block that a node is, or stands in; null for what isn't in the editor any more. */
function blockAround(from: LexicalNode | null): LexicalNode | null {
  if (!from?.isAttached()) return null;
  let node: LexicalNode | null = from;
  while (node && !$isBlock(node)) node = node.getParent();
  return node;
}

/** The root, or the bound block, whose blocks an element (through lists, or what isn't bound either) belongs to. */
export function containerAround(binding: Binding, node: LexicalNode): ElementNode | null {
  let parent = node.getParent();
  while (parent && !$isRootNode(parent)) {
    const isList = $isListNode(parent) || ($isListItemNode(parent) && $isListNode(parent.getFirstChild()));
    if (!isList && binding.blocks.has(parent.getKey())) break;
    parent = parent.getParent();
  }
  return parent;
}
