import type { Connection } from './connection.ts';
import type { StoredRow } from './log.ts';

/** A row before it is stored. */
export interface NewRow {
  readonly key: number;
  readonly seq: number;
  readonly at: number;
  readonly user: number | null;
  readonly crc: number;
  readonly bytes: Uint8Array;
}

/** Where a row is once its transaction is committed. */
export interface Place {
  readonly key: number;
  readonly position: number;
  readonly size: number;
}

/** Everything that was in `recent` at some moment, by document and seq. */
export interface Contents {
  readonly places: readonly Pick<Place, 'key' | 'position'>[];
  readonly last: number;
  readonly size: number;
}

/** About what a row takes beside its update, and how much is here, in bytes, when it is time to move it to the log. */
const rowOverhead = 24;
const fullAt = 2 * 1024 * 1024;

/**
 * The newest updates of all documents, in the order they came: a commit fills the last pages of one table instead of
 * touching a page of each document. Which rows are whose is known in memory, read from the table once at the start.
 */
export class Recent {
  readonly #connection: Connection;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #positions = new Map<number, number[]>();
  #last = 0;
  #size = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#statements = prepare(connection.db);
    for (const { key, position, length } of this.#statements.places.iterate()) {
      this.note({ key, position, size: length + rowOverhead });
    }
  }

  /** Inserts within the caller's transaction; `note` it when that is committed. */
  insert({ key, seq, at, user, crc, bytes }: NewRow): Place {
    const { lastInsertRowid } = this.#statements.insert.run(key, seq, at, user, crc, bytes);
    return { key, position: Number(lastInsertRowid), size: bytes.byteLength + rowOverhead };
  }

  note({ key, position, size }: Place): void {
    const positions = this.#positions.get(key);
    if (positions) positions.push(position);
    else this.#positions.set(key, [position]);
    this.#last = position;
    this.#size += size;
  }

  /** Bytes, about. */
  get size(): number {
    return this.#size;
  }

  isFull(): boolean {
    return this.#size >= fullAt;
  }

  /** Which a document's newest row is; undefined where it has none here. */
  newest(key: number): Pick<StoredRow, 'seq' | 'at'> | undefined {
    const position = this.#positions.get(key)?.at(-1);
    return position === undefined ? undefined : this.#statements.seqAndTime.get(position);
  }

  /** A document's rows after a seq. */
  rowsAfter(key: number, seq: number): StoredRow[] {
    const rows: StoredRow[] = [];
    for (const position of this.#positions.get(key) ?? []) {
      const row = this.#statements.row.get(position);
      if (row && row.seq > seq) rows.push(row);
    }
    return rows;
  }

  /** Keys of the documents that have rows here. */
  keys(): number[] {
    return [...this.#positions.keys()];
  }

  contents(): Contents {
    const byKey = [...this.#positions].sort(([a], [b]) => a - b);
    const places = byKey.flatMap(([key, positions]) => positions.map((position) => ({ key, position })));
    return { places, last: this.#last, size: this.#size };
  }

  /** Removes what was here when `contents` was asked, in a transaction of its own. */
  remove({ last, size }: Contents): void {
    this.#connection.write(() => this.#statements.deleteThrough.run(last));
    this.#size -= size;
    for (const [key, positions] of this.#positions) {
      const newer = positions.filter((position) => position > last);
      if (newer.length > 0) this.#positions.set(key, newer);
      else this.#positions.delete(key);
    }
  }
}

function prepare(db: Connection['db']) {
  return {
    insert: db.prepare<[number, number, number, number | null, number, Uint8Array]>(
      'insert into recent (document, seq, at, user, crc, bytes) values (?, ?, ?, ?, ?, ?)',
    ),
    places: db.prepare<[], { key: number; position: number; length: number }>(
      'select document as key, position, length(bytes) as length from recent order by position',
    ),
    seqAndTime: db.prepare<[number], Pick<StoredRow, 'seq' | 'at'>>('select seq, at from recent where position = ?'),
    row: db.prepare<[number], StoredRow>(`
      select seq, at, name as user, crc, bytes from recent left join user on user.key = recent.user where position = ?
    `),
    deleteThrough: db.prepare<[number]>('delete from recent where position <= ?'),
  };
}
