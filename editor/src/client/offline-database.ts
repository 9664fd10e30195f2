import type { Marker } from './change-count.ts';
import { answered, committed, openDatabase } from './indexed-db.ts';

/**
 * The transactions of the offline store, in y-indexeddb's layout: each update a row of `updates` under a growing number;
 * `custom` holds what else there is by name, here a marker for each tab that has written.
 */
const UPDATES = 'updates';
const MARKERS = 'custom';
const MARKER_PREFIX = 'unsaved/';

/** The name of a tab's marker. */
export const markerName = (clientID: number): string => `${MARKER_PREFIX}${clientID}`;

/** Rows in order, and the number of the last of them; 0 if there is none. */
export interface Rows {
  readonly updates: readonly Uint8Array[];
  readonly last: number;
}

export interface Kept extends Rows {
  /** How many rows there are, those not asked for included. */
  readonly count: number;
  /** By name. */
  readonly markers: ReadonlyMap<string, Marker>;
}

const readMarker = (value: unknown): Marker => {
  const { made = 0, durable = 0 } = (value ?? {}) as Partial<Marker>;
  return { made, durable };
};

/** @param patience milliseconds until it is given up. */
export const openOfflineDatabase = (factory: IDBFactory, name: string, patience: number): Promise<IDBDatabase> =>
  openDatabase({
    factory,
    name,
    upgrade: (fresh) => {
      fresh.createObjectStore(UPDATES, { autoIncrement: true });
      fresh.createObjectStore(MARKERS);
    },
    patience,
  });

const readRows = async (store: IDBObjectStore, after: number): Promise<Rows> => {
  const range = IDBKeyRange.lowerBound(after, true);
  const [updates, keys] = await Promise.all([
    answered<Uint8Array[]>(store.getAll(range)),
    answered(store.getAllKeys(range)),
  ]);
  const last = keys.at(-1);
  return { updates, last: typeof last === 'number' ? last : 0 };
};

/** The rows after a number, and all markers as they were at that moment. */
export const readKept = async (database: IDBDatabase, after: number): Promise<Kept> => {
  const transaction = database.transaction([UPDATES, MARKERS], 'readonly');
  const markers = transaction.objectStore(MARKERS);
  const [rows, count, names, values] = await Promise.all([
    readRows(transaction.objectStore(UPDATES), after),
    answered(transaction.objectStore(UPDATES).count()),
    answered(markers.getAllKeys()),
    answered<unknown[]>(markers.getAll()),
  ]);
  const entries = names
    .map((name, index) => [String(name), readMarker(values[index])] as const)
    .filter(([name]) => name.startsWith(MARKER_PREFIX));
  return { ...rows, count, markers: new Map(entries) };
};

/** Adds rows, and with them the tab's marker where it has changed: both or none. */
export const writeRows = async (
  database: IDBDatabase,
  updates: readonly Uint8Array[],
  marker: { readonly name: string; readonly value: Marker } | null,
): Promise<void> => {
  const transaction = database.transaction([UPDATES, MARKERS], 'readwrite');
  for (const update of updates) transaction.objectStore(UPDATES).add(update);
  if (marker !== null) transaction.objectStore(MARKERS).put(marker.value, marker.name);
  await committed(transaction);
};

/** Notes by marker how many of that tab's changes are durable at least; a marker of nothing else goes. */
export const settleMarkers = async (database: IDBDatabase, durable: ReadonlyMap<string, number>): Promise<void> => {
  const transaction = database.transaction(MARKERS, 'readwrite');
  const markers = transaction.objectStore(MARKERS);
  for (const [name, count] of durable) {
    const request = markers.get(name);
    request.onsuccess = () => {
      // That tab may be alive, and have made more since it was looked at.
      const marker = readMarker(request.result);
      const settled = Math.max(marker.durable, count);
      if (settled >= marker.made) markers.delete(name);
      else markers.put({ made: marker.made, durable: settled }, name);
    };
  }
  await committed(transaction);
};

/**
 * Replaces all rows by one, in one transaction; returns that row's number.
 * @param take is given the rows after `after`, for they must be in the state it returns; null leaves everything as it is.
 */
export const compactRows = async (
  database: IDBDatabase,
  after: number,
  take: (rows: Rows) => Uint8Array | null,
): Promise<number | null> => {
  const transaction = database.transaction(UPDATES, 'readwrite');
  const store = transaction.objectStore(UPDATES);
  const rows = await readRows(store, after);
  const state = take(rows);
  if (state === null) return null;
  const added = answered(store.add(state));
  store.delete(IDBKeyRange.upperBound(Math.max(after, rows.last)));
  const [row] = await Promise.all([added, committed(transaction)]);
  return Number(row);
};
