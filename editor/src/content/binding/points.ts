import { $isListItemNode } from '@lexical/list';
import {
  $getNodeByKey,
  $isElementNode,
  $isTextNode,
  type ElementNode,
  type LexicalNode,
  type NodeKey,
  type PointType,
} from 'lexical';
import * as Y from 'yjs';
import { type Binding, blockOf } from './binding.ts';
import { readTexts } from './inline.ts';
import { inlineChildrenOf } from './lists.ts';
import { $isBlock } from './node-kinds.ts';
import { textsOf } from './outline.ts';
import { placeAt } from './write-inline.ts';

/** A place in the editor, as Lexical names it. */
export interface Point {
  readonly key: NodeKey;
  readonly offset: number;
  readonly type: 'element' | 'text';
}

/** To which side a place keeps when something is inserted just there: to what stands before it, or behind it. */
export type Side = 'before' | 'behind';

/** Binds a point to what stands there, so that it is found again whatever others do; null where nothing is bound. */
export function $toRelative(binding: Binding, point: PointType, side: Side): Y.RelativePosition | null {
  const found = $blockAt(binding, point);
  if (!found) return null;
  const block = blockOf(binding, found.node.getKey());
  if (!block) return null;
  const { pieces } = readTexts(textsOf(block), binding.kinds);
  if (pieces.length === 0) return Y.createRelativePositionFromTypeIndex(block.head, 0);
  const { text, index } = placeAt(pieces, found.offset);
  return Y.createRelativePositionFromTypeIndex(text, index, side === 'before' ? -1 : 0);
}

/** Where a bound point is in the editor now; null if its block is gone. */
export function $fromRelative(binding: Binding, position: Y.RelativePosition, preferred?: NodeKey): Point | null {
  const absolute = Y.createAbsolutePositionFromRelativePosition(position, binding.doc);
  if (!absolute) return null;
  const { type, index } = absolute;
  const element = type instanceof Y.XmlText ? type.parent : type;
  const key = element instanceof Y.XmlElement ? binding.keys.get(element) : undefined;
  const block = key === undefined ? undefined : blockOf(binding, key);
  const node = key === undefined ? null : $getNodeByKey(key);
  if (!block || !node?.isAttached()) return null;
  if (!$isElementNode(node)) return $pointBefore(node);
  const piece = readTexts(textsOf(block), binding.kinds).pieces.findLast(
    (each) => each.text === type && each.index <= index,
  );
  const offset = piece ? piece.offset + Math.min(index - piece.index, piece.length) : 0;
  return $pointAt(node, offset, preferred);
}

/** How far into the text of its block a point is; null if it is in another block. */
export function $offsetIn(block: ElementNode, point: PointType): number | null {
  let node: LexicalNode = point.getNode();
  let offset = point.offset;
  if (point.type === 'element') {
    if (!$isElementNode(node)) return null;
    offset = lengthOf(node.getChildren().slice(0, point.offset));
  }
  while (!node.is(block)) {
    const parent: ElementNode | null = node.getParent();
    if (!parent || $isBlock(node)) return null;
    offset += lengthOf(node.getPreviousSiblings());
    node = parent;
  }
  return offset;
}

/**
 * The point at an offset of a block's text: at the end of what stands before it, or where `preferred`, the node it
 * was in before, begins.
 */
export function $pointAt(block: ElementNode, offset: number, preferred?: NodeKey): Point {
  const leaves = leavesOf(block, 0);
  const texts = leaves.filter(
    ({ node, start, length }) => $isTextNode(node) && start <= offset && offset <= start + length,
  );
  const text =
    texts.find(({ node }) => node.getKey() === preferred) ?? texts.find(({ start }) => start < offset) ?? texts[0];
  if (text) return { key: text.node.getKey(), offset: offset - text.start, type: 'text' };
  const next = leaves.find(({ start }) => start >= offset);
  if (next) return $pointBefore(next.node);
  const last = leaves.at(-1)?.node;
  const parent = last?.getParent() ?? block;
  return { key: parent.getKey(), offset: last ? last.getIndexWithinParent() + 1 : 0, type: 'element' };
}

export function $pointBefore(node: LexicalNode): Point {
  return { key: node.getParentOrThrow().getKey(), offset: node.getIndexWithinParent(), type: 'element' };
}

interface Leaf {
  readonly node: LexicalNode;
  readonly start: number;
  readonly length: number;
}

function leavesOf(parent: ElementNode, from: number): Leaf[] {
  let start = from;
  return inlineChildrenOf(parent).flatMap((node) => {
    const length = lengthOf([node]);
    const leaves = $isElementNode(node) ? leavesOf(node, start) : [{ node, start, length }];
    start += length;
    return leaves;
  });
}

/** The bound block that a point is in, or before which it stands, and the offset there. */
function $blockAt(binding: Binding, point: PointType): { node: LexicalNode; offset: number } | null {
  for (let node: LexicalNode | null = point.getNode(); node; node = node.getParent()) {
    if (!binding.blocks.has(node.getKey())) continue;
    if (!$isElementNode(node)) return { node, offset: 0 };
    const offset = $offsetIn(node, point);
    if (offset !== null) return { node, offset };
  }
  const parent = point.getNode();
  if (!$isElementNode(parent)) return null;
  const next = parent.getChildAtIndex(point.offset);
  if (next) return $firstBlock(binding, next, 'first');
  const last = parent.getLastChild();
  return last ? $firstBlock(binding, last, 'last') : null;
}

function $firstBlock(
  binding: Binding,
  from: LexicalNode,
  end: 'first' | 'last',
): { node: LexicalNode; offset: number } | null {
  for (let node: LexicalNode | null = from; node; ) {
    const isText = !$isElementNode(node) || $isListItemNode(node) || !node.getChildren().some($isBlock);
    if (binding.blocks.has(node.getKey()) && isText) {
      return { node, offset: end === 'first' || !$isElementNode(node) ? 0 : lengthOf(node.getChildren()) };
    }
    if (!$isElementNode(node)) return null;
    node = end === 'first' ? node.getFirstChild() : node.getLastChild();
  }
  return null;
}

function lengthOf(nodes: readonly LexicalNode[]): number {
  return nodes.reduce((sum, node) => {
    if ($isTextNode(node)) return sum + node.getTextContentSize();
    if ($isBlock(node)) return sum;
    return sum + ($isElementNode(node) ? lengthOf(node.getChildren()) : 1);
  }, 0);
}
