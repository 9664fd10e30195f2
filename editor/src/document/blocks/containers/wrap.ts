import { $isHeadingNode, $isQuoteNode } from '@lexical/rich-text';
import {
  $createParagraphNode,
  $getSelection,
  $isElementNode,
  $isParagraphNode,
  $isRangeSelection,
  $isRootOrShadowRoot,
  type ElementNode,
  type LexicalNode,
} from 'lexical';

const $isContainer = (node: LexicalNode): node is ElementNode => $isElementNode(node) && $isRootOrShadowRoot(node);

/** The blocks that the selection touches, side by side in the innermost container that holds them all. */
const $selectedBlocks = (): readonly LexicalNode[] => {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return [];
  const pathOf = (node: LexicalNode): LexicalNode[] => [...node.getParents().toReversed(), node];
  const [from, to] = [pathOf(selection.anchor.getNode()), pathOf(selection.focus.getNode())];
  let container = -1;
  for (let depth = 0; from[depth]?.is(to[depth]); depth++) {
    const node = from[depth];
    if (node !== undefined && $isContainer(node)) container = depth;
  }
  const [first, last] = [from[container + 1], to[container + 1]];
  const parent = first?.getParent();
  if (!first || !last || !parent) return [];
  const [start, end] = [first.getIndexWithinParent(), last.getIndexWithinParent()];
  return parent.getChildren().slice(Math.min(start, end), Math.max(start, end) + 1);
};

const $isLine = (node: LexicalNode): boolean => $isParagraphNode(node) || $isHeadingNode(node) || $isQuoteNode(node);

/** Puts the selected blocks into a container; behind a block that isn't a line of text comes an empty one. */
export const $wrapSelected = (container: ElementNode): void => {
  const blocks = $selectedBlocks();
  const [first] = blocks;
  if (first === undefined) return;
  if (blocks.length === 1 && !$isLine(first)) {
    first.insertAfter(container);
    container.append($createParagraphNode()).selectStart();
    return;
  }
  first.insertBefore(container);
  container.append(...blocks);
};

/** Puts what a container holds in its place. */
export const $unwrap = (container: ElementNode): void => {
  for (const block of container.getChildren()) container.insertBefore(block);
  container.remove();
};
