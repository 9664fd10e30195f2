import { $getNodeByKey, $isElementNode, type ElementNode, type LexicalNode, type NodeKey } from 'lexical';
import type { Author } from './author.ts';
import { type Inline, inlineOf } from './inline.ts';
import { findEdit } from './inline-diff.ts';
import { $holdsBlocks, inlineChildrenOf, type PlacedNode } from './lists.ts';
import { type Block, holdsBlocks } from './outline.ts';

/*
 * What became of blocks that are no longer there as they were. A block that goes on as another type, or within the
 * one before it, stays the element it is: so what others type in it meanwhile is not lost.
 */

/** What an update left of a container. */
export interface Rearrangement {
  /** What the editor shows now. */
  readonly placed: readonly PlacedNode[];
  /** The blocks that the author knew. */
  readonly present: ReadonlyMap<NodeKey, Block>;
  /** Those of them that the editor shows no longer. */
  readonly gone: ReadonlyMap<NodeKey, Block>;
  /** The nodes that are in the document. */
  isBound(node: LexicalNode): boolean;
}

/**
 * New nodes that are an old block in another guise, with the key of its old node: turned into another type, they have
 * its texts; or they say the same in the same place, or took the place of an empty one. A block whose whole text went
 * to a new one below it (Enter at its beginning) is succeeded by that one, and is itself the new, empty one.
 */
export function $findHeirs(
  author: Author,
  { placed, present, gone, isBound }: Rearrangement,
): Map<ElementNode, NodeKey> {
  const heirs = new Map<ElementNode, NodeKey>();
  const claimed = new Set<NodeKey>();
  const claim = (node: ElementNode, key: NodeKey) => {
    heirs.set(node, key);
    claimed.add(key);
  };
  const isFresh = (node: LexicalNode | undefined): node is ElementNode =>
    $isElementNode(node) && !isBound(node) && !$holdsBlocks(node);
  for (const { node } of placed) {
    if (!isFresh(node)) continue;
    const owner = inlineChildrenOf(node)
      .map((child) => author.blockAround(child.getKey()))
      .find((key) => key !== undefined);
    const block = owner === undefined ? undefined : present.get(owner);
    if (owner === undefined || !block || claimed.has(owner) || holdsBlocks(block.head)) continue;
    if (gone.has(owner) || $isDrained(author, owner, block)) claim(node, owner);
  }
  const followers = followersOf(present, gone);
  let free = followers(null);
  for (const { node } of placed) {
    if (node && present.has(node.getKey())) {
      free = followers(node.getKey());
    } else if (isFresh(node) && !heirs.has(node)) {
      const { text } = inlineOf(inlineChildrenOf(node));
      const old = free.find((key) => {
        const letters = author.letters(present.get(key));
        return !claimed.has(key) && (letters === '' || letters === text);
      });
      if (old !== undefined) claim(node, old);
    }
  }
  return heirs;
}

/** Blocks that are gone because their text now continues one of `touched`, by the key of that one. */
export function $findMerged(
  author: Author,
  { placed, present, gone }: Rearrangement,
  touched: ReadonlySet<NodeKey>,
): Map<NodeKey, Block[]> {
  const merged = new Map<NodeKey, Block[]>();
  const followers = followersOf(present, gone);
  for (const { node } of placed) {
    const block = node && present.get(node.getKey());
    if (!block || !$isElementNode(node) || !touched.has(node.getKey()) || $holdsBlocks(node)) continue;
    const next = followers(node.getKey())
      .flatMap((key) => present.get(key) ?? [])
      .filter((each) => author.mayRead(each));
    if (next.length === 0 || [block, ...next].some(({ head }) => holdsBlocks(head))) continue;
    const fragments = continued(author, block, next, inlineOf(inlineChildrenOf(node)));
    if (fragments.length > 0) merged.set(node.getKey(), fragments);
  }
  return merged;
}

/** Which of the next blocks a block's new text goes on with: those that make it a smaller change. */
function continued(author: Author, block: Block, next: readonly Block[], now: Inline): Block[] {
  const alone = author.text(block).inline;
  const whole = author.textTogether([block, ...next]).inline;
  const edit = findEdit(whole, now);
  if (edit.inserted >= findEdit(alone, now).inserted) return [];
  let start = alone.text.length;
  return next.filter((each) => {
    const end = start + author.text(each).inline.text.length;
    const remains = start < Math.min(end, edit.at) || Math.max(start, edit.at + edit.removed) < end;
    start = end;
    return remains;
  });
}

/** Whether a block had a text that the editor shows elsewhere now. */
function $isDrained(author: Author, key: NodeKey, block: Block): boolean {
  const node = $getNodeByKey(key);
  return $isElementNode(node) && inlineChildrenOf(node).length === 0 && author.letters(block) !== '';
}

/** Tells which blocks stood right after a kept one (or at the beginning: null) and are gone. */
function followersOf(
  present: ReadonlyMap<NodeKey, Block>,
  gone: ReadonlyMap<NodeKey, Block>,
): (key: NodeKey | null) => NodeKey[] {
  const runs = new Map<NodeKey | null, NodeKey[]>();
  let last: NodeKey | null = null;
  for (const key of present.keys()) {
    if (!gone.has(key)) last = key;
    else if (!runs.get(last)?.push(key)) runs.set(last, [key]);
  }
  return (key) => runs.get(key) ?? [];
}
