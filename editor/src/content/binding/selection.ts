import { $isTableSelection } from '@lexical/table';
import {
  $createRangeSelection,
  $findMatchingParent,
  $getNodeByKey,
  $isElementNode,
  $isNodeSelection,
  $isRangeSelection,
  $setSelection,
  type BaseSelection,
  type EditorState,
  type NodeKey,
  type PointType,
} from 'lexical';
import * as Y from 'yjs';
import type { TextRange } from '../comments/anchors.ts';
import { type Binding, blockOf } from './binding.ts';
import { $isBlock } from './node-kinds.ts';
import { $fromRelative, $toRelative, type Point, type Side } from './points.ts';

/** A range bound to the text it stands in, to be found again after others have written. */
export interface KeptSelection {
  readonly anchor: KeptPoint;
  readonly focus: KeptPoint;
  readonly format: number;
  readonly style: string;
}

interface KeptPoint {
  readonly position: Y.RelativePosition;
  readonly key: NodeKey;
}

/** Keeps the author's own range: what others insert right at it stays behind it. */
export function $keepSelection(binding: Binding, selection: BaseSelection | null): KeptSelection | null {
  if (!$isRangeSelection(selection)) return null;
  const keep = (point: PointType): KeptPoint | null => {
    const position = $toRelative(binding, point, 'before');
    return position && { position, key: point.key };
  };
  const anchor = keep(selection.anchor);
  const focus = selection.isCollapsed() ? anchor : keep(selection.focus);
  return anchor && focus ? { anchor, focus, format: selection.format, style: selection.style } : null;
}

/** Selects what was kept; a point whose block is gone goes to the end of the one that stood before it. */
export function $restoreSelection(binding: Binding, kept: KeptSelection, before: EditorState | null): void {
  const selected = $isRangeSelection(before?._selection) ? before._selection : null;
  const resolve = (point: KeptPoint, was: PointType | undefined): Point | null =>
    $afterSplit(before, was?.key === point.key ? was : null) ??
    $fromRelative(binding, point.position, point.key) ??
    $endBefore(binding, point.key, before);
  const anchor = resolve(kept.anchor, selected?.anchor);
  const focus = kept.focus === kept.anchor ? anchor : resolve(kept.focus, selected?.focus);
  if (!anchor || !focus) return;
  const selection = $createRangeSelection();
  selection.anchor.set(anchor.key, anchor.offset, anchor.type);
  selection.focus.set(focus.key, focus.offset, focus.type);
  selection.format = kept.format;
  selection.style = kept.style;
  $setSelection(selection);
}

/**
 * Where a point has gone with its text, if others split its block: the letters behind the split are new ones to Yjs, in
 * a new block, and nothing but their being the same says that they are the old ones. Null where that isn't so.
 */
function $afterSplit(before: EditorState | null, was: PointType | null): Point | null {
  if (!before || !was) return null;
  const place = before.read(() => $placeInBlock(was));
  if (!place) return null;
  const block = $getNodeByKey(place.block);
  const next = $isElementNode(block) ? block.getNextSibling() : null;
  if (!$isElementNode(block) || !$isElementNode(next) || before._nodeMap.has(next.getKey())) return null;
  const [left, moved] = [block.getTextContent(), next.getTextContent()];
  const offset = place.offset - left.length;
  if (moved === '' || left + moved !== place.text || offset < 0 || (offset === 0 && left !== '')) return null;
  let rest = offset;
  for (const text of next.getAllTextNodes()) {
    const size = text.getTextContentSize();
    if (rest <= size) return { key: text.getKey(), offset: rest, type: 'text' };
    rest -= size;
  }
  return null;
}

/** The block of plain text that a point stands in, and how many letters stand before it there. */
function $placeInBlock(point: PointType): { block: NodeKey; text: string; offset: number } | null {
  if (point.type !== 'text') return null;
  const node = $getNodeByKey(point.key);
  const block = node && $findMatchingParent(node, $isBlock);
  if (!$isElementNode(block)) return null;
  let offset = point.offset;
  for (const text of block.getAllTextNodes()) {
    if (text.is(node)) return { block: block.getKey(), text: block.getTextContent(), offset };
    offset += text.getTextContentSize();
  }
  return null;
}

/**
 * Selects the nodes again that still stand; for a selection of whole nodes or cells, which have no places in a text, and
 * for a caret in a cell that is in no document yet.
 */
export function $restoreNodes(selection: BaseSelection): void {
  if ($isTableSelection(selection) || $isRangeSelection(selection)) {
    const isThere = ({ key, offset }: PointType) => {
      const node = $getNodeByKey(key);
      if (!node?.isAttached()) return false;
      return offset <= ($isElementNode(node) ? node.getChildrenSize() : node.getTextContentSize());
    };
    if (isThere(selection.anchor) && isThere(selection.focus)) $setSelection(selection.clone());
    return;
  }
  if (!$isNodeSelection(selection)) return;
  const kept = selection.clone();
  for (const key of [...kept._nodes]) if (!$getNodeByKey(key)?.isAttached()) kept.delete(key);
  if (kept._nodes.size > 0) $setSelection(kept);
}

/** The two ends of the author's selection for others to see, as JSON; null if it is in no text. */
export function $publicSelection(binding: Binding, selection: BaseSelection | null): PublicSelection | null {
  if (!$isRangeSelection(selection)) return null;
  // A caret sticks to what stands behind it, so that it follows the author's typing before they tell of it; the ends
  // of a range stick to what is selected.
  const [anchorSide, focusSide]: [Side, Side] = selection.isCollapsed()
    ? ['behind', 'behind']
    : selection.isBackward()
      ? ['before', 'behind']
      : ['behind', 'before'];
  const anchor = $toRelative(binding, selection.anchor, anchorSide);
  const focus = selection.isCollapsed() ? anchor : $toRelative(binding, selection.focus, focusSide);
  return anchor && focus ? { anchor, focus } : null;
}

/** Where the selected text starts and ends, each bound to the letters within; null for a selection without text. */
export function $textRange(binding: Binding, selection: BaseSelection | null): TextRange | null {
  const ends = selection?.isCollapsed() ? null : $publicSelection(binding, selection);
  if (!ends) return null;
  const [start, end] =
    $isRangeSelection(selection) && selection.isBackward() ? [ends.focus, ends.anchor] : [ends.anchor, ends.focus];
  return { start: Y.relativePositionToJSON(start), end: Y.relativePositionToJSON(end) };
}

export interface PublicSelection {
  readonly anchor: Y.RelativePosition;
  readonly focus: Y.RelativePosition;
}

function $endBefore(binding: Binding, key: NodeKey, before: EditorState | null): Point | null {
  const candidates = before?.read(() => {
    const keys: NodeKey[] = [];
    let node = $getNodeByKey(key);
    while (node && keys.length < 100) {
      const previous = node.getPreviousSibling() ?? node.getParent();
      if (previous) keys.push(previous.getKey());
      node = previous;
    }
    return keys;
  });
  for (const candidate of candidates ?? []) {
    const node = blockOf(binding, candidate) ? $getNodeByKey(candidate) : null;
    if (!$isElementNode(node) || !node.isAttached()) continue;
    const { anchor } = node.selectEnd();
    return { key: anchor.key, offset: anchor.offset, type: anchor.type };
  }
  return null;
}
