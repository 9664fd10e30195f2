import * as Y from 'yjs';
import { answered, committed, openDatabase } from './indexed-db.ts';
import { report } from './report.ts';

/**
 * The document in this browser's IndexedDB, in y-indexeddb's layout: each update a row of `updates`, put together into
 * one row when they grow many. Beside them, in `custom`, every tab that writes keeps a marker of how many local changes
 * it made and how many of those are durable on the server.
 *
 * What holds, also with several tabs on one database and a crash at any moment:
 * - A local change and its count are one transaction. So markers count one too many at worst, never one too few.
 * - A row is deleted only in the transaction that writes a state which contains it.
 * - A tab that has loaded a dead tab's changes and seen them durable takes exactly those off that tab's marker.
 */
export interface OfflineStoreListeners {
  /** What was kept is in the document; `changes` of it aren't known to be durable. `empty`: the document still is. */
  readonly onLoaded: (kept: { readonly changes: number; readonly empty: boolean }) => void;
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
  /** Whether a transaction of this origin was made here. */
  readonly isLocal: (origin: unknown) => boolean;
  readonly listeners: OfflineStoreListeners;
}

/** The first `durable` of `made` local changes are on the server. */
interface Marker {
  readonly made: number;
  readonly durable: number;
}

/** What loading brought: other tabs' markers, and how many own changes had been made by then. */
interface Inherited {
  readonly after: number;
  readonly changes: number;
  readonly markers: ReadonlyMap<string, Marker>;
}

interface Change {
  readonly update: Uint8Array;
  readonly local: boolean;
}

const UPDATES = 'updates';
const MARKERS = 'custom';
const MARKER_PREFIX = 'unsaved/';

/** Rows after which the updates are put together into one. */
export const COMPACT_AT = 500;

const readMarker = (value: unknown): Marker => {
  const { made = 0, durable = 0 } = (value ?? {}) as Partial<Marker>;
  return { made, durable };
};

/** Keeps one document. Never throws: what fails is told once, by `onFailed`, and the document goes on without. */
export class OfflineStore {
  readonly #options: OfflineStoreOptions;
  readonly #key: string;
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
  #own: Marker = { made: 0, durable: 0 };
  #inherited: Inherited = { after: 0, changes: 0, markers: new Map() };
  /** Resolves when what was kept is in the document, or can't be had. Never rejects. */
  readonly loaded: Promise<void>;

