import {
  $createNodeSelection,
  $createRangeSelection,
  $getSelection,
  $isElementNode,
  $isNodeSelection,
  $isRangeSelection,
  $setSelection,
  type LexicalNode,
  type PointType,
  type RangeSelection,
} from 'lexical';
import { $blockAround } from '../../content/blocks/outline.ts';

/** The blocks that are selected as such, in order; null where letters are, or nothing is. */
export const $selectedBlocks = (): LexicalNode[] | null => {
  const selection = $getSelection();
  if (!$isNodeSelection(selection)) return null;
  const nodes = selection.getNodes().filter((node) => node.isAttached());
  if (nodes.length === 0 || !nodes.every((node) => $blockAround(node)?.is(node))) return null;
  return nodes.sort((a, b) => (a.isBefore(b) ? -1 : 1));
};

/** The blocks that an action on blocks is meant for: those selected, or those that the selected letters stand in. */
export const $chosenBlocks = (): LexicalNode[] => {
  const selected = $selectedBlocks();
  if (selected !== null) return selected;
  const selection = $getSelection();
  if (selection === null) return [];
  const blocks = new Set(selection.getNodes().map((node) => $blockAround(node)));
  return [...blocks].filter((block) => block !== null);
};

/** Selects whole blocks, in place of letters. */
export const $selectBlocks = (blocks: readonly LexicalNode[]): void => {
  const selection = $createNodeSelection();
  for (const block of blocks) selection.add(block.getKey());
  $setSelection(selection);
};

/** Selects all letters of blocks, for what is done to letters; returns the selection. */
export const $selectTextOf = (blocks: readonly LexicalNode[]): RangeSelection => {
  const selection = $createRangeSelection();
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first !== undefined && last !== undefined) {
    $setPoint(selection.anchor, first, 'start');
    $setPoint(selection.focus, last, 'end');
  }
  $setSelection(selection);
  return selection;
};

const $setPoint = (point: PointType, block: LexicalNode, side: 'start' | 'end'): void => {
  if (!$isElementNode(block)) {
    const index = block.getIndexWithinParent() + (side === 'end' ? 1 : 0);
    point.set(block.getParentOrThrow().getKey(), index, 'element');
    return;
  }
  const { key, offset, type } = (side === 'start' ? block.selectStart() : block.selectEnd()).anchor;
  point.set(key, offset, type);
};

/** Makes letters of what is selected, if those are whole blocks: what turns blocks into others works on letters. */
export const $lettersOfChosen = (): RangeSelection | null => {
  const selection = $getSelection();
  if ($isRangeSelection(selection)) return selection;
  const blocks = $selectedBlocks();
  return blocks === null ? null : $selectTextOf(blocks);
};
