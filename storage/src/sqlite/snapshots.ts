import { crc32 } from 'node:zlib';
import { DocumentCorruptError, type NewSnapshot, type Snapshot } from '../document-store.ts';
import type { Connection } from './connection.ts';
import { type Draft, type Parts, partSize } from './parts.ts';

/** A snapshot whose state can be transferred. */
export interface LoadedSnapshot extends Snapshot {
  readonly state: Uint8Array<ArrayBuffer>;
}

/** The snapshots of all documents, at most one each. */
export class Snapshots {
  readonly #parts: Parts;
  readonly #statements: ReturnType<typeof prepare>;

  constructor({ db }: Connection, parts: Parts) {
    this.#parts = parts;
    this.#statements = prepare(db);
  }

  /** The seq that the document's snapshot goes through; 0 where it has none. */
  seq(key: number): number {
    return this.#statements.find.get(key)?.seq ?? 0;
  }

  /** The document's snapshot. Throws `DocumentCorruptError` where it isn't what was written. */
  read(id: string, key: number): LoadedSnapshot | null {
    const row = this.#statements.find.get(key);
    if (!row) return null;
    const state = this.#parts.read(row.generation);
    if (
      state.byteLength !== row.length ||
      (crc32(state) | 0) !== row.crc ||
      (crc32(row.summary) | 0) !== row.summary_crc
    ) {
      throw new DocumentCorruptError(`The snapshot of document ${id} through update ${row.seq} is damaged.`);
    }
    return { seq: row.seq, at: row.at, state, summary: Uint8Array.from(row.summary) };
  }

  /**
   * Writes a large state's parts but the last, with pauses in which appends go on. The draft is the caller's to release;
   * where this throws there is none.
   */
  async draft(state: Uint8Array, pause: () => Promise<void>): Promise<Draft | null> {
    let draft: Draft | null = null;
    try {
      while (state.byteLength - (draft?.written ?? 0) > partSize) {
        const written: number = draft?.written ?? 0;
        draft = this.#parts.write(draft, state.subarray(written, written + partSize));
        await pause();
      }
      return draft;
    } catch (error) {
      if (draft) this.#parts.release(draft);
      throw error;
    }
  }

  /** Makes a state the document's snapshot, within the caller's transaction. */
  put(key: number, { seq, state, summary }: NewSnapshot, draft: Draft | null): void {
    const parts = this.#parts;
    const { generation, written } = draft ?? { generation: parts.newGeneration(), written: 0 };
    const before = this.#statements.find.get(key);
    if (before) {
      parts.discard(before.generation);
      if (before.length <= partSize) parts.removeLast(before.generation);
    }
    parts.insert({ generation, written }, state.subarray(written));
    parts.adopt(generation);
    const crc = crc32(state) | 0;
    this.#statements.put.run(key, seq, Date.now(), generation, state.byteLength, crc, crc32(summary) | 0, summary);
  }
}

interface SnapshotRow {
  readonly seq: number;
  readonly at: number;
  readonly generation: number;
  readonly length: number;
  readonly crc: number;
  readonly summary_crc: number;
  readonly summary: Buffer;
}

function prepare(db: Connection['db']) {
  return {
    find: db.prepare<[number], SnapshotRow>(
      'select seq, at, generation, length, crc, summary_crc, summary from snapshot where document = ?',
    ),
    put: db.prepare<[number, number, number, number, number, number, number, Uint8Array]>(
      `insert or replace into snapshot (document, seq, at, generation, length, crc, summary_crc, summary)
      values (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
  };
}
