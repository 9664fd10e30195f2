import * as Y from 'yjs';
import {
  appended,
  decodeElement,
  encodeElement,
  type Parts,
  type PartsChange,
  readElement,
  STROKE_KEYS,
  type StoredElement,
  sameValue,
  storeParts,
} from '../../content/board/index.ts';
import { type BoardState, changedElements } from './board-state.ts';
import type { SceneElement } from './canvas.ts';
import { isNothingYet, madeIds } from './gesture.ts';
import { sameTies } from './same-ties.ts';

/** From the canvas into the document: of what changed, only the parts that are other ones than were shown. */
export class Writer {
  readonly #state: BoardState;
  /** Elements that the gesture under way has made. */
  #made = new Set<string>();

  constructor(state: BoardState) {
    this.#state = state;
  }

  /** Writes what the author changed, but for what is held back for later. */
  write(isHeld: (id: string, parts: Parts) => boolean): void {
    const { canvas, doc, origin, ledger, ties, dirty } = this.#state;
    this.#noteMissing();
    const changed = changedElements(this.#state);
    if (changed.length === 0) return;
    if (this.#state.isReadOnly()) {
      // Whatever did this: it is undone here, and told nobody.
      for (const { id } of changed) if (ledger.get(id)) dirty.add(id);
      return;
    }
    const affected = new Set<string>();
    const making = madeIds(canvas.getAppState());
    doc.transact(() => {
      const changes: PartsChange[] = [];
      let isOrdered = false;
      for (const element of changed) {
        const parts = encodeElement(element);
        if (parts === null || isHeld(element.id, parts)) continue;
        if (isNothingYet(element) && !ledger.get(element.id)) {
          if (making.has(element.id)) continue;
          // A line of one point, say, that the canvas has left behind: it goes from there, too.
          if (!element.isDeleted && decodeElement(element.id, parts) === null) {
            dirty.add(element.id);
            continue;
          }
        }
        const change = this.#changeOf(element, parts);
        if (change === null) continue;
        changes.push(change);
        isOrdered = this.#noteWritten(element, parts) || isOrdered;
      }
      storeParts(doc, changes);
      for (const { id } of changes) for (const each of ties.put(id, readElement(doc, id))) affected.add(each);
      // An index says something beside the others that the author saw: then these are written, too.
      if (isOrdered) this.#writeOrder();
    }, origin);
    this.#settle(affected);
  }

  /** The gesture is over: what it made and the canvas has dropped again, as too small to be anything, goes. */
  endGesture(): void {
    const { canvas, doc, elements, ledger, ties, origin } = this.#state;
    const made = this.#made;
    if (made.size === 0) return;
    this.#made = new Set();
    for (const { id } of canvas.getSceneElementsIncludingDeleted()) made.delete(id);
    if (made.size === 0 || this.#state.isReadOnly()) return;
    doc.transact(() => {
      for (const id of made) {
        elements.get(id)?.set('isDeleted', true);
        ledger.delete(id);
        ties.put(id, readElement(doc, id));
      }
    }, origin);
  }

  /** What is to be stored of an element, strokes that go on aside: these are appended to here. */
  #changeOf({ id, isDeleted, versionNonce: nonce }: SceneElement, parts: Parts): PartsChange | null {
    const { elements, ledger, ties } = this.#state;
    if (decodeElement(id, parts) === null) {
      // Nobody's canvas could show it; on this one it stays as it is.
      ledger.renew(id, nonce);
      return null;
    }
    const stored = elements.get(id);
    if (stored instanceof Y.Map) {
      return { id, parts: writtenParts(stored, ties.has(id) ? (ledger.get(id)?.parts ?? null) : null, parts) };
    }
    if (stored === undefined && isDeleted) return null;
    this.#made.add(id);
    return { id, parts };
  }

  /** Whether its index is another one. */
  #noteWritten({ id, versionNonce: nonce }: SceneElement, parts: Parts): boolean {
    const { ledger } = this.#state;
    const entry = ledger.get(id);
    const isOrdered = entry?.parts.index !== parts.index;
    ledger.set(id, { nonce, parts, storedIndex: isOrdered ? parts.index : entry?.storedIndex });
    return isOrdered;
  }

  #writeOrder(): void {
    const { elements, ledger } = this.#state;
    for (const id of [...ledger.moved]) {
      const entry = ledger.get(id);
      const stored = elements.get(id);
      if (!entry || !(stored instanceof Y.Map)) continue;
      stored.set('index', entry.parts.index);
      ledger.set(id, { ...entry, storedIndex: entry.parts.index });
    }
  }

  /** Where elements are tied in another way than the canvas has it after what the author did, they are shown anew. */
  #settle(affected: ReadonlySet<string>): void {
    const { canvas, ties, dirty, ledger } = this.#state;
    if (affected.size === 0) return;
    for (const element of canvas.getSceneElementsIncludingDeleted()) {
      if (!affected.has(element.id) || !ledger.get(element.id)) continue;
      const settled = ties.settled(element.id);
      if (settled && !sameTies(element, settled, ties)) dirty.add(element.id);
    }
  }

  /** An element that the canvas has no longer isn't deleted for that: another scene was loaded over it. It comes back. */
  #noteMissing(): void {
    const { canvas, ledger, dirty } = this.#state;
    const elements = canvas.getSceneElementsIncludingDeleted();
    if (elements.length >= ledger.size) return;
    const here = new Set(elements.map(({ id }) => id));
    for (const id of ledger.ids()) if (!here.has(id) && !this.#made.has(id)) dirty.add(id);
  }
}

/** What differs from what was shown; everything where nothing was. */
const writtenParts = (stored: StoredElement, shown: Parts | null, parts: Parts): Parts => {
  const written: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(parts)) {
    const before = shown?.[key];
    if (shown && sameValue(before, value)) continue;
    const isStroke = STROKE_KEYS.some((each) => each === key);
    if (!isStroke || !append(stored.get(key), before, value)) written[key] = value;
  }
  return written;
};

/** Adds to a stroke what it has grown by; false where that isn't how it changed. */
const append = (list: unknown, before: unknown, after: unknown): boolean => {
  if (!(list instanceof Y.Array) || !Array.isArray(before) || !Array.isArray(after)) return false;
  const more = list.length === before.length ? appended(before, after) : null;
  if (more === null) return false;
  list.push([...more]);
  return true;
};
