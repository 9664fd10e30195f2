import {
  $createRangeSelection,
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
import type * as Y from 'yjs';
import { type Binding, blockOf } from './binding.ts';
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
  const resolve = (point: KeptPoint): Point | null =>
    $fromRelative(binding, point.position, point.key) ?? $endBefore(binding, point.key, before);
  const anchor = resolve(kept.anchor);
  const focus = kept.focus === kept.anchor ? anchor : resolve(kept.focus);
  if (!anchor || !focus) return;
  const selection = $createRangeSelection();
  selection.anchor.set(anchor.key, anchor.offset, anchor.type);
  selection.focus.set(focus.key, focus.offset, focus.type);
  selection.format = kept.format;
  selection.style = kept.style;
  $setSelection(selection);
}

/** Selects the nodes again that still stand; for a selection of whole nodes, which have no places in a text. */
export function $restoreNodes(selection: BaseSelection): void {
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
