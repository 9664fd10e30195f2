import type { Connection } from './connection.ts';

/** An update as it is stored, in `log` or `recent`. */
export interface StoredRow {
  readonly seq: number;
  readonly at: number;
  readonly user: string | null;
  readonly crc: number;
  readonly bytes: Buffer;
}

/** The updates that were moved here from `recent`, each document's together. Writes are within the caller's transaction. */
export class Log {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(db: Connection['db']) {
    this.#statements = prepare(db);
  }

  /** The seq of a document's newest row here; 0 where it has none. */
  lastSeq(key: number): number {
    return this.#statements.lastSeq.get(key, key)?.seq ?? 0;
  }

  rowsAfter(key: number, seq: number): StoredRow[] {
    return this.#statements.rowsAfter.all(key, seq, key);
  }

  /** Copies a row of `recent`, unless its seq is `after` or before. */
  copyRecent(position: number, after: number): void {
    this.#statements.copyRecent.run(position, after);
  }

  deleteThrough(key: number, seq: number): void {
    this.#statements.deleteThrough.run(key, key, seq);
  }
}

function prepare(db: Connection['db']) {
  return {
    lastSeq: db.prepare<[number, number], { seq: number }>(`
      select position & 0xffffffff as seq from log where position > ? << 32 and position < (? + 1) << 32
      order by position desc limit 1
    `),
    rowsAfter: db.prepare<[number, number, number], StoredRow>(`
      select position & 0xffffffff as seq, at, name as user, crc, bytes
      from log left join user on user.key = log.user
      where position > (? << 32 | ?) and position < (? + 1) << 32 order by position
    `),
    copyRecent: db.prepare<[number, number]>(`
      insert into log (position, at, user, crc, bytes)
      select document << 32 | seq, at, user, crc, bytes from recent where position = ? and seq > ?
    `),
    deleteThrough: db.prepare<[number, number, number]>(
      'delete from log where position > ? << 32 and position <= (? << 32 | ?)',
    ),
  };
}
