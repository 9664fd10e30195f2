import type * as Y from 'yjs';

/** An element as it lies in the document: `codec.ts` says what is under which key. */
export type StoredElement = Y.Map<unknown>;

/** All elements by their ids, the deleted ones too. */
export const boardElements = (doc: Y.Doc): Y.Map<StoredElement> => doc.getMap<StoredElement>('elements');

/** What is known of each picture, by the id that image elements name; the bytes are assets. */
export const boardFiles = (doc: Y.Doc): Y.Map<unknown> => doc.getMap('files');

/** Entries of one client (places.ts). */
export type StoredPlaces = Y.Array<unknown>;

/** Where elements are, in a list for each client that has put any somewhere. */
export const boardPlaces = (doc: Y.Doc): Y.Map<StoredPlaces> => doc.getMap<StoredPlaces>('places');
