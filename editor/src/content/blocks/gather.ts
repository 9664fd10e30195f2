import type { ElementNode, LexicalNode, NodeKey } from 'lexical';
import type { PlacedBlock } from '../binding/lists.ts';
import { $blocksIn, $containerOf, endOfNested } from './outline.ts';

/** Blocks that are dealt with together: those chosen of one container, each with what is nested in it, in order. */
export interface Gathered {
  readonly container: ElementNode;
  readonly blocks: readonly PlacedBlock[];
}

/** What belongs to the chosen blocks, by container. What stands within another chosen block goes with that one. */
export function $gather(chosen: readonly LexicalNode[]): readonly Gathered[] {
  const keys = new Set(chosen.map((node) => node.getKey()));
  const containers = new Map<NodeKey, ElementNode>();
  for (const node of chosen) {
    if (!node.isAttached() || node.getParents().some((parent) => keys.has(parent.getKey()))) continue;
    const container = $containerOf(node);
    if (container) containers.set(container.getKey(), container);
  }
  return [...containers.values()].map((container) => {
    const all = $blocksIn(container);
    const taken = new Set<number>();
    for (const [index, { node }] of all.entries()) {
      if (!keys.has(node.getKey())) continue;
      for (let i = index; i < endOfNested(all, index); i++) taken.add(i);
    }
    return { container, blocks: all.filter((_, index) => taken.has(index)) };
  });
}
