import { crc32 } from 'node:zlib';
import { type Authors, type NewTrail, type Trail, VersionCorruptError } from '../version-store.ts';
import type { Connection } from './connection.ts';
import type { Documents } from './documents.ts';

interface TrailRow {
  readonly seq: number;
  readonly authors: string;
  readonly crc: number;
  readonly bytes: Buffer;
}

/** The table of trails. */
export class Trails {
  readonly #connection: Connection;
  readonly #documents: Documents;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(connection: Connection, documents: Documents) {
    this.#connection = connection;
    this.#documents = documents;
    this.#statements = prepare(connection.db);
  }

  /** The seq through which trails go; 0 where there is none. */
  lastSeq(key: number): number {
    return this.#statements.last.get(key)?.seq ?? 0;
  }

  add(documentId: string, { after, seq, authors, bytes }: NewTrail): boolean {
    const { key } = this.#documents.existing(documentId);
    const isEnd = after === 0 || this.#statements.at.get(key, after) !== undefined;
    if (!isEnd || this.lastSeq(key) > seq || seq <= after) return false;
    this.#connection.write(() => {
      this.#statements.removeAfter.run(key, after);
      this.#statements.add.run(key, seq, JSON.stringify(authors), crc32(bytes) | 0, bytes);
    });
    return true;
  }

  between(documentId: string, after: number, through: number): Trail[] {
    return this.#statements.between.all(documentId, after, through).map(({ seq, authors, crc, bytes }) => {
      if ((crc32(bytes) | 0) !== crc) throw new VersionCorruptError(`A trail of document ${documentId} is damaged.`);
      return { seq, authors: JSON.parse(authors) as Authors, bytes: Uint8Array.from(bytes) };
    });
  }

  /** Who wrote, in each trail after a seq. */
  authors(documentId: string, after: number): { seq: number; authors: Authors }[] {
    const rows = this.#statements.authors.all(documentId, after);
    return rows.map(({ seq, authors }) => ({ seq, authors: JSON.parse(authors) as Authors }));
  }
}

function prepare(db: Connection['db']) {
  const ofDocument = 'from trail where document = (select key from document where id = ?)';
  return {
    last: db.prepare<[number], { seq: number }>('select seq from trail where document = ? order by seq desc limit 1'),
    at: db.prepare<[number, number], { seq: number }>('select seq from trail where document = ? and seq = ?'),
    add: db.prepare<[number, number, string, number, Uint8Array]>(
      'insert into trail (document, seq, authors, crc, bytes) values (?, ?, ?, ?, ?)',
    ),
    removeAfter: db.prepare<[number, number]>('delete from trail where document = ? and seq > ?'),
    between: db.prepare<[string, number, number], TrailRow>(
      `select seq, authors, crc, bytes ${ofDocument} and seq > ? and seq <= ? order by seq`,
    ),
    authors: db.prepare<[string, number], Pick<TrailRow, 'seq' | 'authors'>>(
      `select seq, authors ${ofDocument} and seq > ? order by seq`,
    ),
  };
}
