import * as Y from 'yjs';
import { ChangeCount } from './change-count.ts';
import { guarded } from './observable.ts';
import {
  compactRows,
  markerName,
  openOfflineDatabase,
  type Rows,
  readKept,
  settleMarkers,
  writeRows,
} from './offline-database.ts';
import { report } from './report.ts';

interface OfflineStoreListeners {
  /** What was kept is in the document, `changes` of it not known to be durable. Called once, and after each `catchUp` that found such changes. */
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
  /** Whether a transaction is a change made here, and not by the server or this store. */
  readonly isLocal: (transaction: Y.Transaction) => boolean;
  readonly listeners: OfflineStoreListeners;
  /** From so many rows on they are put together into one. Default: 500, as in y-indexeddb. */
  readonly compactAt?: number;
}

interface Change {
  readonly update: Uint8Array;
  readonly local: boolean;
}

const COMPACT_AT = 500;

/** A database that isn't open after so long is done without, milliseconds. */
export const STORE_PATIENCE = 4_000;

/**
 * One document in this browser's IndexedDB, shared by all tabs that have it open. Beside the updates, each tab that
 * writes keeps a marker: how many local changes it made, how many of them are durable on the server. What holds, also
 * with a crash at any moment:
 * - A local change and its count are one transaction: a marker counts one too many at worst, never one too few.
 * - A row is deleted only in the transaction that writes a state which contains it.
 * - A tab that read another's changes and saw them durable takes exactly those off the other's marker.
 *
 * y-indexeddb itself can't give the first, deletes unread rows when it is closed while it trims, and throws into the
 * writer's transaction once its database is gone. This never throws: what fails is told once, by `onFailed`, and the
 * document goes on without.
 */
export class OfflineStore {
  readonly #options: OfflineStoreOptions;
  readonly #marker: string;
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
    this.#marker = markerName(options.doc.clientID);
    options.doc.on('update', this.#onUpdate);
    this.loaded = this.#load().catch((error) => this.#fail(error));
  }

  /** Takes note that the first `changes` changes, those of `onLoaded` at their place among them, are durable. */
  settle(changes: number): void {
    const { own, others } = this.#count.settle(changes);
    // While more of one's own is on its way, the transaction of the next change carries the number.
    const durable = own ? new Map([...others, [this.#marker, this.#count.own.durable]]) : others;
    if (durable.size > 0) void this.#attempt((database) => settleMarkers(database, durable));
  }

  /**
   * Reads what other tabs have written since: one that was closed while offline left changes that only this browser has.
   * Resolves when it is in the document. Never rejects.
   */
  async catchUp(): Promise<void> {
    await this.loaded;
    await this.#attempt(async (database) => {
      const changes = await this.#read(database);
      if (changes > 0) this.#options.listeners.onLoaded(changes);
    });
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

  readonly #onUpdate = (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction): void => {
    if (origin === this) return;
    const local = this.#options.isLocal(transaction);
    if (local) this.#count.add();
    if (this.#state === 'opening') this.#waiting.push({ update, local });
    else this.#write([{ update, local }]);
  };

  async #load(): Promise<void> {
    const { factory, name, listeners } = this.#options;
    const database = await openOfflineDatabase(factory, name, STORE_PATIENCE);
    const closed = this.#state === 'ended';
    this.#database = database;
    this.#state = 'open';
    // Another tab deletes the database, or the browser does.
    database.onversionchange = () => this.#fail(new Error('the local database was deleted'));
    database.onclose = () => this.#fail(new Error('the local database was closed'));
    this.#write(this.#waiting);
    this.#waiting = [];
    if (closed) return this.#end();
    const changes = await this.#read(database);
    if (this.#state === 'open') listeners.onLoaded(changes);
  }

  #write(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const locals = changes.filter(({ local }) => local).length;
    const marker = locals > 0 ? { name: this.#marker, value: this.#count.own } : null;
    this.#lastWrite = this.#attempt(async (database) => {
      await writeRows(
        database,
        changes.map(({ update }) => update),
        marker,
      );
      for (let written = 0; written < locals; written += 1) this.#options.listeners.onWritten();
      this.#rows += changes.length;
      void this.#compact(database);
    });
  }

  /** Brings unread rows into the document, and takes over what other tabs' markers count; returns how many changes that is. */
  async #read(database: IDBDatabase): Promise<number> {
    const kept = await readKept(database, this.#lastRow);
    if (this.#state !== 'open') return 0;
    this.#apply(kept);
    this.#rows = kept.count;
    void this.#compact(database);
    return this.#count.inherit(new Map([...kept.markers].filter(([name]) => name !== this.#marker)));
  }

  /** Puts many rows together into one. What other tabs wrote comes into the document first: nothing is deleted unread. */
  async #compact(database: IDBDatabase): Promise<void> {
    const { doc, compactAt = COMPACT_AT } = this.#options;
    if (this.#rows < compactAt || this.#compacting || this.#state !== 'open') return;
    this.#compacting = true;
    try {
      const row = await compactRows(database, this.#lastRow, (rows) => {
        // Closed meanwhile: the document is no longer this store's to change.
        if (this.#state !== 'open') return null;
        this.#apply(rows);
        return Y.encodeStateAsUpdate(doc);
      });
      if (row !== null) this.#lastRow = row;
      this.#rows = 1;
    } catch (error) {
      // Nothing is lost by it: the rows stand as they were, until so many more have come.
      report(error);
      this.#rows = 0;
    } finally {
      this.#compacting = false;
    }
  }

  #apply({ updates, last }: Rows): void {
    const { doc } = this.#options;
    const applyAll = () => {
      for (const update of updates) guarded(() => Y.applyUpdate(doc, update, this));
    };
    // Neither a damaged row nor an observer that throws keeps the others out.
    guarded(() => Y.transact(doc, applyAll, this, false));
    this.#lastRow = Math.max(this.#lastRow, last);
  }

  async #attempt(run: (database: IDBDatabase) => Promise<void>): Promise<void> {
    if (this.#database === null || this.#state !== 'open') return;
    try {
      await run(this.#database);
    } catch (error) {
      this.#fail(error);
    }
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
