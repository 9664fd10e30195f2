import { crc32 } from 'node:zlib';
import { StoreUnavailableError } from '../document-store.ts';
import type { Connection } from './connection.ts';
import type { Draft, Parts } from './parts.ts';

interface LargeDraft extends Draft {
  /** Of what is written. */
  readonly crc: number;
}

/**
 * Updates that would hold others' commits up if they were written in one transaction. Their bytes are written as parts
 * before, and the row that the commit adds to `recent`, and that is moved to `log`, is empty.
 */
export class LargeUpdates {
  readonly #parts: Parts;
  readonly #drafts = new Map<number, LargeDraft>();
  readonly #statements: ReturnType<typeof prepare>;

  constructor({ db }: Connection, parts: Parts) {
    this.#parts = parts;
    this.#statements = prepare(db);
  }

  /** Writes the next part of an update, or the first where `generation` is null; its generation. */
  write(generation: number | null, bytes: Uint8Array): number {
    const draft = generation === null ? null : this.#drafts.get(generation);
    if (draft === undefined) throw new StoreUnavailableError('An update was given up before it was whole.');
    try {
      const next = this.#parts.write(draft, bytes);
      this.#drafts.set(next.generation, { ...next, crc: crc32(bytes, draft?.crc ?? 0) });
      return next.generation;
    } catch (error) {
      if (generation !== null) this.release(generation);
      throw error;
    }
  }

  /** The checksum of a draft; undefined where there is none. */
  crc(generation: number): number | undefined {
    return this.#drafts.get(generation)?.crc;
  }

  /** Makes a draft the update at `seq`, within the caller's transaction. */
  put(key: number, seq: number, generation: number): void {
    this.#parts.adopt(generation);
    this.#statements.insert.run(key, seq, generation);
  }

  /** Forgets a draft: it became an update, or it never will. */
  release(generation: number): void {
    const draft = this.#drafts.get(generation);
    if (!draft) return;
    this.#drafts.delete(generation);
    this.#parts.release(draft);
  }

  /** The bytes of the update at `seq`; none where it isn't here. */
  read(key: number, seq: number): Uint8Array<ArrayBuffer> {
    const row = this.#statements.find.get(key, seq);
    return row ? this.#parts.read(row.generation) : new Uint8Array(0);
  }

  /** Lets the bytes of updates go, within the caller's transaction. */
  deleteThrough(key: number, seq: number): void {
    for (const { generation } of this.#statements.through.all(key, key, seq)) this.#parts.discard(generation);
    this.#statements.deleteThrough.run(key, key, seq);
  }
}

function prepare(db: Connection['db']) {
  const through = 'from large_update where position > ? << 32 and position <= (? << 32 | ?)';
  return {
    insert: db.prepare<[number, number, number]>(
      'insert into large_update (position, generation) values (? << 32 | ?, ?)',
    ),
    find: db.prepare<[number, number], { generation: number }>(
      'select generation from large_update where position = ? << 32 | ?',
    ),
    through: db.prepare<[number, number, number], { generation: number }>(`select generation ${through}`),
    deleteThrough: db.prepare<[number, number, number]>(`delete ${through}`),
  };
}
