import { crc32 } from 'node:zlib';
import { type ClientClaim, DocumentCorruptError, type LogRow } from '../document-store.ts';
import type { ClientOwners } from './client-owners.ts';
import type { Connection } from './connection.ts';
import type { Documents } from './documents.ts';
import { isDamage } from './driver.ts';
import type { LargeUpdates } from './large-updates.ts';
import type { Log } from './log.ts';
import type { QueuedEntry } from './packed-appends.ts';
import type { Parts } from './parts.ts';
import type { Place, Recent } from './recent.ts';
import type { Snapshots } from './snapshots.ts';
import { refusals } from './thread-messages.ts';
import { Users } from './users.ts';

export interface Tables {
  readonly connection: Connection;
  readonly documents: Documents;
  readonly recent: Recent;
  readonly log: Log;
  readonly parts: Parts;
  readonly large: LargeUpdates;
  readonly snapshots: Snapshots;
  readonly owners: ClientOwners;
}

/** What appending needs to know of a document. */
interface Tail {
  readonly key: number;
  readonly deleted: boolean;
  seq: number;
}

/** Documents whose tails are remembered. */
const mostTails = 50_000;

/** Every document's updates since its snapshot, whichever table they are in. */
export class Updates {
  readonly #tables: Tables;
  readonly #users: Users;
  readonly #tails = new Map<string, Tail>();
  readonly #damaged = new Set<string>();
  /** Documents of this commit with an entry that wasn't the next row. */
  readonly #moved = new Set<string>();

  constructor(tables: Tables) {
    this.#tables = tables;
    this.#users = new Users(tables.connection.db);
    for (const key of tables.recent.keys()) tables.documents.noteChange(key, tables.recent.newest(key)?.at ?? 0);
  }

  /** Appends all entries in one transaction; a number for each, a seq or a refusal. Throws where nothing was stored. */
  append(entries: readonly QueuedEntry[]): Float64Array {
    this.#moved.clear();
    if (this.#tails.size > mostTails) this.#tails.clear();
    // Before the transaction: one in which SQLite met a damaged page can't commit.
    for (const { documentId } of entries) if (!this.#tails.has(documentId)) this.#readTail(documentId);
    try {
      return this.transact((now, places) => Float64Array.from(entries, (entry) => this.#appendOne(entry, now, places)));
    } finally {
      for (const { generation } of entries) if (generation) this.#tables.large.release(generation);
    }
  }

  /** Appends the first update of a document that was inserted just now, within `transact`. */
  begin(key: number, entry: QueuedEntry, now: number, places: Place[]): void {
    this.#tails.set(entry.documentId, { key, deleted: false, seq: 0 });
    this.#appendOne(entry, now, places);
  }

  /** A transaction with appends in it: what it puts into `places` is noted when it is committed. */
  transact<T>(work: (now: number, places: Place[]) => T): T {
    const { connection, documents, recent } = this.#tables;
    const now = Date.now();
    const places: Place[] = [];
    try {
      const result = connection.write(() => work(now, places));
      for (const place of places) {
        recent.note(place);
        documents.noteChange(place.key, now);
      }
      return result;
    } catch (error) {
      this.#tails.clear();
      this.#users.forget();
      throw error;
    }
  }

  /** The seq of a document's newest update. */
  lastSeq(key: number): number {
    const { recent, log, snapshots } = this.#tables;
    return Math.max(recent.newest(key)?.seq ?? 0, log.lastSeq(key), snapshots.seq(key));
  }

  /** All updates after the snapshot at `seq`. Throws `DocumentCorruptError` where one is damaged or missing. */
  after(id: string, key: number, seq: number): LogRow[] {
    const { recent, log, large } = this.#tables;
    const logged = log.rowsAfter(key, seq);
    // Rows that were copied to the log stay in `recent` until all are.
    const rows = [...logged, ...recent.rowsAfter(key, logged.at(-1)?.seq ?? seq)];
    return rows.map(({ seq: rowSeq, at, user, crc, bytes }, index) => {
      const expected = seq + 1 + index;
      if (rowSeq !== expected) throw new DocumentCorruptError(`Document ${id} misses update ${expected}.`);
      const update = bytes.byteLength > 0 ? bytes : large.read(key, rowSeq);
      if ((crc32(update) | 0) !== crc) throw new DocumentCorruptError(`Update ${rowSeq} of document ${id} is damaged.`);
      return { seq: rowSeq, update, user, at };
    });
  }

  /** Lets go of what is remembered of a document: the file is asked again. */
  forget(id: string): void {
    this.#tails.delete(id);
  }

  /** Whether the document is known to be unreadable; it takes no updates then. */
  isDamaged(id: string): boolean {
    return this.#damaged.has(id);
  }

  setDamaged(id: string, damaged: boolean): void {
    if (damaged) this.#damaged.add(id);
    else this.#damaged.delete(id);
  }

  /** Says whose clientIDs are, in a transaction of its own. */
  claim(claims: readonly ClientClaim[]): void {
    const { connection, documents, owners } = this.#tables;
    try {
      connection.write(() => {
        for (const { documentId, client, user } of claims) {
          const key = this.#tails.get(documentId)?.key ?? documents.row(documentId)?.key;
          const userKey = this.#users.key(user);
          if (key !== undefined && userKey !== null) owners.claim(key, client, userKey);
        }
      });
    } catch (error) {
      this.#users.forget();
      throw error;
    }
  }

  #appendOne(entry: QueuedEntry, now: number, places: Place[]): number {
    const { documentId, user, update, generation } = entry;
    const { recent, large } = this.#tables;
    if (this.#damaged.has(documentId)) return refusals.corrupt;
    const known = this.#tails.get(documentId);
    if (known?.deleted) return refusals.deleted;
    if (this.#isMoved(entry, known?.seq ?? 0)) return refusals.moved;
    const tail = known ?? this.#newTail(documentId, now);
    const crc = generation === 0 ? crc32(update) : large.crc(generation);
    if (crc === undefined) return refusals.lost;
    const seq = tail.seq + 1;
    const userKey = this.#users.key(user);
    places.push(recent.insert({ key: tail.key, seq, at: now, user: userKey, crc: crc | 0, bytes: update }));
    if (userKey !== null) this.#noteClients(tail.key, userKey, entry);
    if (generation !== 0) large.put(tail.key, seq, generation);
    tail.seq = seq;
    return seq;
  }

  /** Whether it was to come behind another seq than the last, or behind an entry of which that is so. */
  #isMoved({ documentId, after }: QueuedEntry, last: number): boolean {
    if (after === undefined || (after === last && !this.#moved.has(documentId))) return false;
    this.#moved.add(documentId);
    return true;
  }

  #noteClients(document: number, user: number, { claimed = [], recovered = [] }: QueuedEntry): void {
    const { owners } = this.#tables;
    for (const client of claimed) owners.claim(document, client, user);
    for (const client of recovered) owners.recover(document, client, user);
  }

  #newTail(id: string, now: number): Tail {
    const tail = { key: this.#tables.documents.insert(id, 'yjs', '', now), deleted: false, seq: 0 };
    this.#tails.set(id, tail);
    return tail;
  }

  /** Damage under one document is that document's alone: the others of its commit go on. */
  #readTail(id: string): void {
    try {
      const row = this.#tables.documents.row(id);
      if (row) this.#tails.set(id, { key: row.key, deleted: row.deleted_at !== null, seq: this.lastSeq(row.key) });
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#damaged.add(id);
    }
  }
}
