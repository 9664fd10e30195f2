import { $getNodeByKey, $getRoot, $isElementNode, type EditorState, type NodeKey } from 'lexical';
import type * as Y from 'yjs';
import type { Binding } from './binding.ts';
import type { Stale } from './draw.ts';
import { concatenate, type Known, noDrift } from './drift.ts';
import { type Inline, inlineOf, readTexts } from './inline.ts';
import { blocksOf, inlineChildrenOf, type ListPlace, readListPlace } from './lists.ts';
import { fieldsOf } from './node-json.ts';
import { isUnknown } from './node-kinds.ts';
import { type Block, holdsBlocks, textsOf } from './outline.ts';
import { type Attributes, isDeleted, readMark } from './schema.ts';
import { containerAround } from './touched.ts';
import type { StoredText } from './write-inline.ts';

/** What the author had in front of them, where that isn't what the document holds by now. */
export interface Behind extends Stale {
  /** The editor as it was when it last agreed with the document; null if there is no telling. */
  readonly before: EditorState | null;
  /** The text of blocks that were written since, though not drawn. */
  readonly texts: Map<Y.XmlElement, Inline>;
}

/**
 * What the author had before them when they made the change that is being written: what the document holds, save for
 * what others have written since. A change is the difference to that, and to nothing else.
 */
export class Author {
  readonly #binding: Binding;
  readonly #behind: Behind;
  /** The keys that nodes had before, which have taken a block over since. */
  readonly #formerKeys: Map<NodeKey, NodeKey>;
  /** The keys of nodes that drawing put in the place of others. */
  readonly #keysNow: ReadonlyMap<NodeKey, NodeKey>;
  /** The texts of blocks that were merged in this very change. */
  readonly #merged = new Map<Y.XmlElement, Known>();

  constructor(binding: Binding, behind: Behind) {
    this.#binding = binding;
    this.#behind = behind;
    this.#formerKeys = new Map(binding.successors);
    this.#keysNow = new Map([...binding.successors].map(([now, former]) => [former, now]));
  }

  /** Whether others have written to a block that the author hasn't seen yet. */
  isBehind(head: Y.XmlElement): boolean {
    return this.#behind.blocks.has(head);
  }

  /** Whether others have added, removed or moved blocks of a container that the author hasn't seen yet. */
  isBehindIn(container: Y.XmlElement): boolean {
    return this.#behind.containers.has(container);
  }

  /** Whether it can't be told what the author did to a block: it was drawn over within the update that did it. */
  isInDoubt(head: Y.XmlElement): boolean {
    return this.#behind.before === null && this.isBehind(head);
  }

  /** The blocks of a container that the author knew of and that are still there, in the order they knew. */
  present(outline: readonly Block[], order: ReadonlyMap<NodeKey, number>): Map<NodeKey, Block> {
    const { blocks, keys } = this.#binding;
    const heads = new Set(outline.map(({ head }) => head));
    // One that others merged into another meanwhile is among them; what they merged into it, or took out, isn't its part.
    const present = outline.flatMap(({ head, fragments }) =>
      [head, ...fragments].flatMap((element): [NodeKey, Block][] => {
        const key = keys.get(element);
        const known = key === undefined ? undefined : blocks.get(key);
        if (key === undefined || known?.head !== element) return [];
        const parts = known.fragments.filter((each) => !heads.has(each) && !isDeleted(each));
        return [[key, { head: element, fragments: parts }]];
      }),
    );
    const place = (key: NodeKey) => order.get(key) ?? present.length;
    return new Map(present.sort(([a], [b]) => place(a) - place(b)));
  }

