import * as Y from 'yjs';
import type { Binding } from './binding.ts';
import type { Stale } from './draw.ts';
import { drifted, noDrift, type TextChange } from './drift.ts';
import type { Inline } from './inline.ts';
import { textsOf } from './outline.ts';

type Events = readonly Y.YEvent<Y.AbstractType<unknown>>[];

/** What of the document the editor doesn't show yet. */
export class Staleness implements Stale {
  readonly containers = new Set<Y.XmlElement>();
  readonly blocks = new Set<Y.XmlElement>();
  /** What the author has written in stale blocks since. */
  readonly texts = new Map<Y.XmlElement, Inline>();
  readonly #binding: Binding;

  constructor(binding: Binding) {
    this.#binding = binding;
  }

  get isEmpty(): boolean {
    return this.containers.size === 0 && this.blocks.size === 0;
  }

  add({ containers, blocks }: Stale): void {
    for (const container of containers) this.containers.add(container);
    for (const block of blocks) this.blocks.add(block);
  }

  /** Notes what others changed. */
  mark(events: Events): void {
    for (const { target, keys } of events) {
      const element = target instanceof Y.XmlText ? target.parent : target;
      const block = this.#headAround(element);
      if (block) this.blocks.add(block);
      if (!(element instanceof Y.XmlElement) || target instanceof Y.XmlText) continue;
      this.containers.add(element);
      // An attribute may have moved or merged a block, or put it into a list: that is its container's to show.
      if (keys.size > 0 && element.parent instanceof Y.XmlElement) this.containers.add(element.parent);
    }
  }

  /** Notes where others changed texts: needed only if the author may write there before it is shown. */
  noteDrifts(events: Events): void {
    const binding = this.#binding;
    const changes = new Map<unknown, readonly TextChange[]>(events.map(({ target, delta }) => [target, delta]));
    const heads = new Set(events.flatMap(({ target }) => this.#headOf(target.parent) ?? []));
    for (const head of heads) {
      const block = binding.blocks.get(binding.keys.get(head) ?? '');
      let drift = binding.drifts.get(head) ?? noDrift;
      let offset = 0;
      for (const text of block ? textsOf(block) : []) {
        const change = changes.get(text);
        if (change) drift = drifted(drift, change, offset);
        offset += text.length;
      }
      binding.drifts.set(head, drift);
    }
  }

  /** All is shown, save for these blocks. */
  leave(blocks: readonly Y.XmlElement[]): void {
    this.containers.clear();
    this.blocks.clear();
    for (const block of blocks) this.blocks.add(block);
    for (const notes of [this.texts, this.#binding.drifts]) {
      for (const head of notes.keys()) if (!this.blocks.has(head)) notes.delete(head);
    }
  }

  /** The block that an element is or that it lies in, at any depth if that is an unknown one. */
  #headAround(element: Y.AbstractType<unknown> | null): Y.XmlElement | undefined {
    for (let around = element; around && around !== this.#binding.root; around = around.parent) {
      const head = this.#headOf(around);
      if (head) return head;
    }
    return undefined;
  }

  #headOf(element: unknown): Y.XmlElement | undefined {
    const key = element instanceof Y.XmlElement ? this.#binding.keys.get(element) : undefined;
    return key === undefined ? undefined : this.#binding.blocks.get(key)?.head;
  }
}
