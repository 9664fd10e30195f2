import {
  $createParagraphNode,
  $getNodeByKey,
  $getRoot,
  $getSelection,
  $isParagraphNode,
  $isRootOrShadowRoot,
  type LexicalNode,
  type NodeKey,
} from 'lexical';

/** Beside which block something is put. */
export interface Place {
  readonly key: NodeKey;
  readonly before: boolean;
}

/** Behind the block where the caret is. */
export function $placeAtCaret(): Place | null {
  const at = $getSelection()?.getNodes().at(-1);
  const block = at && [at, ...at.getParents()].find((node) => $isRootOrShadowRoot(node.getParent()));
  return block ? { key: block.getKey(), before: false } : null;
}

/**
 * Puts blocks beside others, never into the midst of a text: where somebody else is typing, they stay whole. An empty
 * paragraph makes way. The caret goes behind them.
 */
export function $insertBlocks(blocks: readonly LexicalNode[], place: Place | null): void {
  const [first, ...others] = blocks;
  if (first === undefined) return;
  const target = (place && $getNodeByKey(place.key)) ?? $getRoot().getLastChild();
  if (target === null) $getRoot().append(first);
  else if (place?.before || ($isParagraphNode(target) && target.isEmpty())) target.insertBefore(first);
  else target.insertAfter(first);
  let last = first;
  for (const block of others) {
    last.insertAfter(block);
    last = block;
  }
  if (last.getNextSibling() === null) last.insertAfter($createParagraphNode());
  last.selectNext(0, 0);
}
