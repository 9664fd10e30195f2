import { $isListItemNode, $isListNode } from '@lexical/list';
import {
  $getNodeByKey,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isParagraphNode,
  $isRangeSelection,
  $isRootNode,
  type EditorState,
  type ElementNode,
  type LexicalNode,
  type NodeKey,
} from 'lexical';
import * as Y from 'yjs';
import { type Binding, bind, blockOf, unbind } from './binding.ts';
import { type Stale, storedFields } from './draw.ts';
import { concatenate, type Known, noDrift, rebased } from './drift.ts';
import { type Inline, inlineOf, readTexts } from './inline.ts';
import { findEdit } from './inline-diff.ts';
import { $holdsBlocks, blocksOf, inlineChildrenOf, type ListPlace, type PlacedNode, readListPlace } from './lists.ts';
import { longestIncreasing } from './longest-increasing.ts';
import { fieldsOf } from './node-json.ts';
import { $isBlock } from './node-kinds.ts';
import { anchorOf, type Block, elementsOf, holdsBlocks, isSlot, outlineOf, textsOf } from './outline.ts';
import { $offsetIn } from './points.ts';
import { type Attributes, isDeleted, readMark, SLOT, typeOf, writeAttribute } from './schema.ts';
import { insertSpans, writeInline } from './write-inline.ts';

/** What an update of the editor touched, as Lexical reports it: elements marked false merely contain what it did. */
export interface Dirty {
  readonly elements: ReadonlyMap<NodeKey, boolean>;
  readonly leaves: ReadonlySet<NodeKey>;
}

/** What the author had in front of them, where that isn't what the document holds by now. */
export interface Behind extends Stale {
  /** The editor as it was when it last agreed with the document; null if there is no telling. */
  readonly before: EditorState | null;
  /** The text of blocks that were written since, though not drawn. */
  readonly texts: Map<Y.XmlElement, Inline>;
}

/** What was written to, to be drawn again: usually it is shown as it was written, but the document has the last word. */
export type Written = Stale;

/**
 * Writes what the author changed since `behind.before`, within an update or a read of the editor, and within a
 * transaction of the document. Nothing is written where the two agree, so it may be called once too often.
 */
export function $write(binding: Binding, dirty: Dirty, behind: Behind): Written {
  return new Writer(binding, behind).write(dirty);
}

/** The blocks that an update touched, and the elements whose blocks it may have added, removed or moved. */
export function $touched(
  binding: Binding,
  dirty: Dirty,
  before: EditorState | null,
): { containers: Set<ElementNode>; blocks: Set<LexicalNode> } {
  const containers = new Set<ElementNode>();
  const blocks = new Set<LexicalNode>();
  const touch = (node: LexicalNode | null) => {
    const block = blockAround(node);
    if (!block) return;
    if ($isRootNode(block)) {
      containers.add(block);
      return;
    }
    if (!$isListNode(block)) blocks.add(block);
    // What isn't in the document yet is its container's business, and so is where a list item stands.
    if (!binding.blocks.has(block.getKey()) || $isListNode(block) || $isListItemNode(block)) {
      const container = containerAround(binding, block);
      if (container) containers.add(container);
    }
    if ($isElementNode(block) && $holdsBlocks(block)) containers.add(block);
  };
  for (const [key, isMeant] of dirty.elements) if (isMeant && key !== 'root') touch($getNodeByKey(key));
  if (dirty.elements.has('root') && $isRearranged(dirty, before)) containers.add($getRoot());
  for (const key of dirty.leaves) touch($getNodeByKey(key));
  return { containers, blocks };
}

/**
 * Whether the root's own children changed. Lexical reports the root in any case, and on a page makes a new object of it
 * at every keystroke; but whatever comes, goes or moves changes its neighbours' links, or the root's to the first and last.
 */
function $isRearranged(dirty: Dirty, before: EditorState | null): boolean {
  const root = $getRoot();
  const known = before?._nodeMap;
  const knownRoot = known?.get('root');
  if (!known || !$isRootNode(knownRoot)) return true;
  if (knownRoot.__size !== root.__size || knownRoot.__first !== root.__first || knownRoot.__last !== root.__last) {
    return true;
  }
  return [...dirty.elements.keys(), ...dirty.leaves].some((key) => {
    const node = $getNodeByKey(key);
    if (node?.__parent !== 'root') return false;
    const old = known.get(key);
    return old?.__parent !== 'root' || old.__prev !== node.__prev || old.__next !== node.__next;
  });
}