  /** The places of a container's blocks in that order. */
  order(container: Y.XmlElement, outline: readonly Block[]): Map<NodeKey, number> {
    const key = this.#binding.keys.get(container);
    const { before, containers } = this.#behind;
    if (!before || !containers.has(container)) {
      return new Map(outline.map(({ head }, i) => [this.#binding.keys.get(head) ?? '', i]));
    }
    return before.read(() => {
      const node = container === this.#binding.root ? $getRoot() : key === undefined ? null : $getNodeByKey(key);
      const known = $isElementNode(node) ? blocksOf(node).flatMap((each) => each.node?.getKey() ?? []) : [];
      return new Map(known.map((each, i) => [this.#keysNow.get(each) ?? each, i]));
    });
  }

  /** The text of a block. */
  text(block: Block): Known {
    const { head } = block;
    const merged = this.#merged.get(head);
    if (merged) return merged;
    const inline = this.isBehind(head) ? (this.#behind.texts.get(head) ?? this.#seen(head)?.inline) : undefined;
    if (!inline) return { inline: this.stored(block).inline, drift: noDrift };
    return { inline, drift: this.#binding.drifts.get(head) ?? noDrift };
  }

  textTogether(parts: readonly Block[]): Known {
    return concatenate(parts.map((each) => ({ ...this.text(each), length: this.stored(each).inline.text.length })));
  }

  /** The text of a block as letters; undefined for one that holds blocks, or nobody knows what. */
  letters(block: Block | undefined): string | undefined {
    return block && this.mayRead(block) && !holdsBlocks(block.head) ? this.text(block).inline.text : undefined;
  }

  /** Whether a block is of a type that is known here; what is within another one is never read or changed. */
  mayRead(block: Block): boolean {
    return !isUnknown(block.head, this.#binding.kinds);
  }

  /** The fields of a block that others wrote to; null for one that is up to date. */
  fields(head: Y.XmlElement): Attributes | null {
    return this.#seen(head)?.fields ?? null;
  }

  /** Where a block stood in a list. */
  place(head: Y.XmlElement, key: NodeKey): ListPlace | null {
    const { before } = this.#behind;
    if (!before || !this.isBehind(head)) return readMark(head, '_list') === undefined ? null : readListPlace(head);
    return before.read(() => {
      const node = $getNodeByKey(this.#formerKeys.get(key) ?? key);
      const container = node && containerAround(this.#binding, node);
      const found = container && blocksOf(container).find((each) => each.node?.is(node));
      return found?.list ?? null;
    });
  }

  /** The block that a node stood in. */
  blockAround(key: NodeKey): NodeKey | undefined {
    return this.#behind.before?.read(() => {
      for (let node = $getNodeByKey(key); node; node = node.getParent()) {
        const shown = this.#keysNow.get(node.getKey()) ?? node.getKey();
        if (this.#binding.blocks.has(shown)) return shown;
      }
      return undefined;
    });
  }

  /** What the document holds of a block now. */
  stored(block: Block): StoredText {
    return readTexts(textsOf(block), this.#binding.kinds);
  }

  hasTakenOver(key: NodeKey, former: NodeKey): void {
    this.#formerKeys.set(key, this.#formerKeys.get(former) ?? former);
  }

  hasMerged(head: Y.XmlElement, text: Known, parts: readonly Block[]): void {
    this.#merged.set(head, text);
    if (parts.some((each) => this.isBehind(each.head))) this.#behind.blocks.add(head);
  }

  /** Notes that a block that others wrote to says this for the author now, though they don't see the others' part yet. */
  hasWritten(head: Y.XmlElement, { inline, drift }: Known): void {
    if (!this.isBehind(head)) return;
    this.#behind.texts.set(head, inline);
    this.#binding.drifts.set(head, drift);
  }

  /** A block that others wrote to, as the author has it. */
  #seen(head: Y.XmlElement): { fields: Attributes; inline: Inline } | null {
    const key = this.#binding.keys.get(head);
    const { before } = this.#behind;
    if (!before || !this.isBehind(head) || key === undefined) return null;
    return before.read(() => {
      const node = $getNodeByKey(this.#formerKeys.get(key) ?? key);
      return node && { fields: fieldsOf(node), inline: inlineOf(inlineChildrenOf(node)) };
    });
  }
}
