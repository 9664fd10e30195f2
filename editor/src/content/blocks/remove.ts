import { $createParagraphNode, $getRoot, $isElementNode, type LexicalNode } from 'lexical';
import { $placeBlocks } from '../binding/lists.ts';
import { $gather } from './gather.ts';
import { $blocksIn } from './outline.ts';

/**
 * Removes blocks, with what is nested in them, and puts the caret where they were: at the start of what follows, else at
 * the end of what is before. An emptied document keeps one empty paragraph.
 */
export function $removeBlocks(chosen: readonly LexicalNode[]): void {
  for (const { container, blocks } of $gather(chosen)) {
    const keys = new Set(blocks.map(({ node }) => node.getKey()));
    const all = $blocksIn(container);
    const first = all.findIndex(({ node }) => keys.has(node.getKey()));
    const rest = all.filter(({ node }) => !keys.has(node.getKey()));
    const next = all.slice(first).find(({ node }) => !keys.has(node.getKey()))?.node;
    const previous = all[first - 1]?.node;
    $placeBlocks(container, rest);
    if ($getRoot().isEmpty()) $getRoot().append($createParagraphNode());
    const target = next ?? previous ?? container;
    if (target === next && $isElementNode(target)) target.selectStart();
    else if ($isElementNode(target)) target.selectEnd();
    else target.selectNext(0, 0);
  }
}
