import * as Y from 'yjs';
import { type CanvasElement, decodeElement, encodeElement, type Parts, withoutDefaults } from './codec.ts';
import type { BoardElement } from './element.ts';
import { PLACE_KEY, Places } from './places.ts';
import { boardElements, type StoredElement } from './schema.ts';
import { STROKE_KEYS } from './stroke.ts';

/** The element with this id; null where there is none that could be shown. */
export const readElement = (doc: Y.Doc, id: string): BoardElement | null => {
  const parts = partsOf(doc, id);
  return parts && decodeElement(id, parts);
};

/** Values of a stored element, as they are there: not to be changed. Null where it is no map. */
export const partsOf = (doc: Y.Doc, id: string): Parts | null => {
  const stored: unknown = boardElements(doc).get(id);
  if (!(stored instanceof Y.Map)) return null;
  const parts: Record<string, unknown> = {};
  for (const [key, value] of (stored as StoredElement).entries()) parts[key] = value;
  const place = Places.of(doc).get(id);
  if (place !== undefined) parts[PLACE_KEY] = place;
  return parts;
};

/** All elements that can be shown and aren't deleted, in no order. */
export function* shownElements(doc: Y.Doc): Generator<BoardElement> {
  for (const id of boardElements(doc).keys()) {
    const element = readElement(doc, id);
    if (element && !element.isDeleted) yield element;
  }
}

/** What a part is stored as; always a copy, since the canvas changes what it has in place. */
const storedPart = (key: string, value: unknown): unknown =>
  STROKE_KEYS.some((each) => each === key) ? Y.Array.from(value as number[]) : structuredClone(value);

/**
 * Within a transaction: sets parts of elements, by their ids, each by itself. An element that isn't there is made of
 * them, over whatever is in its place where it `isNew`.
 */
export const storeParts = (doc: Y.Doc, changes: Iterable<PartsChange>): void => {
  const elements = boardElements(doc);
  const bundles = new Map<string, unknown>();
  for (const { id, parts, isNew } of changes) {
    if (PLACE_KEY in parts) bundles.set(id, structuredClone(parts[PLACE_KEY]));
    const stored: unknown = isNew ? undefined : elements.get(id);
    if (!(stored instanceof Y.Map)) elements.set(id, newStored(parts));
    else for (const [key, value] of partsInMap(parts)) stored.set(key, storedPart(key, value));
  }
  Places.of(doc).put(bundles);
};

export interface PartsChange {
  readonly id: string;
  readonly parts: Parts;
  readonly isNew?: boolean;
}

/** What of the parts is in the element's own map. */
const partsInMap = (parts: Parts): [string, unknown][] => Object.entries(parts).filter(([key]) => key !== PLACE_KEY);

const newStored = (parts: Parts): StoredElement =>
  new Y.Map(partsInMap(withoutDefaults(parts)).map(([key, value]) => [key, storedPart(key, value)]));

/**
 * Puts elements into a document, in one transaction, over those with the same ids: an import, or a board made by code.
 * What the canvas couldn't show isn't put. Returns how many were.
 */
export const putElements = (doc: Y.Doc, elements: readonly CanvasElement[], origin?: unknown): number => {
  const put: PartsChange[] = [];
  for (const element of elements) {
    const parts = encodeElement(element);
    if (parts !== null && decodeElement(element.id, parts) !== null) put.push({ id: element.id, parts, isNew: true });
  }
  doc.transact(() => storeParts(doc, put), origin);
  return put.length;
};