/** The nearest block that a node is, or stands in; null for what isn't in the editor any more. */
function blockAround(from: LexicalNode | null): LexicalNode | null {
  if (!from?.isAttached()) return null;
  let node: LexicalNode | null = from;
  while (node && !$isBlock(node)) node = node.getParent();
  return node;
}

/** The root, or the bound block, whose blocks an element (through lists, or what isn't bound either) belongs to. */
function containerAround(binding: Binding, node: LexicalNode): ElementNode | null {
  let parent = node.getParent();
  while (parent && !$isRootNode(parent)) {
    const isList = $isListNode(parent) || ($isListItemNode(parent) && $isListNode(parent.getFirstChild()));
    if (!isList && binding.blocks.has(parent.getKey())) break;
    parent = parent.getParent();
  }
  return parent;
}

class Writer {
  readonly #binding: Binding;
  readonly #behind: Behind;
  /** Blocks whose content is written already: new ones, and heirs. */
  readonly #done = new Set<NodeKey>();
  /** The keys of the nodes that heirs were before. */
  readonly #formerKeys = new Map<NodeKey, NodeKey>();
  /** What the author knew of blocks that are written in two parts. */
  readonly #knownTexts = new Map<Y.XmlElement, Known>();
  readonly #containers = new Set<Y.XmlElement>();
  readonly #blocks = new Set<Y.XmlElement>();

  constructor(binding: Binding, behind: Behind) {
    this.#binding = binding;
    this.#behind = behind;
  }

