import * as Y from 'yjs';
import { ChangeCount, type Marker } from './change-count.ts';
import { answered, committed, openDatabase } from './indexed-db.ts';
import { guarded } from './observable.ts';
import { report } from './report.ts';

export interface OfflineStoreListeners {
  /** What was kept is in the document, `changes` of it not known to be durable. At first once; again after each `catchUp` that found some. */
  readonly onLoaded: (changes: number) => void;
  /** One more local change is written. */
  readonly onWritten: () => void;
  /** Nothing more will be written. Called once, at most. */
  readonly onFailed: () => void;
}

interface OfflineStoreOptions {
  readonly factory: IDBFactory;
  /** Of the database. */
  readonly name: string;
  readonly doc: Y.Doc;
  /** Whether a transaction of this origin was made here, and not by the server or this store. */
  readonly isLocal: (origin: unknown) => boolean;
  readonly listeners: OfflineStoreListeners;
  /** From so many rows on they are put together into one. Default: 500, as in y-indexeddb. */
  readonly compactAt?: number;
}

interface Change {
  readonly update: Uint8Array;
  readonly local: boolean;
}

/** y-indexeddb's layout: each update a row of `updates` under a growing number; `custom` holds what else there is by name. */
const UPDATES = 'updates';
const MARKERS = 'custom';
const MARKER_PREFIX = 'unsaved/';

const COMPACT_AT = 500;

/** A database that isn't open after so long is done without, milliseconds. */
export const STORE_PATIENCE = 4_000;

const readMarker = (value: unknown): Marker => {
  const { made = 0, durable = 0 } = (value ?? {}) as Partial<Marker>;
  return { made, durable };
};

/**
 * One document in this browser's IndexedDB, shared by all tabs that have it open. Beside the updates, each tab that
 * writes keeps a marker: how many local changes it made, how many of them are durable on the server. What holds, also
 * with a crash at any moment:
 * - A local change and its count are one transaction: a marker counts one too many at worst, never one too few.
 * - A row is deleted only in the transaction that writes a state which contains it.
 * - A tab that read another's changes and saw them durable takes exactly those off the other's marker.
 *
 * Never throws: what fails is told once, by `onFailed`, and the document goes on without.
 */
export class OfflineStore {
  readonly #options: OfflineStoreOptions;
  readonly #key: string;
  readonly #count = new ChangeCount();
  #state: 'opening' | 'open' | 'ended' = 'opening';
  #database: IDBDatabase | null = null;
  /** Updates that came before the database was open. */
  #waiting: Change[] = [];
  /** The last row known to be in the document. */
  #lastRow = 0;
  #rows = 0;
  #compacting = false;
  /** Resolves when the newest write has ended; those before it have then too. */
  #lastWrite: Promise<void> = Promise.resolve();
  /** Resolves when what was kept is in the document, or can't be had. Never rejects. */
  readonly loaded: Promise<void>;

