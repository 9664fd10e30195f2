import { type Authors, type NewTrail, type Trail, VersionCorruptError } from '../version-store.ts';
import type { Queries } from './database.ts';
import { missing } from './documents.ts';
import { checksum } from './pieces.ts';

interface TrailRow {
  readonly seq: number;
  readonly authors: string;
  readonly crc: number;
  readonly bytes: Buffer;
}

const OF_DOCUMENT = 'from trail where document = (select key from document where id = $1)';

/** The table of trails. */
export class Trails {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  /** The seq through which a document's trails go, 0 where there is none; null where there is no document. */
  async lastSeq(documentId: string): Promise<number | null> {
    const row = await this.#queries.row<{ seq: number }>(
      `select coalesce(max(trail.seq), 0) as seq from document left join trail on trail.document = document.key
       where document.id = $1 group by document.key`,
      [documentId],
    );
    return row?.seq ?? null;
  }

  async add(documentId: string, { after, seq, authors, bytes }: NewTrail): Promise<boolean> {
    const answer = await this.#queries.row<{ done: number }>('select add_trail_1($1, $2, $3, $4, $5, $6) as done', [
      documentId,
      after,
      seq,
      JSON.stringify(authors),
      checksum(bytes),
      bytes,
    ]);
    if (answer?.done === -1) throw missing(documentId);
    return answer?.done === 1;
  }

  async between(documentId: string, after: number, through: number): Promise<Trail[]> {
    const rows = await this.#queries.rows<TrailRow>(
      `select seq, authors, crc, bytes ${OF_DOCUMENT} and seq > $2 and seq <= $3 order by seq`,
      [documentId, after, through],
    );
    return rows.map(({ seq, authors, crc, bytes }) => {
      if (checksum(bytes) !== crc) throw new VersionCorruptError(`A trail of document ${documentId} is damaged.`);
      return { seq, authors: JSON.parse(authors) as Authors, bytes: Uint8Array.from(bytes) };
    });
  }

  /** Who wrote, in each trail after a seq. */
  async authors(documentId: string, after: number): Promise<{ seq: number; authors: Authors }[]> {
    const rows = await this.#queries.rows<Pick<TrailRow, 'seq' | 'authors'>>(
      `select seq, authors ${OF_DOCUMENT} and seq > $2 order by seq`,
      [documentId, after],
    );
    return rows.map(({ seq, authors }) => ({ seq, authors: JSON.parse(authors) as Authors }));
  }
}
