import * as Y from 'yjs';
import { type CanvasElement, decodeElement, encodeElement, type Parts, withoutDefaults } from './codec.ts';
import type { BoardElement } from './element.ts';
import { boardElements, type StoredElement } from './schema.ts';
import { STROKE_KEYS } from './stroke.ts';

/** The element with this id; null where there is none that could be shown. */
export const readElement = (doc: Y.Doc, id: string): BoardElement | null => {
  const parts = partsOf(boardElements(doc).get(id));
  return parts && decodeElement(id, parts);
};

/** Values of a stored element, as they are there: not to be changed. Null where it is no map. */
export const partsOf = (stored: unknown): Parts | null => {
  if (!(stored instanceof Y.Map)) return null;
  const parts: Record<string, unknown> = {};
  for (const [key, value] of (stored as StoredElement).entries()) parts[key] = value;
  return parts;
};

/** All elements that can be shown and aren't deleted, in no order. */
export function* shownElements(doc: Y.Doc): Generator<BoardElement> {
  for (const [id, stored] of boardElements(doc)) {
    const parts = partsOf(stored);
    const element = parts && decodeElement(id, parts);
    if (element && !element.isDeleted) yield element;
  }
}

/** What a part is stored as; always a copy, since the canvas changes what it has in place. */
export const storedPart = (key: string, value: unknown): unknown =>
  STROKE_KEYS.some((each) => each === key) ? Y.Array.from(value as number[]) : structuredClone(value);

/** A new element's map, for a place in a document. */
export const newStored = (parts: Parts): StoredElement =>
  new Y.Map(Object.entries(withoutDefaults(parts)).map(([key, value]) => [key, storedPart(key, value)]));

/**
 * Puts elements into a document, in one transaction, over those with the same ids: an import, or a board made by code.
 * What the canvas couldn't show isn't put. Returns how many were.
 */
export const putElements = (doc: Y.Doc, elements: readonly CanvasElement[], origin?: unknown): number => {
  let put = 0;
  doc.transact(() => {
    for (const element of elements) {
      const parts = encodeElement(element);
      if (parts === null || decodeElement(element.id, parts) === null) continue;
      boardElements(doc).set(element.id, newStored(parts));
      put++;
    }
  }, origin);
  return put;
};