  write(dirty: Dirty): Written {
    const { containers, blocks } = $touched(this.#binding, dirty, this.#behind.before);
    const dirtyBlocks = new Set([...blocks].map((node) => node.getKey()));
    for (const node of [...containers].sort((a, b) => depthOf(a) - depthOf(b))) {
      if ($isRootNode(node)) this.#writeContainer(this.#binding.root, node, dirtyBlocks);
      const block = blockOf(this.#binding, node.getKey());
      if (block && !this.#done.has(node.getKey())) this.#writeContainer(block.head, node, dirtyBlocks);
    }
    for (const node of blocks) {
      const block = blockOf(this.#binding, node.getKey());
      // Drawn over in the very update that wrote it, twice: what the author did can't be told from what came in.
      if (block && !this.#behind.before && this.#behind.blocks.has(block.head)) continue;
      if (block && !this.#done.has(node.getKey())) this.#writeBlock(block, node);
    }
    return { containers: this.#containers, blocks: this.#blocks };
  }

  #writeContainer(container: Y.XmlElement, node: ElementNode, dirtyBlocks: ReadonlySet<NodeKey>): void {
    const binding = this.#binding;
    const placed = blocksOf(node);
    const outline = outlineOf(container).filter((block) => !isSlot(block.head));
    if (container === binding.root && isPlaceholder(binding, placed, outline)) return;
    this.#containers.add(container);
    const order = this.#orderBefore(container, outline);
    const present = this.#presentBlocks(outline, order);
    const kept = new Set(
      placed.flatMap((each) => (each.node && present.has(each.node.getKey()) ? each.node.getKey() : [])),
    );
    const gone = new Map([...present].filter(([key]) => !kept.has(key)));
    const heirs = this.#findHeirs(placed, present, gone);
    const merged = this.#findMerged(placed, present, gone, dirtyBlocks, heirs);
    for (const [heir, old] of heirs) {
      const block = present.get(old);
      if (!block) continue;
      this.#formerKeys.set(heir.getKey(), old);
      order.set(heir.getKey(), order.get(old) ?? outline.length);
      gone.delete(old);
      present.delete(old);
      unbind(binding, old);
      bind(binding, heir.getKey(), block);
      present.set(heir.getKey(), block);
      // A node never changes its type: only an heir is a block of another one.
      writeAttribute(block.head, '_as', heir.getType() === block.head.nodeName ? null : heir.getType());
    }
    for (const [key, fragments] of merged) {
      const block = present.get(key);
      if (!block) continue;
      const known = this.#knownTogether([block, ...fragments]);
      let last = block.fragments.at(-1) ?? block.head;
      for (const fragment of fragments) {
        const fragmentKey = binding.keys.get(fragment.head);
        if (fragmentKey !== undefined) {
          gone.delete(fragmentKey);
          present.delete(fragmentKey);
          unbind(binding, fragmentKey);
        }
        writeAttribute(fragment.head, '_joined', idOf(last));
        last = fragment.fragments.at(-1) ?? fragment.head;
      }
      const whole = {
        head: block.head,
        fragments: [...block.fragments, ...fragments.flatMap(({ head, fragments: own }) => [head, ...own])],
      };
      bind(binding, key, whole);
      present.set(key, whole);
      this.#knownTexts.set(block.head, known);
      if (fragments.some(({ head }) => this.#behind.blocks.has(head))) this.#behind.blocks.add(block.head);
    }
    this.#remove(container, gone);
    this.#place(container, placed, present, order);
    for (const each of placed) {
      if (!each.node) continue;
      const block = present.get(each.node.getKey());
      if (!block || this.#done.has(each.node.getKey())) continue;
      this.#writePlace(block.head, each.node, each.list);
    }
    for (const heir of heirs.keys()) {
      const block = present.get(heir.getKey());
      if (block) this.#writeBlock(block, heir);
      this.#done.add(heir.getKey());
    }
  }

  /**
   * The blocks that the author knew of and that are still there, in the order in which they knew them. One that
   * others merged into another meanwhile is among them; what they merged into it, or took out of it, isn't part of it.
   */
  #presentBlocks(outline: readonly Block[], order: ReadonlyMap<NodeKey, number>): Map<NodeKey, Block> {
    const { blocks, keys } = this.#binding;
    const heads = new Set(outline.map(({ head }) => head));
    const present = outline.flatMap(({ head, fragments }) =>
      [head, ...fragments].flatMap((element): [NodeKey, Block][] => {
        const key = keys.get(element);
        const known = key === undefined ? undefined : blocks.get(key);
        if (key === undefined || known?.head !== element) return [];
        return [
          [key, { head: element, fragments: known.fragments.filter((each) => !heads.has(each) && !isDeleted(each)) }],
        ];
      }),
    );
    const place = (key: NodeKey) => order.get(key) ?? present.length;
    return new Map(present.sort(([a], [b]) => place(a) - place(b)));
  }

  /**
   * New nodes that are an old block in another guise: turned into another type, they have its texts, or say the
   * same in the same place, or took the place of an empty one. A block whose whole text went to a new one below it (Enter at its beginning) has an heir
   * too, and is itself the new, empty one.
   */
  #findHeirs(
    placed: readonly PlacedNode[],
    present: ReadonlyMap<NodeKey, Block>,
    gone: ReadonlyMap<NodeKey, Block>,
  ): Map<LexicalNode, NodeKey> {
    const heirs = new Map<LexicalNode, NodeKey>();
    const claimed = new Set<NodeKey>();
    const claim = (node: LexicalNode, key: NodeKey) => {
      heirs.set(node, key);
      claimed.add(key);
    };
    const fresh = placed.flatMap(({ node }) =>
      $isElementNode(node) && !this.#binding.blocks.has(node.getKey()) && !$holdsBlocks(node) ? [node] : [],
    );
    for (const node of fresh) {
      const owner = inlineChildrenOf(node)
        .map((child) => this.#ownerBefore(child.getKey()))
        .find((key) => key !== undefined);
      const block = owner === undefined ? undefined : present.get(owner);
      if (owner === undefined || !block || claimed.has(owner) || holdsBlocks(block.head)) continue;
      if (gone.has(owner) || this.#isDrained(owner, block)) claim(node, owner);
    }
    const followers = followersOf(present, gone);
    let free = followers(null);
    for (const { node } of placed) {
      const key = node?.getKey();
      if (key !== undefined && present.has(key)) {
        free = followers(key);
      } else if (node && fresh.includes(node as ElementNode) && !heirs.has(node)) {
        const text = inlineOf(inlineChildrenOf(node)).text;
        const old = free.find(
          (each) => !claimed.has(each) && ['', text].includes(this.#textOf(present.get(each)) ?? ' '),
        );
        if (old !== undefined) claim(node, old);
      }
    }
    return heirs;
  }

  /** Blocks that are gone because their text now continues the one before them. */
  #findMerged(
    placed: readonly PlacedNode[],
    present: ReadonlyMap<NodeKey, Block>,
    gone: ReadonlyMap<NodeKey, Block>,
    dirtyBlocks: ReadonlySet<NodeKey>,
    heirs: ReadonlyMap<LexicalNode, NodeKey>,
  ): Map<NodeKey, Block[]> {
    const merged = new Map<NodeKey, Block[]>();
    const inherited = new Set(heirs.values());
    const followers = followersOf(present, gone);
    for (const { node } of placed) {
      const key = node?.getKey();
      if (!$isElementNode(node) || key === undefined || !present.has(key) || !dirtyBlocks.has(key)) continue;
      if (inherited.has(key) || $holdsBlocks(node)) continue;
      const next = followers(key)
        .filter((each) => !inherited.has(each))
        .flatMap((each) => present.get(each) ?? []);
      const block = present.get(key);
      if (!block || next.length === 0 || [block, ...next].some(({ head }) => holdsBlocks(head))) continue;
      const fragments = this.#continued(block, next, inlineOf(inlineChildrenOf(node)));
      if (fragments.length > 0) merged.set(key, fragments);
    }
    return merged;
  }

  /** Which of the next blocks a block's new text goes on with. */
  #continued(block: Block, next: readonly Block[], now: Inline): Block[] {
    const alone = this.#known(block).inline;
    const whole = this.#knownTogether([block, ...next]).inline;
    const edit = findEdit(whole, now);
    if (edit.inserted >= findEdit(alone, now).inserted) return [];
    let start = alone.text.length;
    return next.filter((each) => {
      const end = start + this.#known(each).inline.text.length;
      const remains = start < Math.min(end, edit.at) || Math.max(start, edit.at + edit.removed) < end;
      start = end;
      return remains;
    });
  }

  #remove(container: Y.XmlElement, gone: ReadonlyMap<NodeKey, Block>): void {
    const doomed = new Set<unknown>();
    for (const [key, { head, fragments }] of gone) {
      for (const element of [head, ...fragments]) doomed.add(element).add(anchorOf(element));
      this.#unbindAll(key);
    }
    removeChildren(container, doomed);
  }

  /** Puts blocks in their order: those out of it get a slot where they belong, new ones are made there. */
  #place(
    container: Y.XmlElement,
    placed: readonly PlacedNode[],
    present: ReadonlyMap<NodeKey, Block>,
    order: ReadonlyMap<NodeKey, number>,
  ): void {
    const sequence = placed.flatMap(({ node }) => (node && present.has(node.getKey()) ? [node.getKey()] : []));
    const stays = longestIncreasing(sequence.map((key) => order.get(key) ?? Number.MAX_SAFE_INTEGER));
    const inOrder = new Set(sequence.filter((_, i) => stays.has(i)));
    let before: Y.XmlElement | null = null;
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
    if (parent instanceof Y.XmlElement) {
      const doomed = new Set<unknown>([block.head, anchorOf(block.head), ...block.fragments]);
      removeChildren(parent, doomed);
    }
    this.#unbindAll(key);
    return false;
  }

  #create(container: Y.XmlElement, before: Y.XmlElement | null, each: PlacedNode): Y.XmlElement {
    const type = each.node?.getType() ?? 'paragraph';
    const head = new Y.XmlElement(type);
    container.insertAfter(before, [head]);
    if (!each.node) {
      insertSpans({ text: addText(head), index: 0 }, inlineOf(each.loose).spans);
      return head;
    }
    const { node } = each;
    bind(this.#binding, node.getKey(), { head, fragments: [] });
    this.#done.add(node.getKey());
    for (const [name, value] of Object.entries(fieldsOf(node))) writeAttribute(head, name, value);
    this.#writePlace(head, node, each.list);
    if (!$isElementNode(node)) return head;
    if ($holdsBlocks(node)) {
      this.#containers.add(head);
      let last: Y.XmlElement | null = null;
      for (const child of blocksOf(node)) {
        if (child.node) this.#isGoneElsewhere(child.node.getKey(), head);
        last = this.#create(head, last, child);
      }
    } else {
      this.#blocks.add(head);
      insertSpans({ text: addText(head), index: 0 }, inlineOf(inlineChildrenOf(node)).spans);
    }
    return head;
  }

  /** Writes where a block stands in a list, as far as the author changed it. */
  #writePlace(head: Y.XmlElement, node: LexicalNode, list: ListPlace | null): void {
    const was = this.#placeBefore(head, node);
    const write = (name: '_depth' | '_list' | '_start', now: string | number | null, then: string | number | null) => {
      if (now !== then) writeAttribute(head, name, now);
    };
    write('_list', list?.type ?? null, was?.type ?? null);
    write('_depth', list?.depth || null, was?.depth || null);
    write('_start', startOf(list), startOf(was));
  }

  #placeBefore(head: Y.XmlElement, node: LexicalNode): ListPlace | null {
    const { before, blocks } = this.#behind;
    if (!before || !blocks.has(head)) return readMark(head, '_list') === undefined ? null : readListPlace(head);
    return before.read(() => {
      const old = $getNodeByKey(this.#formerKeys.get(node.getKey()) ?? node.getKey());
      const container = old ? containerAround(this.#binding, old) : null;
      const found = container && blocksOf(container).find((each) => each.node?.is(old));
      return found?.list ?? null;
    });
  }

  #writeBlock(block: Block, node: LexicalNode): void {
    const { head } = block;
    this.#blocks.add(head);
    const known = this.#known(block);
    this.#writeFields(head, fieldsOf(node), this.#before(block)?.fields ?? storedFields(head));
    if (!$isElementNode(node) || $holdsBlocks(node)) {
      if ($isElementNode(node)) for (const text of textsOf(block)) text.delete(0, text.length);
      return;
    }
    if (holdsBlocks(head)) removeChildren(head, new Set(elementsOf(head)));
    const now = inlineOf(inlineChildrenOf(node));
    const stored = this.#stored(block);
    if (stored.pieces.length === 0 && now.text.length > 0) {
      const text = addText(head);
      insertSpans({ text, index: 0 }, now.spans);
    } else if (stored.pieces.length > 0) {
      const edit = writeInline(stored, known, now, caretIn(node));
      if (this.#behind.blocks.has(head)) {
        this.#behind.texts.set(head, now);
        this.#binding.drifts.set(head, rebased(known.drift, edit));
      }
    }
  }

  #writeFields(head: Y.XmlElement, now: Attributes, then: Attributes): void {
    for (const name of Object.keys(then)) if (!(name in now)) writeAttribute(head, name, null);
    for (const [name, value] of Object.entries(now)) {
      if (then[name] !== value) writeAttribute(head, name, value);
    }
  }

  /** The places of a container's blocks in the order that the author knew. */
  #orderBefore(container: Y.XmlElement, outline: readonly Block[]): Map<NodeKey, number> {
    const key = this.#binding.keys.get(container);
    const { before, containers } = this.#behind;
    if (!before || !containers.has(container)) {
      return new Map(outline.map(({ head }, i) => [this.#binding.keys.get(head) ?? '', i]));
    }
    return before.read(() => {
      const node = container === this.#binding.root ? $getRoot() : key === undefined ? null : $getNodeByKey(key);
      const known = $isElementNode(node) ? blocksOf(node).flatMap((each) => each.node?.getKey() ?? []) : [];
      return new Map(known.map((each, i) => [each, i]));
    });
  }

  /** The text of a block as the author knew it: what the document holds, unless others wrote there meanwhile. */
  #known(block: Block): Known {
    const { head } = block;
    const { blocks, texts } = this.#behind;
    const { drifts } = this.#binding;
    const known = this.#knownTexts.get(head);
    if (known) return known;
    const inline = blocks.has(head) ? (texts.get(head) ?? this.#before(block)?.inline) : undefined;
    return inline
      ? { inline, drift: drifts.get(head) ?? noDrift }
      : { inline: this.#stored(block).inline, drift: noDrift };
  }

  #knownTogether(parts: readonly Block[]): Known {
    return concatenate(parts.map((each) => ({ ...this.#known(each), length: this.#stored(each).inline.text.length })));
  }

  /** A block that others wrote in meanwhile, as the author had it; null for one that is up to date. */
  #before({ head }: Block): { fields: Attributes; inline: Inline } | null {
    const { before, blocks } = this.#behind;
    const key = this.#binding.keys.get(head);
    if (!before || !blocks.has(head) || key === undefined) return null;
    return before.read(() => {
      const node = $getNodeByKey(this.#formerKeys.get(key) ?? key);
      return node && { fields: fieldsOf(node), inline: inlineOf(inlineChildrenOf(node)) };
    });
  }

  #ownerBefore(key: NodeKey): NodeKey | undefined {
    return this.#behind.before?.read(() => {
      let node = $getNodeByKey(key);
      while (node && !this.#binding.blocks.has(node.getKey())) node = node.getParent();
      return node?.getKey();
    });
  }

  /** Whether a block had a text that the editor shows elsewhere now. */
  #isDrained(key: NodeKey, block: Block): boolean {
    const node = $getNodeByKey(key);
    return $isElementNode(node) && inlineChildrenOf(node).length === 0 && this.#textOf(block) !== '';
  }

  #textOf(block: Block | undefined): string | undefined {
    return block && !holdsBlocks(block.head) ? this.#known(block).inline.text : undefined;
  }

  #stored(block: Block): ReturnType<typeof readTexts> {
    return readTexts(textsOf(block), this.#binding.kinds);
  }

  #unbindAll(key: NodeKey): void {
    const block = this.#binding.blocks.get(key);
    if (!block) return;
    for (const element of elementsOf(block.head)) {
      const inner = this.#binding.keys.get(element);
      if (inner !== undefined) this.#unbindAll(inner);
    }
    unbind(this.#binding, key);
  }
}

/** Tells which blocks stood right after a kept one (or at the beginning: null) and are gone. */
function followersOf(
  present: ReadonlyMap<NodeKey, Block>,
  gone: ReadonlyMap<NodeKey, Block>,
): (key: NodeKey | null) => NodeKey[] {
  const runs = new Map<NodeKey | null, NodeKey[]>();
  let last: NodeKey | null = null;
  for (const key of present.keys()) {
    if (!gone.has(key)) last = key;
    else if (!runs.get(last)?.push(key)) runs.set(last, [key]);
  }
  return (key) => runs.get(key) ?? [];
}

/** An untouched paragraph in an empty document: the screen's own, not content. */
function isPlaceholder(binding: Binding, placed: readonly PlacedNode[], outline: readonly Block[]): boolean {
  const [only, ...others] = placed;
  const isShown = (block: Block) => binding.kinds.get(typeOf(block.head)) === 'block';
  if (others.length > 0 || outline.some(isShown)) return false;
  if (!only) return true;
  return $isParagraphNode(only.node) && only.node.isEmpty() && Object.keys(fieldsOf(only.node)).length === 0;
}

function moveAfter(container: Y.XmlElement, before: Y.XmlElement | null, head: Y.XmlElement): void {
  const old = anchorOf(head);
  const slot = new Y.XmlElement(SLOT);
  container.insertAfter(before, [slot]);
  writeAttribute(head, '_at', idOf(slot));
  if (old !== head) removeChildren(container, new Set([old]));
}

/**
 * The id of an element, given to it if it has none. It is that of the item that holds it, so that two people who give
 * it one at once give the same; and it is kept as an attribute, since undoing a removal brings it back as another item.
 */
function idOf(element: Y.XmlElement): string {
  const present = readMark(element, '_id');
  if (typeof present === 'string') return present;
  if (!element._item) throw new Error('an element needs to be in a document to have an id');
  const { client, clock } = element._item.id;
  const id = `${client.toString(36)}-${clock.toString(36)}`;
  writeAttribute(element, '_id', id);
  return id;
}

function addText(head: Y.XmlElement): Y.XmlText {
  const text = new Y.XmlText();
  head.insert(0, [text]);
  return text;
}

function removeChildren(container: Y.XmlElement, doomed: ReadonlySet<unknown>): void {
  const children = container.toArray();
  for (let end = children.length; end > 0; ) {
    let start = end;
    while (start > 0 && doomed.has(children[start - 1])) start--;
    if (start < end) container.delete(start, end - start);
    end = start - 1;
  }
}

function startOf(list: ListPlace | null): number | null {
  return list && list.start !== 1 ? list.start : null;
}

function caretIn(node: ElementNode): number | undefined {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return undefined;
  return $offsetIn(node, selection.anchor) ?? undefined;
}

function depthOf(node: LexicalNode): number {
  return node.getParents().length;
}
