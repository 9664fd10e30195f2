import { type ContentNode, childrenOf, numberField } from '../content-node.ts';
import { isPlainBlock } from './block-look.ts';
import { isNote, noteOf } from './footnote.ts';
import { insetOf, withInset } from './inset.ts';
import { isListNode, listTypeOf, ownContent } from './list-parts.ts';

/*
 * Blocks that belong to an item of a list. In a document they stand below the list, which goes on behind them; in Markdown
 * they stand in the item.
 */

/** What stands in a folded list beside its items: a block of the item before it. */
const HELD = 'held';

export function heldIn(item: ContentNode): ContentNode | null {
  return item.type === HELD ? (childrenOf(item)[0] ?? null) : null;
}

/** Blocks of which those that belong to items stand in their lists, as `heldIn` finds them, if Markdown can say it so. */
export function folded(nodes: readonly ContentNode[], isFoldable: (list: ContentNode) => boolean): ContentNode[] {
  const result: ContentNode[] = [];
  for (const node of nodes) {
    const before = result.at(-1);
    if (before !== undefined && isNote(before) && node.type !== 'list' && insetOf(node) > 0) {
      const inner = withInset(node, insetOf(node) - 1);
      result[result.length - 1] = { ...before, children: [...childrenOf(before), inner] };
      continue;
    }
    const list = before !== undefined && isListNode(before) && isFoldable(before) ? before : null;
    const joined = list && (isListNode(node) ? continued(list, node, isFoldable) : holding(list, node, insetOf(node)));
    if (joined) result[result.length - 1] = joined;
    else result.push((isPlainBlock(node) && noteOf(node)) || node);
  }
  return result;
}

function holding(list: ContentNode, node: ContentNode, inset: number): ContentNode | null {
  if (inset === 0) return null;
  const children = childrenOf(list);
  const last = children.at(-1);
  if (last === undefined) return null;
  if (inset === 1) {
    // Right behind the words of an item it would be read as more of them.
    const isWords = node.type === 'paragraph' && last.type !== HELD && ownContent(last) !== null;
    if (isWords || (last.type !== HELD && !hasOwnItem(children))) return null;
    return { ...list, children: [...children, { type: HELD, children: [withInset(node, 0)] }] };
  }
  const below = last.type === HELD ? undefined : childrenOf(last).findLast(isListNode);
  const held = below && holding(below, node, inset - 1);
  if (!held) return null;
  return {
    ...list,
    children: [...children.slice(0, -1), { ...last, children: childrenOf(last).map((c) => (c === below ? held : c)) }],
  };
}

function hasOwnItem(items: readonly ContentNode[]): boolean {
  return items.some((item) => item.type !== HELD && ownContent(item) !== null);
}

/** A list that goes on where a block of its last item ended. */
function continued(
  list: ContentNode,
  next: ContentNode,
  isFoldable: (list: ContentNode) => boolean,
): ContentNode | null {
  const children = childrenOf(list);
  if (children.at(-1)?.type !== HELD && !endsInHeld(list)) return null;
  if (!isFoldable(next)) return null;
  const own = childrenOf(next).filter((item) => ownContent(item) !== null);
  if (own.length > 0) {
    if (listTypeOf(list) !== listTypeOf(next)) return null;
    const expected = (numberField(list, 'start') || 1) + children.filter(isCounted).length;
    if (listTypeOf(list) === 'number' && (numberField(next, 'start') || 1) !== expected) return null;
  }
  const [first, ...others] = childrenOf(next);
  const last = children.at(-1);
  const inner = first && ownContent(first) === null ? childrenOf(first).filter(isListNode) : [];
  const below = last && last.type !== HELD ? childrenOf(last).findLast(isListNode) : undefined;
  const [deeper] = inner;
  const joined = below && deeper && inner.length === 1 ? continued(below, deeper, isFoldable) : null;
  if (last && joined) {
    const grown = { ...last, children: childrenOf(last).map((child) => (child === below ? joined : child)) };
    return { ...list, children: [...children.slice(0, -1), grown, ...others] };
  }
  return { ...list, children: [...children, ...childrenOf(next)] };
}

function endsInHeld(list: ContentNode): boolean {
  const last = childrenOf(list).at(-1);
  if (last === undefined) return false;
  if (last.type === HELD) return true;
  const below = childrenOf(last).findLast(isListNode);
  return below !== undefined && endsInHeld(below);
}

function isCounted(item: ContentNode): boolean {
  return item.type !== HELD && ownContent(item) !== null;
}