  constructor(options: OfflineStoreOptions) {
    this.#options = options;
    this.#key = `${MARKER_PREFIX}${options.doc.clientID}`;
    options.doc.on('update', this.#onUpdate);
    this.loaded = this.#load().catch((error) => this.#fail(error));
  }

  /** Takes note that the first `changes` changes made here, inherited ones at their place, are durable on the server. */
  settle(changes: number): void {
    const { after, changes: inherited, markers } = this.#inherited;
    const durable = Math.max(this.#own.durable, Math.min(changes, after), changes - inherited);
    const ownSettled = durable > this.#own.durable && durable === this.#own.made;
    this.#own = { ...this.#own, durable };
    const foreign = changes >= after + inherited ? markers : new Map<string, Marker>();
    if (foreign.size > 0) this.#inherited = { ...this.#inherited, markers: new Map() };
    // While more is on its way, the transaction of the next change carries the number.
    if (ownSettled || foreign.size > 0) void this.#clearMarkers(foreign);
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
    if (local) this.#own = { ...this.#own, made: this.#own.made + 1 };
    if (this.#state === 'opening') this.#waiting.push({ update, local });
    else this.#lastWrite = this.#write([{ update, local }]);
  };

  async #load(): Promise<void> {
    const { factory, name, doc, listeners } = this.#options;
    const database = await openDatabase(factory, name, (fresh) => {
      fresh.createObjectStore(UPDATES, { autoIncrement: true });
      fresh.createObjectStore(MARKERS);
    });
    this.#database = database;
    const ended = this.#state === 'ended';
    this.#state = 'open';
    // Another tab deletes the database, or the browser does.
    database.onversionchange = () => this.#fail(new Error('the local database was deleted'));
    database.onclose = () => this.#fail(new Error('the local database was closed'));
    this.#lastWrite = this.#write(this.#waiting);
    this.#waiting = [];
    if (ended) return this.#end();

    const transaction = database.transaction([UPDATES, MARKERS], 'readonly');
    const updates = transaction.objectStore(UPDATES);
    const markers = transaction.objectStore(MARKERS);
    const [rows, keys, markerKeys, markerValues] = await Promise.all([
      answered<Uint8Array[]>(updates.getAll()),
      answered(updates.getAllKeys()),
      answered(markers.getAllKeys()),
      answered<unknown[]>(markers.getAll()),
    ]);
    if (this.#state !== 'open') return;
    this.#apply(rows, keys);
    this.#rows = rows.length;
    const found = new Map<string, Marker>();
    for (const [index, key] of markerKeys.entries()) {
      if (typeof key !== 'string' || !key.startsWith(MARKER_PREFIX) || key === this.#key) continue;
      found.set(key, readMarker(markerValues[index]));
    }
    const changes = [...found.values()].reduce((sum, { made, durable }) => sum + made - durable, 0);
    this.#inherited = { after: this.#own.made, changes, markers: found };
    listeners.onLoaded({ changes, empty: doc.store.clients.size === 0 });
    if (this.#rows >= COMPACT_AT) void this.#compact();
  }

  async #write(changes: readonly Change[]): Promise<void> {
    if (this.#database === null || this.#state !== 'open' || changes.length === 0) return;
    const locals = changes.filter(({ local }) => local).length;
    try {
      const transaction = this.#database.transaction([UPDATES, MARKERS], 'readwrite');
      if (locals > 0) transaction.objectStore(MARKERS).put(this.#own, this.#key);
      for (const { update } of changes) transaction.objectStore(UPDATES).add(update);
      await committed(transaction);
    } catch (error) {
      return this.#fail(error);
    }
    for (let written = 0; written < locals; written += 1) this.#options.listeners.onWritten();
    this.#rows += changes.length;
    if (this.#rows >= COMPACT_AT) void this.#compact();
  }

  /** @param foreign markers as they were when their changes were loaded. */
  async #clearMarkers(foreign: ReadonlyMap<string, Marker>): Promise<void> {
    if (this.#database === null || this.#state !== 'open') return;
    try {
      const transaction = this.#database.transaction(MARKERS, 'readwrite');
      const markers = transaction.objectStore(MARKERS);
      const put = (key: string, marker: Marker) =>
        marker.durable >= marker.made ? markers.delete(key) : markers.put(marker, key);
      put(this.#key, this.#own);
      for (const [key, seen] of foreign) {
        // That tab may be alive and have made more since.
        const request = markers.get(key);
        request.onsuccess = () => {
          const { made, durable } = readMarker(request.result);
          put(key, { made, durable: Math.max(durable, seen.made) });
        };
      }
      await committed(transaction);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Puts all rows together into one. What other tabs wrote comes into the document first: nothing is deleted unread. */
  async #compact(): Promise<void> {
    if (this.#database === null || this.#state !== 'open' || this.#compacting) return;
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
      updates.add(Y.encodeStateAsUpdate(this.#options.doc));
      updates.delete(IDBKeyRange.upperBound(this.#lastRow));
      const [count] = await Promise.all([answered(updates.count()), committed(transaction)]);
      this.#rows = count;
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#compacting = false;
    }
  }

  #apply(rows: readonly Uint8Array[], keys: readonly IDBValidKey[]): void {
    const { doc } = this.#options;
    try {
      Y.transact(
        doc,
        () => {
          for (const row of rows) this.#applyRow(row);
        },
        this,
        false,
      );
    } catch (error) {
      // An observer's error: the rows are in the document all the same.
      report(error);
    }
    const last = keys.at(-1);
    if (typeof last === 'number') this.#lastRow = last;
  }

  #applyRow(row: Uint8Array): void {
    try {
      Y.applyUpdate(this.#options.doc, row, this);
    } catch (error) {
      report(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#state === 'ended') return;
    // Before anything was opened it is a browser that keeps nothing, and `onFailed` says so; later it is news.
    if (this.#state === 'open') report(error);
    this.#waiting = [];
    this.#end();
    this.#options.listeners.onFailed();
  }
}
