import * as Y from 'yjs';
import { sameValue } from './codec.ts';
import { isId, isList, isNumber } from './guards.ts';
import { boardElements, boardPlaces, type StoredPlaces } from './schema.ts';

/*
 * Where elements are and their shape, the bundle `g`, lies beside them in lists, one for each client that has put
 * any somewhere: `[id, g]`, and as third how often it was moved before. Who moves an element adds an entry at the end of
 * their own list and deletes the one before, wherever that is. In a list, what was deleted lies side by side and is a few
 * bytes in all; in a map each value that was overwritten is ten bytes for good, and what is done most on a board is moving.
 *
 * Two who move an element at once leave two entries: the one that was moved more often counts, of such the one in the list
 * with the greater name, until the next move deletes both. A list is never deleted: its client may be offline and
 * writing. A `g` among the element's other parts, as boards had it before, counts until the element is moved.
 */

/** Under which key the bundle is among the parts of an element. */
export const PLACE_KEY = 'g';
const MOST_MOVES = 2 ** 31;

interface Place {
  readonly g: unknown;
  readonly moves: number;
  readonly list: string;
  /** Who wrote it. */
  readonly client: number;
}

/** Hears which elements a transaction has put elsewhere. */
type PlacesListener = (ids: ReadonlySet<string>, transaction: Y.Transaction) => void;

/** Where the elements of a document are: found once, and again when it changes. */
export class Places {
  static readonly #ofDocs = new WeakMap<Y.Doc, Places>();

  static of(doc: Y.Doc): Places {
    const places = Places.#ofDocs.get(doc) ?? new Places(doc);
    Places.#ofDocs.set(doc, places);
    return places;
  }

  readonly #doc: Y.Doc;
  readonly #lists: Y.Map<StoredPlaces>;
  readonly #listeners = new Set<PlacesListener>();
  #places: ReadonlyMap<string, Place> | null = null;
  /** What the listeners know. */
  #told: ReadonlyMap<string, Place> = new Map();

  private constructor(doc: Y.Doc) {
    this.#doc = doc;
    this.#lists = boardPlaces(doc);
    // Before anybody hears of the transaction: who does may ask.
    doc.on('beforeObserverCalls', this.#noteChange);
  }

  /** The bundle as it lies there, not to be changed; undefined where there is none. */
  get(id: string): unknown {
    const place = this.#all().get(id);
    if (place) return place.g;
    const stored: unknown = boardElements(this.#doc).get(id);
    return stored instanceof Y.Map ? stored.get(PLACE_KEY) : undefined;
  }

  /** Which client put it there; null where its own parts say where it is. */
  clientOf(id: string): number | null {
    return this.#all().get(id)?.client ?? null;
  }

  /** Within a transaction: puts elements, by their ids, where these bundles say. A bundle is the document's own then. */
  put(bundles: ReadonlyMap<string, unknown>): void {
    if (bundles.size === 0) return;
    const before = this.#all();
    if ([...bundles.keys()].some((id) => before.has(id))) this.#delete(bundles);
    const entries = [...bundles].map(([id, g]) => {
      const place = before.get(id);
      return place ? [id, g, Math.min(place.moves + 1, MOST_MOVES)] : [id, g];
    });
    this.#ownList().push(entries);
    for (const id of bundles.keys()) {
      const stored: unknown = boardElements(this.#doc).get(id);
      if (stored instanceof Y.Map && stored.has(PLACE_KEY)) stored.delete(PLACE_KEY);
    }
    this.#places = null;
  }

  /** Calls back when elements were put elsewhere; returns how to stop. */
  observe(listener: PlacesListener): () => void {
    if (this.#listeners.size === 0) this.#told = this.#all();
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #delete(bundles: ReadonlyMap<string, unknown>): void {
    for (const list of this.#lists.values()) {
      if (!(list instanceof Y.Array)) continue;
      const isGone = list.toArray().map((entry) => bundles.has(placeOf(entry)?.id ?? ''));
      // From the end, so that the rest stays where it is; what lies side by side goes at once.
      for (let end = isGone.length; end > 0; end--) {
        let from = end;
        while (isGone[from - 1]) from--;
        if (from < end) list.delete(from, end - from);
        end = Math.max(1, from);
      }
    }
  }

  #ownList(): StoredPlaces {
    const name = this.#doc.clientID.toString(36);
    const list: unknown = this.#lists.get(name);
    return list instanceof Y.Array ? list : this.#lists.set(name, new Y.Array<unknown>());
  }

  readonly #noteChange = (transaction: Y.Transaction): void => {
    const lists: unknown = this.#lists;
    const isChanged = [...transaction.changed.keys()].some((type) => type === lists || type._item?.parent === lists);
    if (!isChanged) return;
    this.#places = null;
    if (this.#listeners.size === 0) return;
    const ids = changedBetween(this.#told, this.#all());
    this.#told = this.#all();
    for (const listener of this.#listeners) listener(ids, transaction);
  };

  #all(): ReadonlyMap<string, Place> {
    this.#places ??= placesIn(this.#lists);
    return this.#places;
  }
}

interface Entry {
  readonly id: string;
  readonly g: unknown;
  readonly moves: number;
}

/** Null for what is no entry; whether the bundle is one is for whoever shows the element. */
const placeOf = (value: unknown): Entry | null => {
  if (!isList(value, 3) || value.length < 2) return null;
  const [id, g, moves = 0] = value;
  return isId(id) && isNumber(moves, 0, MOST_MOVES) ? { id, g, moves } : null;
};

const placesIn = (lists: Y.Map<StoredPlaces>): Map<string, Place> => {
  const places = new Map<string, Place>();
  for (const [name, list] of lists) {
    if (!(list instanceof Y.Array)) continue;
    for (let item = list._start; item; item = item.right) {
      if (item.deleted || !item.countable) continue;
      for (const value of item.content.getContent()) {
        const entry = placeOf(value);
        const other = entry && places.get(entry.id);
        if (entry && !(other && counts(other, entry.moves, name))) {
          places.set(entry.id, { g: entry.g, moves: entry.moves, list: name, client: item.id.client });
        }
      }
    }
  }
  return places;
};

/** Whether a place counts before one in that list that was moved so often. */
const counts = (place: Place, moves: number, list: string): boolean =>
  place.moves !== moves ? place.moves > moves : place.list > list;

const changedBetween = (before: ReadonlyMap<string, Place>, after: ReadonlyMap<string, Place>): Set<string> => {
  const ids = new Set<string>();
  for (const [id, { g }] of after) if (before.get(id)?.g !== g) ids.add(id);
  for (const id of before.keys()) if (!after.has(id)) ids.add(id);
  return ids;
};

/** Tells which client has put an element where it is now, where another state has it elsewhere; null where it hasn't. */
export const moversBetween = (was: Y.Doc, now: Y.Doc): ((id: string) => number | null) => {
  const [before, after] = [Places.of(was), Places.of(now)];
  return (id) => (sameValue(before.get(id), after.get(id)) ? null : after.clientOf(id));
};
