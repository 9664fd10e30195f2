import {
  $createListItemNode,
  $createListNode,
  $isListItemNode,
  $isListNode,
  ListItemNode,
  type ListNode,
} from '@lexical/list';
import { $isElementNode, type ElementNode, type LexicalNode, type NodeKey } from 'lexical';
import type * as Y from 'yjs';
import { $applyFields, fieldsOf } from './node-json.ts';
import { $isBlock } from './node-kinds.ts';
import { $replaceChildren } from './replace-children.ts';
import { LIST_ITEM, LIST_TYPES, MAX_DEPTH, readMark, typeOf } from './schema.ts';

/*
 * Lists are nested in the editor (list > item > list > item) and flat in the document: every item is a block with a
 * depth. So indenting, or turning a paragraph into an item, changes an attribute and moves nobody's text.
 */

export type ListType = (typeof LIST_TYPES)[number];

/** Where a list item stands: what kind of list, how deep, and what its list starts counting at if it begins one. */
export interface ListPlace {
  readonly type: ListType;
  readonly depth: number;
  readonly start: number;
}

/** A block of a container, as the editor has it: a node, or inline nodes that stand where only blocks should. */
export type PlacedNode =
  | { readonly node: LexicalNode; readonly list: ListPlace | null; readonly loose?: undefined }
  | { readonly loose: readonly LexicalNode[]; readonly list?: undefined; readonly node?: undefined };

export interface PlacedBlock {
  readonly node: LexicalNode;
  readonly list: ListPlace | null;
}

/** The blocks of an element, lists flattened. */
export function blocksOf(container: ElementNode): PlacedNode[] {
  const placed: PlacedNode[] = [];
  let loose: LexicalNode[] = [];
  const flush = () => {
    if (loose.length > 0) placed.push({ loose });
    loose = [];
  };
  const add = (child: LexicalNode) => {
    if ($isListNode(child)) {
      flush();
      addItems(child, 0, placed);
    } else if ($isBlock(child)) {
      flush();
      placed.push({ node: child, list: null });
    } else if ($isElementNode(child) && $holdsBlocks(child)) {
      // A link that was put around a divider, say: what it holds stands for itself.
      for (const inner of child.getChildren()) add(inner);
    } else {
      loose.push(child);
    }
  };
  // The lists in a list item are its container's business: they follow it as items of their own.
  for (const child of container.getChildren()) if (!isItsList(container, child)) add(child);
  flush();
  return placed;
}

function addItems(list: ListNode, depth: number, placed: PlacedNode[]): void {
  let start = list.getStart();
  for (const item of list.getChildren()) {
    if (!$isListItemNode(item)) {
      placed.push({ loose: [item] });
      continue;
    }
    const nested = item.getChildren().filter($isListNode);
    if (nested.length === 0 || nested.length < item.getChildrenSize()) {
      placed.push({ node: item, list: { type: list.getListType(), depth, start } });
      start = 1;
    }
    for (const inner of nested) addItems(inner, depth + 1, placed);
  }
}

/** Whether an element holds blocks, be it within an inline one, and not text alone. */
export function $holdsBlocks(node: ElementNode): boolean {
  return node
    .getChildren()
    .some((child) => ($isBlock(child) ? !isItsList(node, child) : $isElementNode(child) && $holdsBlocks(child)));
}

function isItsList(parent: ElementNode, child: LexicalNode): boolean {
  return $isListItemNode(parent) && $isListNode(child);
}

/** The text nodes and other inline nodes of a block. */
export function inlineChildrenOf(node: LexicalNode): LexicalNode[] {
  return $isElementNode(node) ? node.getChildren().filter((child) => !$isBlock(child)) : [];
}

/** Where an item stands according to the document; null for what isn't one. */
export function readListPlace(head: Y.XmlElement): ListPlace | null {
  if (typeOf(head) !== LIST_ITEM) return null;
  const depth = readMark(head, '_depth');
  const start = readMark(head, '_start');
  return {
    type: LIST_TYPES.find((type) => type === readMark(head, '_list')) ?? 'bullet',
    depth: typeof depth === 'number' && depth > 0 ? Math.min(Math.floor(depth), MAX_DEPTH) : 0,
    start: typeof start === 'number' && Number.isFinite(start) ? start : 1,
  };
}

