import { crc32 } from 'node:zlib';
import { DocumentCorruptError, type NewSnapshot, type Snapshot } from '../document-store.ts';
import type { Connection } from './connection.ts';

/** Bytes of a state in one row, and so in one transaction: what it takes to write these is how long appends may wait. */
const partSize = 256 * 1024;

/** The parts of a state that are in the file before it becomes a snapshot: all but the last. */
interface Draft {
  readonly generation: number;
  readonly written: number;
}

/** A snapshot whose state can be transferred. */
export interface LoadedSnapshot extends Snapshot {
  readonly state: Uint8Array<ArrayBuffer>;
}

/** The snapshots of all documents, at most one each. */
export class Snapshots {
  readonly #connection: Connection;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#statements = prepare(connection.db);
  }

  /** The seq that the document's snapshot goes through; 0 where it has none. */
  seq(key: number): number {
    return this.#statements.find.get(key)?.seq ?? 0;
  }

  /** The document's snapshot. Throws `DocumentCorruptError` where it isn't what was written. */
  read(id: string, key: number): LoadedSnapshot | null {
    const row = this.#statements.find.get(key);
    if (!row) return null;
    const state = this.#readState(row.generation);
    if (
      state.byteLength !== row.length ||
      (crc32(state) | 0) !== row.crc ||
      (crc32(row.summary) | 0) !== row.summary_crc
    ) {
      throw new DocumentCorruptError(`The snapshot of document ${id} through update ${row.seq} is damaged.`);
    }
    return { seq: row.seq, at: row.at, state, summary: Uint8Array.from(row.summary) };
  }

  /** Writes a large state's parts but the last, each in a transaction of its own; appends go on in the pauses between. */
  async draft(state: Uint8Array, pause: () => Promise<void>): Promise<Draft | null> {
    let draft: Draft | null = null;
    while (state.byteLength - (draft?.written ?? 0) > partSize) {
      const { generation, written }: Draft = draft ?? { generation: this.#newGeneration(), written: 0 };
      this.#connection.write(() => {
        if (written === 0) this.#statements.addStray.run(generation);
        this.#insertPart(generation, written, state);
      });
      draft = { generation, written: written + partSize };
      await pause();
    }
    return draft;
  }

  /** Makes a state the document's snapshot, within the caller's transaction. */
  put(key: number, { seq, state, summary }: NewSnapshot, draft: Draft | null): void {
    const { generation, written } = draft ?? { generation: this.#newGeneration(), written: 0 };
    const before = this.#statements.find.get(key);
    if (before) {
      this.#statements.addStray.run(before.generation);
      if (before.length <= partSize) this.#removePart(before.generation);
    }
    this.#insertPart(generation, written, state);
    this.#statements.removeStray.run(generation);
    const crc = crc32(state) | 0;
    this.#statements.put.run(key, seq, Date.now(), generation, state.byteLength, crc, crc32(summary) | 0, summary);
  }

  /** Removes one part of a state that no snapshot has; false where there is none. */
  removeStrayPart(): boolean {
    const stray = this.#statements.stray.get();
    if (stray) this.#connection.write(() => this.#removePart(stray.generation));
    return stray !== undefined;
  }

  #readState(generation: number): Uint8Array<ArrayBuffer> {
    const state = new Uint8Array(this.#statements.length.get(generation, generation)?.length ?? 0);
    let at = 0;
    for (const { bytes } of this.#statements.parts.iterate(generation, generation)) {
      state.set(bytes, at);
      at += bytes.byteLength;
    }
    return state;
  }

  #removePart(generation: number): void {
    this.#statements.removePart.run(generation, generation);
    if (!this.#statements.parts.get(generation, generation)) this.#statements.removeStray.run(generation);
  }

  #insertPart(generation: number, at: number, state: Uint8Array): void {
    this.#statements.insertPart.run(generation, at / partSize, state.subarray(at, at + partSize));
  }

  #newGeneration(): number {
    return this.#statements.newGeneration.get()?.generation ?? 1;
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
  const parts = 'from part where position >= ? << 32 and position < (? + 1) << 32 order by position';
  return {
    find: db.prepare<[number], SnapshotRow>(
      'select seq, at, generation, length, crc, summary_crc, summary from snapshot where document = ?',
    ),
    put: db.prepare<[number, number, number, number, number, number, number, Uint8Array]>(
      `insert or replace into snapshot (document, seq, at, generation, length, crc, summary_crc, summary)
      values (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    parts: db.prepare<[number, number], { bytes: Buffer }>(`select bytes ${parts}`),
    length: db.prepare<[number, number], { length: number | null }>(`select sum(length(bytes)) as length ${parts}`),
    insertPart: db.prepare<[number, number, Uint8Array]>('insert into part (position, bytes) values (? << 32 | ?, ?)'),
    removePart: db.prepare<[number, number]>(
      `delete from part where position = (select position ${parts} desc limit 1)`,
    ),
    newGeneration: db.prepare<[], { generation: number }>(
      'select 1 + coalesce(max(position) >> 32, 0) as generation from part',
    ),
    addStray: db.prepare<[number]>('insert into stray (generation) values (?)'),
    removeStray: db.prepare<[number]>('delete from stray where generation = ?'),
    stray: db.prepare<[], { generation: number }>('select generation from stray limit 1'),
  };
}
