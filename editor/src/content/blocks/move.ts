import type { ElementNode, LexicalNode } from 'lexical';
import { $placeBlocks, type PlacedBlock } from '../binding/lists.ts';
import { $gather } from './gather.ts';
import { $blocksIn, $containerOf, $isContainer, endOfNested } from './outline.ts';

/** As deep as Tab indents. */
export const DEEPEST = 7;

/** A place between blocks. */
export interface Gap {
  readonly container: ElementNode;
  /** The block it stands before; null at the end. */
  readonly before: LexicalNode | null;
  /** For items of lists: how deep they come to stand there. */
  readonly depth: number;
}

/**
 * Moves blocks, with what is nested in them, to a gap; false where that can't be, as into themselves. They stay the
 * nodes they are, so what others type in them meanwhile is kept.
 */
export function $moveBlocks(chosen: readonly LexicalNode[], gap: Gap): boolean {
  const gathered = $gather(chosen);
  const moving = gathered.flatMap(({ blocks }) => blocks);
  const keys = new Set(moving.map(({ node }) => node.getKey()));
  const { container } = gap;
  if (moving.length === 0 || !$isContainer(container) || !container.isAttached()) return false;
  if ([container, ...container.getParents()].some((each) => keys.has(each.getKey()))) return false;
  const all = $blocksIn(container);
  const at = gap.before === null ? all.length : all.findIndex(({ node }) => node.is(gap.before));
  if (at === -1) return false;
  const isMoving = ({ node }: PlacedBlock) => keys.has(node.getKey());
  const before = all.slice(0, at).filter((block) => !isMoving(block));
  const after = all.slice(at).filter((block) => !isMoving(block));
  const placed = atDepth(moving, Math.min(gap.depth, depthBelow(before.at(-1))));
  $placeBlocks(container, [...before, ...placed, ...after]);
  for (const { container: source } of gathered) {
    // Moved out already, but the lists they stood in may have become empty, or neighbours.
    if (!source.is(container)) $placeBlocks(source, $blocksIn(source));
  }
  return true;
}

/** Moves blocks past their neighbour above (-1) or below (1), out of their container at its end; false at the very end. */
export function $moveBlocksBy(chosen: readonly LexicalNode[], by: -1 | 1): boolean {
  const gap = $gapBeside(chosen, by);
  return gap !== null && $moveBlocks(chosen, gap);
}

function $gapBeside(chosen: readonly LexicalNode[], by: -1 | 1): Gap | null {
  const [gathered, ...others] = $gather(chosen);
  if (!gathered || others.length > 0) return null;
  const { container, blocks } = gathered;
  const all = $blocksIn(container);
  const depth = blocks[0]?.list?.depth ?? 0;
  const first = all.findIndex(({ node }) => node.is(blocks[0]?.node));
  const end = all.findIndex(({ node }) => node.is(blocks.at(-1)?.node)) + 1;
  // Not an item: lists are passed whole, from their top.
  const isTop = (block: PlacedBlock | undefined) => (block?.list?.depth ?? 0) <= depth;
  if (by === -1) {
    let index = first - 1;
    while (index > 0 && !isTop(all[index])) index--;
    const target = all[index];
    if (target) return { container, before: target.node, depth: Math.min(depth, target.list?.depth ?? 0) };
    return $gapOutside(container, (outer) => outer);
  }
  if (end < all.length) {
    const next = endOfNested(all, end);
    const behind = all[next]?.node ?? null;
    return { container, before: behind, depth: Math.min(depth, depthBelow(all[next - 1])) };
  }
  return $gapOutside(container, (outer) => outer.getNextSibling());
}

function $gapOutside(container: ElementNode, before: (outer: LexicalNode) => LexicalNode | null): Gap | null {
  const outside = $containerOf(container);
  return outside && { container: outside, before: before(container), depth: 0 };
}

/** How deep an item may stand below a block. */
export function depthBelow(block: PlacedBlock | undefined): number {
  return block?.list ? Math.min(block.list.depth + 1, DEEPEST) : 0;
}

/** Blocks with the least deep of their items at a depth, the others as much deeper as they were. */
function atDepth(blocks: readonly PlacedBlock[], depth: number): PlacedBlock[] {
  const least = Math.min(...blocks.flatMap(({ list }) => list?.depth ?? []));
  return blocks.map(({ node, list }) => ({
    node,
    list: list && { ...list, depth: Math.min(DEEPEST, list.depth - least + depth), start: 1 },
  }));
}
