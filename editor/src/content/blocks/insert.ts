import { $createListItemNode } from '@lexical/list';
import { $createParagraphNode, type LexicalNode } from 'lexical';
import { $placeBlocks } from '../binding/lists.ts';
import { $blocksIn, $containerOf, endOfNested } from './outline.ts';

/** An empty block below a block and what is nested in it, or right above it: an item beside an item, else a paragraph. */
export function $insertBeside(block: LexicalNode, side: 'above' | 'below'): LexicalNode | null {
  const container = $containerOf(block);
  if (!container) return null;
  const all = $blocksIn(container);
  const index = all.findIndex(({ node }) => node.is(block));
  const list = all[index]?.list ?? null;
  const node = list ? $createListItemNode() : $createParagraphNode();
  const at = side === 'above' ? index : endOfNested(all, index);
  $placeBlocks(container, [...all.slice(0, at), { node, list: list && { ...list, start: 1 } }, ...all.slice(at)]);
  return node;
}
