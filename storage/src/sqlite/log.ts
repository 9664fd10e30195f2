import { crc32 } from 'node:zlib';
import { DocumentCorruptError, type LogEntry, type LogRow } from '../document-store.ts';
import { type Connection, isDamage } from './connection.ts';
import type { Documents } from './documents.ts';
import { Users } from './users.ts';

/** What an append came to: its seq, or one of these where the document refuses it. */
export const refusals = { deleted: -1, corrupt: -2 } as const;

/** What appending needs to know of a document. */
interface Tail {
  readonly key: number;
  readonly deleted: boolean;
  seq: number;
}

const mostTails = 10_000;

/** The updates of all documents, in the order they came. */
export class Log {
  readonly #connection: Connection;
  readonly #documents: Documents;
  readonly #users: Users;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #tails = new Map<string, Tail>();
  readonly #damaged = new Set<string>();

  constructor(connection: Connection, documents: Documents) {
    this.#connection = connection;
    this.#documents = documents;
    this.#users = new Users(connection.db);
    this.#statements = prepare(connection.db);
  }

  /** Appends all entries in one transaction; a number for each, a seq or a refusal. Throws where nothing was stored. */
  append(entries: readonly LogEntry[]): Float64Array {
    const now = Date.now();
    for (;;) {
      const touched = new Set<number>();
      let current = '';
      try {
        const results = this.#connection.write(() =>
          Float64Array.from(entries, (entry) => {
            current = entry.documentId;
            const seq = this.appendOne(entry, now, touched);
            current = '';
            return seq;
          }),
        );
        for (const key of touched) this.#documents.noteChange(key, now);
        return results;
      } catch (error) {
        this.forget();
        // A damaged page under one document: the others' entries go again without it. A half-made change to a tree
        // can't be taken back alone, so the whole transaction was.
        if (!isDamage(error) || current === '') throw error;
        this.#damaged.add(current);
      }
    }
  }

  /** Appends within the caller's transaction, which has to call `forget` where it fails; `touched` gets the key. */
  appendOne({ documentId, user, update }: LogEntry, now: number, touched?: Set<number>): number {
    if (this.#damaged.has(documentId)) return refusals.corrupt;
    const tail = this.#tails.get(documentId) ?? this.#readTail(documentId, now);
    if (tail.deleted) return refusals.deleted;
    const seq = tail.seq + 1;
    this.#statements.insert.run(tail.key, seq, now, this.#users.key(user), crc32(update) | 0, update);
    tail.seq = seq;
    touched?.add(tail.key);
    return seq;
  }

  /** The seq of a document's newest update, its snapshot's where the log is empty. */
  lastSeq(key: number): number {
    return this.#statements.lastSeq.get(key, key, key)?.seq ?? 0;
  }

  /** Rows after `seq`. Throws `DocumentCorruptError` where one is damaged or missing. */
  rowsAfter(id: string, key: number, seq: number): LogRow[] {
    const rows = this.#statements.rowsAfter.all(key, seq, key);
    return rows.map((row, index) => {
      if (row.seq !== seq + 1 + index)
        throw new DocumentCorruptError(`Document ${id} misses update ${seq + 1 + index}.`);
      if ((crc32(row.bytes) | 0) !== row.crc) {
        throw new DocumentCorruptError(`Update ${row.seq} of document ${id} is damaged.`);
      }
      return { seq: row.seq, at: row.at, user: row.user, update: row.bytes };
    });
  }

  /** Deletes rows through `seq`, within the caller's transaction. */
  deleteThrough(key: number, seq: number): void {
    this.#statements.deleteThrough.run(key, key, seq);
  }

  /** Lets go of what is cached of one document or all: the file is asked again. */
  forget(id?: string): void {
    if (id === undefined) {
      this.#tails.clear();
      this.#users.forget();
    } else {
      this.#tails.delete(id);
    }
  }

  /** Whether the document is known to be unreadable; it takes no updates then. */
  isDamaged(id: string): boolean {
    return this.#damaged.has(id);
  }

  setDamaged(id: string, damaged: boolean): void {
    if (damaged) this.#damaged.add(id);
    else this.#damaged.delete(id);
  }

  #readTail(id: string, now: number): Tail {
    const row = this.#documents.row(id);
    const tail: Tail = row
      ? { key: row.key, deleted: row.deleted_at !== null, seq: this.lastSeq(row.key) }
      : { key: this.#documents.insert(id, 'yjs', '', now), deleted: false, seq: 0 };
    if (this.#tails.size >= mostTails) this.#tails.clear();
    this.#tails.set(id, tail);
    return tail;
  }
}

interface StoredRow {
  readonly seq: number;
  readonly at: number;
  readonly user: string | null;
  readonly crc: number;
  readonly bytes: Buffer;
}

function prepare(db: Connection['db']) {
  return {
    insert: db.prepare<[number, number, number, number | null, number, Uint8Array]>(
      'insert into log (position, at, user, crc, bytes) values (? << 32 | ?, ?, ?, ?, ?)',
    ),
    lastSeq: db.prepare<[number, number, number], { seq: number | null }>(`
      select coalesce(
        (select position & 0xffffffff from log where position > ? << 32 and position < (? + 1) << 32
          order by position desc limit 1),
        (select seq from snapshot where document = ?)
      ) as seq
    `),
    rowsAfter: db.prepare<[number, number, number], StoredRow>(`
      select position & 0xffffffff as seq, at, name as user, crc, bytes
      from log left join user on user.key = log.user
      where position > (? << 32 | ?) and position < (? + 1) << 32 order by position
    `),
    deleteThrough: db.prepare<[number, number, number]>(
      'delete from log where position > ? << 32 and position <= (? << 32 | ?)',
    ),
  };
}
