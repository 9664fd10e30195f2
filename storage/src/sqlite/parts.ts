import type { Connection } from './connection.ts';

/** Bytes in one part, and so in one transaction: what it takes to write these is how long appends may wait. */
export const partSize = 256 * 1024;

/** A value that is being written, part by part. */
export interface Draft {
  readonly generation: number;
  /** Bytes of it that are in the file. */
  readonly written: number;
}

/**
 * Large values, in parts that are written and removed one transaction each, so that appends go on between. A value is
 * known by its generation. It is stray until something in the file refers to it, and again when that lets it go.
 */
export class Parts {
  readonly #connection: Connection;
  readonly #statements: ReturnType<typeof prepare>;
  /** Strays that are still being written. */
  readonly #open = new Set<number>();
  #hasStrays = true;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#statements = prepare(connection.db);
  }

  /** Whether there may be something to remove. */
  get hasStrays(): boolean {
    return this.#hasStrays;
  }

  /** Writes the next part of a value, or the first where `draft` is null, in a transaction of its own. `release` it in the end. */
  write(draft: Draft | null, bytes: Uint8Array): Draft {
    const { generation, written } = draft ?? { generation: this.newGeneration(), written: 0 };
    this.#connection.write(() => {
      if (!draft) this.discard(generation);
      this.insert({ generation, written }, bytes);
    });
    this.#open.add(generation);
    return { generation, written: written + bytes.byteLength };
  }

  /** A draft isn't going on: where nothing has taken it by now, it is removed in time. */
  release({ generation }: Draft): void {
    this.#open.delete(generation);
    this.#hasStrays = true;
  }

  /** A number that no value has. Within the transaction that writes its first part. */
  newGeneration(): number {
    return this.#statements.newGeneration.get()?.generation ?? 1;
  }

  /** Within the caller's transaction, as are the three that follow. All parts but the last have `partSize`. */
  insert({ generation, written }: Draft, bytes: Uint8Array): void {
    this.#statements.insert.run(generation, written / partSize, bytes);
  }

  /** Something refers to the value from now on. */
  adopt(generation: number): void {
    this.#statements.removeStray.run(generation);
  }

  /** Nothing refers to the value any more. */
  discard(generation: number): void {
    this.#statements.addStray.run(generation);
    this.#hasStrays = true;
  }

  /** Removes the last part of a value that is stray. */
  removeLast(generation: number): void {
    this.#statements.removeLast.run(generation, generation);
    if (!this.#statements.parts.get(generation, generation)) this.#statements.removeStray.run(generation);
  }

  /** Removes one part of a value that nothing refers to; false where there is none. */
  removeStrayPart(): boolean {
    const stray = this.#statements.strays.all().find(({ generation }) => !this.#open.has(generation));
    if (stray) this.#connection.write(() => this.removeLast(stray.generation));
    this.#hasStrays = stray !== undefined;
    return this.#hasStrays;
  }

  read(generation: number): Uint8Array<ArrayBuffer> {
    const value = new Uint8Array(this.#statements.length.get(generation, generation)?.length ?? 0);
    let at = 0;
    for (const { bytes } of this.#statements.parts.iterate(generation, generation)) {
      value.set(bytes, at);
      at += bytes.byteLength;
    }
    return value;
  }
}

function prepare(db: Connection['db']) {
  const parts = 'from part where position >= ? << 32 and position < (? + 1) << 32 order by position';
  return {
    parts: db.prepare<[number, number], { bytes: Buffer }>(`select bytes ${parts}`),
    length: db.prepare<[number, number], { length: number | null }>(`select sum(length(bytes)) as length ${parts}`),
    insert: db.prepare<[number, number, Uint8Array]>('insert into part (position, bytes) values (? << 32 | ?, ?)'),
    removeLast: db.prepare<[number, number]>(
      `delete from part where position = (select position ${parts} desc limit 1)`,
    ),
    newGeneration: db.prepare<[], { generation: number }>(
      'select 1 + coalesce(max(position) >> 32, 0) as generation from part',
    ),
    addStray: db.prepare<[number]>('insert into stray (generation) values (?)'),
    removeStray: db.prepare<[number]>('delete from stray where generation = ?'),
    strays: db.prepare<[], { generation: number }>('select generation from stray'),
  };
}
