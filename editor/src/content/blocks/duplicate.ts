import { $copyNode, $isElementNode, type LexicalNode } from 'lexical';
import { $placeBlocks } from '../binding/lists.ts';
import { $replaceChildren } from '../binding/replace-children.ts';
import { $removeMarks } from '../comments/marks.ts';
import { $gather } from './gather.ts';
import { $blocksIn } from './outline.ts';

/** Puts a copy of blocks, with what is nested in them, right behind the last of them; returns the copies. */
export function $duplicateBlocks(chosen: readonly LexicalNode[]): LexicalNode[] {
  return $gather(chosen).flatMap(({ container, blocks }) => {
    const copies = blocks.map(({ node, list }) => ({ node: $copyWhole(node), list: list && { ...list, start: 1 } }));
    const all = $blocksIn(container);
    const end = all.findIndex(({ node }) => node.is(blocks.at(-1)?.node)) + 1;
    for (const { node } of copies) $removeMarks(node);
    $placeBlocks(container, [...all.slice(0, end), ...copies, ...all.slice(end)]);
    return copies.map(({ node }) => node);
  });
}

function $copyWhole(node: LexicalNode): LexicalNode {
  // As it is: a ticked box stays ticked.
  const copy = $copyNode(node, true);
  if ($isElementNode(node) && $isElementNode(copy)) $replaceChildren(copy, node.getChildren().map($copyWhole));
  return copy;
}
