import type * as Y from 'yjs';
import { boardElements, Places, type StoredElement, sameValue } from '../../content/board/index.ts';
import type { DragState } from './drag.ts';
import type { Offsets } from './read.ts';
import { decodeRefs } from './refs.ts';

/** How long somebody who has let go is waited for: their change is written to disk before it comes. */
export const PATIENCE = 2000;

interface Following {
  readonly drag: DragState;
  /** Elements that are still where the document had them when the drag began. */
  readonly places: Map<string, unknown>;
  readonly endedAt: number | null;
}

/** What others are dragging just now, over what the document says. */
export class Overlay {
  readonly #elements: Y.Map<StoredElement>;
  readonly #places: Places;
  readonly #carried: Set<string>;
  readonly #drags = new Map<number, Following>();
  readonly offsets = new Map<string, { x: number; y: number }>() satisfies Offsets;

  constructor(doc: Y.Doc, carried: Set<string>) {
    this.#elements = boardElements(doc);
    this.#places = Places.of(doc);
    this.#carried = carried;
  }

  /**
   * Takes what everybody else says; null is of one who is here and drags nothing. Returns whether to ask again after
   * `PATIENCE`, although nothing is said.
   */
  update(drags: ReadonlyMap<number, DragState | null>, now: number): boolean {
    for (const client of [...this.#drags.keys()]) if (!drags.has(client)) this.#end(client);
    for (const [client, drag] of drags) {
      const before = this.#drags.get(client);
      if (drag) this.#move(client, drag, before);
      else if (before) this.#wait(client, before, now);
    }
    this.#place();
    return [...this.#drags.values()].some(({ endedAt }) => endedAt !== null);
  }

  /** Elements that were changed in the document are where that says. */
  settle(changed: Iterable<string>): void {
    if (this.#drags.size === 0) return;
    for (const id of changed) {
      for (const { places } of this.#drags.values()) {
        if (places.has(id) && !sameValue(places.get(id), this.#places.get(id))) places.delete(id);
      }
    }
    this.#place();
  }

  #move(client: number, drag: DragState, before: Following | undefined): void {
    const places =
      before?.drag.n === drag.n
        ? before.places
        : new Map(decodeRefs(this.#elements, drag.refs).map((id) => [id, this.#places.get(id)]));
    if (before && before.places !== places) this.#end(client);
    this.#drags.set(client, { drag, places, endedAt: null });
  }

  #wait(client: number, before: Following, now: number): void {
    const endedAt = before.endedAt ?? now;
    if (now - endedAt >= PATIENCE) this.#end(client);
    else this.#drags.set(client, { ...before, endedAt });
  }

  #end(client: number): void {
    this.#drags.delete(client);
  }

  #place(): void {
    for (const id of this.offsets.keys()) this.#carried.add(id);
    this.offsets.clear();
    for (const { drag, places } of this.#drags.values()) {
      for (const id of places.keys()) {
        this.offsets.set(id, { x: drag.x, y: drag.y });
        this.#carried.add(id);
      }
    }
  }
}
