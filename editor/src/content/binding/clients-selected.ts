import {
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  type BaseSelection,
  type ElementNode,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import { segmentsOf, Units } from '../history/units.ts';
import { type Binding, blockOf } from './binding.ts';
import { holdsBlocks, textsOf } from './outline.ts';
import { $offsetIn } from './points.ts';

/**
 * Under which clientIDs what is selected was written, with how much of it each: units of text, and one for a thing. Where
 * only a caret is, that of its block.
 */
export function $clientsSelected(binding: Binding): Map<number, number> {
  const clients = new Map<number, number>();
  const selection = $getSelection();
  if (!selection) return clients;
  const add = (client: number, count: number) => clients.set(client, (clients.get(client) ?? 0) + count);
  for (const node of $blocksIn(binding, selection)) {
    const block = blockOf(binding, node.getKey());
    if (!block || holdsBlocks(block.head)) continue;
    const segments = textsOf(block).flatMap((text) => segmentsOf(text));
    const units = new Units(segments.filter(({ isStray }) => !isStray));
    const [from, to] = $isElementNode(node) ? $stretchOf(selection, node) : WHOLE;
    const parts = units.slice(from, to);
    for (const { client, text } of parts) add(client, text.length);
    if (units.text === '' && block.head._item) add(block.head._item.id.client, 1);
  }
  return clients;
}

const WHOLE: readonly [number, number] = [0, Number.POSITIVE_INFINITY];

/** How far into a block's text the selection begins and ends. */
function $stretchOf(selection: BaseSelection, block: ElementNode): readonly [number, number] {
  if (!$isRangeSelection(selection) || selection.isCollapsed()) return WHOLE;
  const [start, end] = selection.getStartEndPoints() ?? [];
  const [first, last] = selection.isBackward() ? [end, start] : [start, end];
  return [(first && $offsetIn(block, first)) ?? 0, (last && $offsetIn(block, last)) ?? Number.POSITIVE_INFINITY];
}

function $blocksIn(binding: Binding, selection: BaseSelection): LexicalNode[] {
  const blocks = new Map<NodeKey, LexicalNode>();
  for (const node of selection.getNodes()) {
    const block = [node, ...node.getParents()].find((each) => binding.blocks.has(each.getKey()));
    if (block) blocks.set(block.getKey(), block);
  }
  return [...blocks.values()];
}