  constructor(options: OfflineStoreOptions) {
    this.#options = options;
    this.#key = `${MARKER_PREFIX}${options.doc.clientID}`;
    options.doc.on('update', this.#onUpdate);
    this.loaded = this.#load().catch((error) => this.#fail(error));
  }

  /** Takes note that the first `changes` changes, those of `onLoaded` at their place among them, are durable. */
  settle(changes: number): void {
    const { own, others } = this.#count.settle(changes);
    // While more is on its way, the transaction of the next change carries the number.
    if (own || others.size > 0) void this.#clearMarkers(others);
  }

  /**
   * Reads what other tabs have written since: one that was closed while offline left changes that only this browser has.
   * Resolves when it is in the document. Never rejects.
   */
  async catchUp(): Promise<void> {
    await this.loaded;
    if (this.#database === null || this.#state !== 'open') return;
    try {
      const changes = await this.#read(this.#database);
      if (changes > 0) this.#options.listeners.onLoaded(changes);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Gives the database up. Resolves once what was handed over until now is written, or can't be. */
  async close(): Promise<void> {
    const opening = this.#state === 'opening';
    this.#end();
    if (opening) await this.loaded;
    await this.#lastWrite;
  }

  #end(): void {
    this.#options.doc.off('update', this.#onUpdate);
    this.#state = 'ended';
    // Transactions that have begun are still finished.
    this.#database?.close();
  }

  readonly #onUpdate = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    const local = this.#options.isLocal(origin);
    if (local) this.#count.add();
    if (this.#state === 'opening') this.#waiting.push({ update, local });
    else this.#lastWrite = this.#write([{ update, local }]);
  };

  async #load(): Promise<void> {
    const { factory, name, listeners } = this.#options;
    const database = await openDatabase({
      factory,
      name,
      upgrade: (fresh) => {
        fresh.createObjectStore(UPDATES, { autoIncrement: true });
        fresh.createObjectStore(MARKERS);
      },
      patience: STORE_PATIENCE,
    });
    const closed = this.#state === 'ended';
    this.#database = database;
    this.#state = 'open';
    // Another tab deletes the database, or the browser does.
    database.onversionchange = () => this.#fail(new Error('the local database was deleted'));
    database.onclose = () => this.#fail(new Error('the local database was closed'));
    this.#lastWrite = this.#write(this.#waiting);
    this.#waiting = [];
    if (closed) return this.#end();
    const changes = await this.#read(database);
    if (this.#state === 'open') listeners.onLoaded(changes);
  }

  async #write(changes: readonly Change[]): Promise<void> {
    if (this.#database === null || this.#state !== 'open' || changes.length === 0) return;
    const locals = changes.filter(({ local }) => local).length;
    try {
      const transaction = this.#database.transaction([UPDATES, MARKERS], 'readwrite');
      for (const { update } of changes) transaction.objectStore(UPDATES).add(update);
      if (locals > 0) transaction.objectStore(MARKERS).put(this.#count.own, this.#key);
      await committed(transaction);
    } catch (error) {
      return this.#fail(error);
    }
    for (let written = 0; written < locals; written += 1) this.#options.listeners.onWritten();
    this.#rows += changes.length;
    void this.#compact();
  }

  /** Brings unread rows into the document, and takes over what other tabs' markers count; returns how many changes that is. */
  async #read(database: IDBDatabase): Promise<number> {
    const transaction = database.transaction([UPDATES, MARKERS], 'readonly');
    const updates = transaction.objectStore(UPDATES);
    const markers = transaction.objectStore(MARKERS);
    const unread = IDBKeyRange.lowerBound(this.#lastRow, true);
    const [rows, keys, names, values, count] = await Promise.all([
      answered<Uint8Array[]>(updates.getAll(unread)),
      answered(updates.getAllKeys(unread)),
      answered(markers.getAllKeys()),
      answered<unknown[]>(markers.getAll()),
      answered(updates.count()),
    ]);
    if (this.#state !== 'open') return 0;
    this.#apply(rows, keys);
    this.#rows = count;
    void this.#compact();
    const others = new Map<string, Marker>();
    for (const [index, name] of names.entries()) {
      if (typeof name !== 'string' || !name.startsWith(MARKER_PREFIX) || name === this.#key) continue;
      others.set(name, readMarker(values[index]));
    }
    return this.#count.inherit(others);
  }

  /** @param others by marker, how many of that tab's changes are durable. */
  async #clearMarkers(others: ReadonlyMap<string, number>): Promise<void> {
    if (this.#database === null || this.#state !== 'open') return;
    try {
      const transaction = this.#database.transaction(MARKERS, 'readwrite');
      const markers = transaction.objectStore(MARKERS);
      const put = (name: string, marker: Marker) =>
        marker.durable >= marker.made ? markers.delete(name) : markers.put(marker, name);
      put(this.#key, this.#count.own);
      for (const [name, count] of others) {
        // That tab may be alive and have made more since.
        const request = markers.get(name);
        request.onsuccess = () => {
          const { made, durable } = readMarker(request.result);
          put(name, { made, durable: Math.max(durable, count) });
        };
      }
      await committed(transaction);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Puts many rows together into one. What other tabs wrote comes into the document first: nothing is deleted unread. */
  async #compact(): Promise<void> {
    const { doc, compactAt = COMPACT_AT } = this.#options;
    if (this.#rows < compactAt || this.#compacting || this.#database === null || this.#state !== 'open') return;
    this.#compacting = true;
    try {
      const transaction = this.#database.transaction(UPDATES, 'readwrite');
      const updates = transaction.objectStore(UPDATES);
      const unread = IDBKeyRange.lowerBound(this.#lastRow, true);
      const [rows, keys] = await Promise.all([
        answered<Uint8Array[]>(updates.getAll(unread)),
        answered(updates.getAllKeys(unread)),
      ]);
      // Closed meanwhile: the document no longer takes what it would have to hold.
      if (this.#state !== 'open') return transaction.abort();
      this.#apply(rows, keys);
      const snapshot = answered(updates.add(Y.encodeStateAsUpdate(doc)));
      updates.delete(IDBKeyRange.upperBound(this.#lastRow));
      const [row] = await Promise.all([snapshot, committed(transaction)]);
      if (typeof row === 'number') this.#lastRow = row;
      this.#rows = 1;
    } catch (error) {
      // Nothing is lost by it: the rows stand as they were, until so many more have come.
      report(error);
      this.#rows = 0;
    } finally {
      this.#compacting = false;
    }
  }

  #apply(rows: readonly Uint8Array[], keys: readonly IDBValidKey[]): void {
    const { doc } = this.#options;
    const applyAll = () => {
      for (const row of rows) guarded(() => Y.applyUpdate(doc, row, this));
    };
    // An observer's error mustn't stop the rest: the rows are in the document all the same.
    guarded(() => Y.transact(doc, applyAll, this, false));
    const last = keys.at(-1);
    if (typeof last === 'number') this.#lastRow = last;
  }

  #fail(error: unknown): void {
    if (this.#state === 'ended') return;
    // A browser that keeps nothing is no error, and `onFailed` says it; one that stops keeping is.
    if (this.#state === 'open') report(error);
    this.#waiting = [];
    this.#end();
    this.#options.listeners.onFailed();
  }
}
