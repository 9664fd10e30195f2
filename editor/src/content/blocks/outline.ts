import { $isListItemNode, $isListNode } from '@lexical/list';
import { $createParagraphNode, $isElementNode, $isRootNode, type ElementNode, type LexicalNode } from 'lexical';
import { blocksOf, type PlacedBlock } from '../binding/lists.ts';
import { $isBlock } from '../binding/node-kinds.ts';
import { $insetOf } from './inset.ts';

/*
 * A document as people handle it: blocks one below the other, an item of a list being one, with what is nested in it
 * behind it; and containers, blocks that hold such blocks themselves.
 */

/** Whether blocks stand in this node one by one: the root, a callout, a toggle; not the cells of a table. */
export function $isContainer(node: LexicalNode | null | undefined): node is ElementNode {
  if ($isRootNode(node)) return true;
  return $isElementNode(node) && node.isShadowRoot() && $isContainer(node.getParent());
}

/** The innermost block that a node is or stands in; null for the root and for what holds items together. */
export function $blockAround(node: LexicalNode): LexicalNode | null {
  const path = [node, ...node.getParents()].reverse();
  let found: LexicalNode | null = null;
  let isOpen = true;
  for (const each of path) {
    if ($isListNode(each) && isOpen) continue;
    if ($isListItemNode(each) && $isListNode(each.getFirstChild()) && isOpen) continue;
    if ($isRootNode(each)) continue;
    if (!isOpen || !$isBlock(each)) break;
    found = each;
    // What is nested in an item is in the wrapper beside it, never within it.
    isOpen = $isContainer(each);
  }
  return found;
}

/** What a block stands in, lists left out; null where that isn't a container. */
export function $containerOf(block: LexicalNode): ElementNode | null {
  const parent = block.getParents().find((each) => !$isListNode(each) && !$isListItemNode(each));
  return $isContainer(parent) ? parent : null;
}

/** The blocks of a container, items of lists with their depths. */
export function $blocksIn(container: ElementNode): PlacedBlock[] {
  return blocksOf(container).map((each) =>
    each.node ? each : { node: $createParagraphNode().append(...each.loose), list: null },
  );
}

/** Where what belongs to the block at an index ends: behind the items nested in it, and other blocks that stand in it. */
export function endOfNested(blocks: readonly PlacedBlock[], index: number): number {
  const depth = blocks[index]?.list?.depth;
  let end = index + 1;
  if (depth !== undefined) while (depthOf(blocks[end]) > depth) end++;
  return end;
}

/** How deep a block stands in lists, itself included; 0 for the outermost items, less for what is in none. */
function depthOf(block: PlacedBlock | undefined): number {
  if (block === undefined) return -1;
  return block.list?.depth ?? ($insetOf(block.node) || -1);
}
