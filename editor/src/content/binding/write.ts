import {
  $getNodeByKey,
  $getSelection,
  $isElementNode,
  $isParagraphNode,
  $isRangeSelection,
  $isRootNode,
  type ElementNode,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import * as Y from 'yjs';
import { GridRowNode } from '../nodes/grid-row-node.ts';
import { parcelOf, UnknownBlockNode } from '../nodes/unknown.ts';
import { Author, type Behind } from './author.ts';
import { type Binding, bind, blockOf, unbind } from './binding.ts';
import { type Stale, storedFields } from './draw.ts';
import { $isGridCell, $isUnwritten, $isUnwrittenParagraph } from './draw-table.ts';
import { rebased } from './drift.ts';
import { addText, idOf, moveAfter, removeChildren } from './elements.ts';
import { inlineOf } from './inline.ts';
import { $holdsBlocks, blocksOf, inlineChildrenOf, type ListPlace, type PlacedNode } from './lists.ts';
import { longestIncreasing } from './longest-increasing.ts';
import { fieldsOf } from './node-json.ts';
import { anchorOf, type Block, elementsOf, holdsBlocks, isSlot, outlineOf, textsOf } from './outline.ts';
import { unpackBlock } from './parcel.ts';
import { $offsetIn } from './points.ts';
import { type Attributes, isDeleted, readMark, writeAttribute } from './schema.ts';
import { $findHeirs, $findMerged } from './succession.ts';
import { isTable, tableAround } from './table-parts.ts';
import { isShown, keepMerged } from './tables.ts';
import type { Touched } from './touched.ts';
import { insertSpans, writeInline } from './write-inline.ts';

/**
 * Writes what the author changed, within an update or a read of the editor, and within a transaction of the document.
 * Nothing is written where the two agree, so it may be called once too often. Returns what is to be drawn again:
 * usually it is shown as it was written, but the document has the last word.
 */
export function $write(binding: Binding, touched: Touched, behind: Behind): Stale {
  return new Writer(binding, behind).write(touched);
}

class Writer {
  readonly #binding: Binding;
  readonly #author: Author;
  /** Blocks whose content is written already: new ones, and heirs. */
  readonly #done = new Set<NodeKey>();
  /** The ids of blocks that come from another container: a copy stands for the block in whatever refers to it. */
  readonly #idsOfMoved = new Map<NodeKey, string>();
  readonly #containers = new Set<Y.XmlElement>();
  readonly #blocks = new Set<Y.XmlElement>();

  constructor(binding: Binding, behind: Behind) {
    this.#binding = binding;
    this.#author = new Author(binding, behind);
  }

  write({ containers, blocks }: Touched): Stale {
    const touched = new Set([...blocks].map((node) => node.getKey()));
    // From the outside in: what is new within a new block is written with it.
    for (const node of [...containers].sort((a, b) => a.getParents().length - b.getParents().length)) {
      if (this.#done.has(node.getKey())) continue;
      const block = $isRootNode(node)
        ? { head: this.#binding.root, fragments: [] }
        : blockOf(this.#binding, node.getKey());
      if (!block) continue;
      if (node instanceof GridRowNode) this.#writeRow(block.head, node);
      else for (const part of this.#partsOf(block, node)) this.#writeContainer(part, touched);
    }
    for (const node of blocks) {
      const block = blockOf(this.#binding, node.getKey());
      if (!block || this.#done.has(node.getKey()) || this.#author.isInDoubt(block.head)) continue;
      this.#writeBlock(block, node);
    }
    return { containers: this.#containers, blocks: this.#blocks };
  }

  #writeContainer({ container, placed: shown }: Part, touched: ReadonlySet<NodeKey>): void {
    const all = { placed: shown, outline: outlineOf(container).filter((block) => !isSlot(block.head)) };
    if (container === this.#binding.root && isPlaceholder(this.#binding, all.placed, all.outline)) return;
    this.#containers.add(container);
    const { placed, outline, before } = this.#withoutUnchanged(container, all);
    const order = this.#author.order(container, outline);
    const present = this.#author.present(outline, order);
    const remaining = new Set(placed.map((each) => each.node?.getKey()));
    const gone = new Map([...present].filter(([key]) => !remaining.has(key)));
    const isBound = (each: LexicalNode) => this.#binding.blocks.has(each.getKey());
    const heirs = $findHeirs(this.#author, { placed, present, gone, isBound });
    for (const [heir, former] of heirs) {
      this.#takeOver(heir, former, present);
      gone.delete(former);
      order.set(heir.getKey(), order.get(former) ?? outline.length);
    }
    const known = new Map([...present].sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0)));
    for (const [key, parts] of $findMerged(this.#author, { placed, present: known, gone, isBound }, touched)) {
      for (const part of this.#merge(key, parts, present)) gone.delete(part);
    }
    this.#remove(container, gone);
    this.#place({ container, before }, placed, present, order);
    for (const each of placed) {
      const block = each.node && present.get(each.node.getKey());
      if (block && each.node) this.#writePlace(block.head, each.node, each.list);
    }
    for (const heir of heirs.keys()) {
      const block = present.get(heir.getKey());
      if (block) this.#writeBlock(block, heir);
      this.#done.add(heir.getKey());
    }
  }

  /**
   * What a container's element is to hold. A merged cell shows the blocks of several elements, and each keeps its own:
   * a block stays in the element that it is in, and a new one goes where the one before it is.
   */
  #partsOf({ head, fragments }: Block, node: ElementNode): Part[] {
    const placed = blocksOf(node).filter((each) => !this.#isUnwritten(node, each));
    const parts = [head, ...fragments].map((container): Part => ({ container, placed: [] }));
    let at = 0;
    for (const each of placed) {
      const parent = each.node && blockOf(this.#binding, each.node.getKey())?.head.parent;
      const own = parts.findIndex(({ container }) => container === parent);
      at = Math.max(at, own);
      parts[at]?.placed.push(each);
    }
    return parts;
  }

  /** Whether a block is on the screen only so that there is a place to write. */
  #isUnwritten(container: ElementNode, { node }: PlacedNode): boolean {
    if (!node) return false;
    if ($isGridCell(container)) return container.getChildrenSize() === 1 && $isUnwrittenParagraph(this.#binding, node);
    return $isUnwritten(this.#binding, node);
  }

  /** Writes which cells a row has. Where they stand follows from their columns, so that is all there is to it. */
  #writeRow(row: Y.XmlElement, node: GridRowNode): void {
    this.#containers.add(row);
    for (const element of elementsOf(row)) {
      const key = this.#binding.keys.get(element);
      if (key === undefined || $getNodeByKey(key)?.isAttached()) continue;
      // With it goes what it showed of other rows.
      const { head, fragments } = this.#binding.blocks.get(key) ?? { head: element, fragments: [] };
      for (const each of [head, ...fragments]) {
        if (each.parent instanceof Y.XmlElement && !isDeleted(each)) removeChildren(each.parent, new Set([each]));
      }
      this.#unbindAll(key);
    }
    for (const cell of node.getChildren()) {
      const block = blockOf(this.#binding, cell.getKey());
      if (this.#isUnwritten(node, { node: cell, list: null })) continue;
      if (block && tableAround(block.head) === tableAround(row)) continue;
      if (this.#isGoneElsewhere(cell.getKey(), row)) continue;
      this.#create(row, elementsOf(row).at(-1) ?? null, { node: cell, list: null });
    }
  }

  /** Leaves out what stands at both ends as it did, for in a long document that is nearly all. */
  #withoutUnchanged(
    container: Y.XmlElement,
    { placed, outline }: { placed: PlacedNode[]; outline: Block[] },
  ): { placed: PlacedNode[]; outline: Block[]; before: Y.XmlElement | null } {
    if (this.#author.isBehindIn(container)) return { placed, outline, before: null };
    const isSame = (each: PlacedNode | undefined, block: Block | undefined): boolean => {
      const key = each?.node?.getKey();
      if (key === undefined || !block || this.#binding.keys.get(block.head) !== key) return false;
      return samePlace(each?.list ?? null, this.#author.place(block.head, key));
    };
    const most = Math.min(placed.length, outline.length);
    let head = 0;
    let tail = 0;
    while (head < most && isSame(placed[head], outline[head])) head++;
    while (tail < most - head && isSame(placed.at(-tail - 1), outline.at(-tail - 1))) tail++;
    // The last of them may have taken in the text of the next, or have lost its own to it.
    head = Math.max(0, head - 1);
    const last = outline[head - 1];
    return {
      placed: placed.slice(head, placed.length - tail),
      outline: outline.slice(head, outline.length - tail),
      before: last ? anchorOf(last.head) : null,
    };
  }

  /** Makes a node the one that shows a block, which another one did before. */
  #takeOver(heir: LexicalNode, former: NodeKey, present: Map<NodeKey, Block>): void {
    const block = present.get(former);
    if (!block) return;
    this.#author.hasTakenOver(heir.getKey(), former);
    present.delete(former);
    present.set(heir.getKey(), block);
    unbind(this.#binding, former);
    bind(this.#binding, heir.getKey(), block);
    // A node never changes its type: only an heir is a block of another one.
    writeAttribute(block.head, '_as', heir.getType() === block.head.nodeName ? null : heir.getType());
  }

  /** Joins blocks to the one whose text they continue; returns the keys of the nodes that showed them. */
  #merge(key: NodeKey, parts: readonly Block[], present: Map<NodeKey, Block>): NodeKey[] {
    const block = present.get(key);
    if (!block) return [];
    const text = this.#author.textTogether([block, ...parts]);
    const keys = parts.flatMap(({ head }) => this.#binding.keys.get(head) ?? []);
    let last = block.fragments.at(-1) ?? block.head;
    for (const { head, fragments } of parts) {
      writeAttribute(head, '_joined', idOf(last));
      last = fragments.at(-1) ?? head;
    }
    for (const each of keys) {
      unbind(this.#binding, each);
      present.delete(each);
    }
    const fragments = [...block.fragments, ...parts.flatMap((part) => [part.head, ...part.fragments])];
    present.set(key, { head: block.head, fragments });
    bind(this.#binding, key, { head: block.head, fragments });
    this.#author.hasMerged(block.head, text, parts);
    return keys;
  }

  #remove(container: Y.XmlElement, gone: ReadonlyMap<NodeKey, Block>): void {
    const heads = new Set([...gone.values()].map(({ head }) => head));
    // A merged cell that went with its row is shown by the next one: it is no cell that somebody took away.
    for (const left of isTable(container) ? keepMerged(container, heads) : []) {
      unbind(this.#binding, this.#binding.keys.get(left) ?? '');
    }
    const doomed = new Set<unknown>();
    for (const [key, { head, fragments }] of gone) {
      for (const element of [head, ...fragments]) doomed.add(element).add(anchorOf(element));
      this.#unbindAll(key);
    }
    removeChildren(container, doomed);
  }

  /** Puts blocks in their order: those out of it get a slot where they belong, new ones are made there. */
  #place(
    { container, before: first }: { container: Y.XmlElement; before: Y.XmlElement | null },
    placed: readonly PlacedNode[],
    present: ReadonlyMap<NodeKey, Block>,
    order: ReadonlyMap<NodeKey, number>,
  ): void {
    const sequence = placed.flatMap(({ node }) => (node && present.has(node.getKey()) ? [node.getKey()] : []));
    const stays = longestIncreasing(sequence.map((key) => order.get(key) ?? Number.MAX_SAFE_INTEGER));
    const inOrder = new Set(sequence.filter((_, i) => stays.has(i)));
    let before = first;
    for (const each of placed) {
      const key = each.node?.getKey();
      const block = key === undefined ? undefined : present.get(key);
      if (!block) {
        if (key !== undefined && this.#isGoneElsewhere(key, container)) continue;
        before = this.#create(container, before, each);
      } else {
        if (key !== undefined && !inOrder.has(key)) moveAfter(container, before, block.head);
        before = anchorOf(block.head);
      }
    }
  }

  /** Whether a node shows a block that somebody else has removed meanwhile: it isn't made again, but taken away. */
  #isGoneElsewhere(key: NodeKey, container: Y.XmlElement): boolean {
    const block = this.#binding.blocks.get(key);
    if (!block) return false;
    if (!blockOf(this.#binding, key)) return true;
    const parent = block.head.parent;
    // Merged into another block by somebody else.
    if (parent === container) return true;
    // Moved here from another container: there it goes, here a copy is made.
    this.#unbindAll(key);
    if (parent instanceof Y.XmlElement) {
      const doomed = new Set<unknown>([block.head, anchorOf(block.head), ...block.fragments]);
      removeChildren(parent, doomed);
    }
    return false;
  }

  /** Makes a block of a node, behind another element or at the beginning; text between blocks becomes a paragraph. */
  #create(container: Y.XmlElement, before: Y.XmlElement | null, each: PlacedNode): Y.XmlElement | null {
    const head = this.#newElement(each.node);
    if (!head) return before;
    container.insertAfter(before, [head]);
    if (!each.node) {
      insertSpans({ text: addText(head), index: 0 }, inlineOf(each.loose).spans);
      return head;
    }
    const { node } = each;
    bind(this.#binding, node.getKey(), { head, fragments: [] });
    this.#done.add(node.getKey());
    writeAttribute(head, '_id', this.#idsOfMoved.get(node.getKey()) ?? null);
    if (node instanceof UnknownBlockNode) {
      // Drawn once more, by what the parcel has become.
      this.#blocks.add(head);
      return head;
    }
    for (const [name, value] of Object.entries(fieldsOf(node))) writeAttribute(head, name, value);
    this.#writePlace(head, node, each.list);
    if (!$isElementNode(node)) return head;
    if ($holdsBlocks(node) || node instanceof GridRowNode) {
      this.#containers.add(head);
      let last: Y.XmlElement | null = null;
      for (const child of blocksOf(node)) {
        if (node instanceof GridRowNode && this.#isUnwritten(node, child)) continue;
        if (child.node) this.#isGoneElsewhere(child.node.getKey(), head);
        last = this.#create(head, last, child);
      }
    } else {
      this.#blocks.add(head);
      insertSpans({ text: addText(head), index: 0 }, inlineOf(inlineChildrenOf(node)).spans);
    }
    return head;
  }

  /** A new element for a node, or for text between blocks; null for the copy of something that can't be copied. */
  #newElement(node: LexicalNode | undefined): Y.XmlElement | null {
    if (node instanceof UnknownBlockNode) return unpackBlock(parcelOf(node));
    return new Y.XmlElement(node?.getType() ?? 'paragraph');
  }

  /** Writes where a block stands in a list, as far as the author changed it. */
  #writePlace(head: Y.XmlElement, node: LexicalNode, list: ListPlace | null): void {
    const was = this.#author.place(head, node.getKey());
    const write = (name: '_depth' | '_list' | '_start', now: string | number | null, then: string | number | null) => {
      if (now !== then) writeAttribute(head, name, now);
    };
    write('_list', list?.type ?? null, was?.type ?? null);
    write('_depth', list?.depth || null, was?.depth || null);
    write('_start', startOf(list), startOf(was));
  }

  #writeBlock(block: Block, node: LexicalNode): void {
    const { head } = block;
    this.#blocks.add(head);
    if (!this.#author.mayRead(block)) return;
    writeFields(head, fieldsOf(node), this.#author.fields(head) ?? storedFields(block, this.#binding.kinds));
    // A row whose cells are all part of merged ones holds none in the editor.
    if (!$isElementNode(node) || node instanceof GridRowNode) return;
    if ($holdsBlocks(node)) {
      for (const text of textsOf(block)) text.delete(0, text.length);
      return;
    }
    if (holdsBlocks(head)) removeChildren(head, new Set(elementsOf(head)));
    const now = inlineOf(inlineChildrenOf(node));
    if (textsOf(block).length === 0) {
      if (now.text !== '') insertSpans({ text: addText(head), index: 0 }, now.spans);
      return;
    }
    const known = this.#author.text(block);
    const edit = writeInline(this.#author.stored(block), known, now, caretIn(node));
    this.#author.hasWritten(head, { inline: now, drift: rebased(known.drift, edit) });
  }

  /** Forgets a block and what it holds. */
  #unbindAll(key: NodeKey): void {
    const block = this.#binding.blocks.get(key);
    if (!block) return;
    const id = readMark(block.head, '_id');
    if (typeof id === 'string') this.#idsOfMoved.set(key, id);
    for (const element of elementsOf(block.head)) {
      const inner = this.#binding.keys.get(element);
      // A merged cell that shows this, and stands in a row above, stays.
      if (inner !== undefined && this.#binding.blocks.get(inner)?.head === element) this.#unbindAll(inner);
    }
    unbind(this.#binding, key);
  }
}

/** What one element of a container is to hold. */
interface Part {
  readonly container: Y.XmlElement;
  readonly placed: PlacedNode[];
}

function writeFields(head: Y.XmlElement, now: Attributes, then: Attributes): void {
  for (const name of Object.keys(then)) if (!(name in now)) writeAttribute(head, name, null);
  for (const [name, value] of Object.entries(now)) if (then[name] !== value) writeAttribute(head, name, value);
}

/** An untouched paragraph in an empty document: the screen's own, not content. */
function isPlaceholder(binding: Binding, placed: readonly PlacedNode[], outline: readonly Block[]): boolean {
  const [only, ...others] = placed;
  if (others.length > 0 || outline.some(({ head }) => isShown(binding, head))) return false;
  if (!only) return true;
  return $isParagraphNode(only.node) && only.node.isEmpty() && Object.keys(fieldsOf(only.node)).length === 0;
}

function samePlace(a: ListPlace | null, b: ListPlace | null): boolean {
  return a?.type === b?.type && a?.depth === b?.depth && a?.start === b?.start;
}

function startOf(list: ListPlace | null): number | null {
  return list && list.start !== 1 ? list.start : null;
}

function caretIn(node: ElementNode): number | undefined {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return undefined;
  return $offsetIn(node, selection.anchor) ?? undefined;
}