interface OpenList {
  readonly list: ListNode;
  readonly type: ListType;
  readonly items: LexicalNode[];
}

/** Puts blocks into a container, list items into lists; nodes that are in place already aren't touched. */
export function $placeBlocks(container: ElementNode, blocks: readonly PlacedBlock[]): void {
  const children: LexicalNode[] = [];
  const lists: OpenList[] = [];
  const open: OpenList[] = [];
  const used = new Set<NodeKey>();
  for (const [i, { node, list: place }] of blocks.entries()) {
    if (!place) {
      open.length = 0;
      children.push(node);
      continue;
    }
    open.length = Math.min(open.length, place.depth + 1);
    if (open[place.depth] && open[place.depth]?.type !== place.type) open.length = place.depth;
    while (open.length <= place.depth) {
      const level = open.length;
      const type = level === place.depth ? place.type : typeAhead(blocks, i, level);
      const { list, wrapper } = $findList(container, blocks, i, level, type, used);
      if (list.getListType() !== type) list.setListType(type);
      const start = level === place.depth ? place.start : 1;
      if (list.getStart() !== start) list.setStart(start);
      open[level - 1]?.items.push(wrapper);
      if (level === 0) children.push(list);
      else $replaceChildren(wrapper, [list]);
      const opened = { list, type, items: [] };
      open.push(opened);
      lists.push(opened);
    }
    open[place.depth]?.items.push(node);
  }
  $replaceChildren(container, children);
  for (const { list, items } of lists) $replaceChildren(list, items);
  for (const { list } of lists) $numberItems(list);
}

/** The kind of a list that only holds deeper ones so far: that of its first own item. */
function typeAhead(blocks: readonly PlacedBlock[], from: number, level: number): ListType {
  for (let i = from; i < blocks.length; i++) {
    const place = blocks[i]?.list;
    if (!place || place.depth < level) break;
    if (place.depth === level) return place.type;
  }
  return blocks[from]?.list?.type ?? 'bullet';
}

/** The list that already shows these items at this level, if there is one that isn't taken; else a new one. */
function $findList(
  container: ElementNode,
  blocks: readonly PlacedBlock[],
  from: number,
  level: number,
  type: ListType,
  used: Set<NodeKey>,
): { list: ListNode; wrapper: ListItemNode } {
  for (let i = from; i < blocks.length; i++) {
    const block = blocks[i];
    if (!block?.list || block.list.depth < level || (block.list.depth === level && block.list.type !== type)) break;
    const list = $listAround(container, block.node, level);
    if (!list) continue;
    if (used.has(list.getKey())) break;
    used.add(list.getKey());
    const parent = list.getParent();
    const isWrapper =
      level > 0 && $isListItemNode(parent) && !used.has(parent.getKey()) && parent.getChildrenSize() === 1;
    if (isWrapper) used.add(parent.getKey());
    return { list, wrapper: isWrapper ? $cleanWrapper(parent) : $createListItemNode() };
  }
  return { list: $createListNode(type), wrapper: $createListItemNode() };
}

/** The list at a level of nesting that an item stands in. */
function $listAround(container: ElementNode, item: LexicalNode, level: number): ListNode | undefined {
  const lists: ListNode[] = [];
  for (let node = item.getParent(); node && !node.is(container); node = node.getParent()) {
    if ($isListNode(node)) lists.unshift(node);
    else if (!$isListItemNode(node)) return undefined;
  }
  return lists[level];
}

/** Lexical copies an item to make the one around a nested list; what it copied along isn't in the document. */
function $cleanWrapper(wrapper: ListItemNode): ListItemNode {
  if (Object.keys(fieldsOf(wrapper)).length > 0 || wrapper.getLatest().__checked !== undefined) {
    $applyFields(wrapper, {});
    wrapper.setChecked(undefined);
  }
  return wrapper;
}

/** Numbers the items of a list as Lexical's own transform does, which isn't run on what others wrote. */
function $numberItems(list: ListNode): void {
  let value = list.getStart();
  const isCheckList = list.getListType() === 'check';
  for (const item of list.getChildren()) {
    if (!(item instanceof ListItemNode)) continue;
    if (item.getValue() !== value) item.setValue(value);
    if (!isCheckList && item.getLatest().__checked !== undefined) item.setChecked(undefined);
    if (!$isListNode(item.getFirstChild())) value++;
  }
}
