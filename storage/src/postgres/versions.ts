import { authorsBetween } from '../authors.ts';
import {
  type ListedVersion,
  type LoadedVersion,
  type NewVersion,
  VersionCorruptError,
  type VersionMeta,
  type VersionPage,
  type VersionQuery,
} from '../version-store.ts';
import type { Queries } from './database.ts';
import { missing } from './documents.ts';
import { checksum, joined } from './pieces.ts';
import type { Trails } from './trails.ts';

interface VersionRow {
  readonly key: number;
  readonly id: string;
  readonly document: string;
  readonly seq: number;
  readonly at: number;
  readonly name: string | null;
  readonly cause: string;
  readonly created_by: string | null;
  readonly size: number;
}

const VERSION = `select version.key, version.id, document.id as document, version.seq, at, name, cause, created_by, size
  from version join document on document.key = version.document where document.id = $1`;
const ORDER = 'order by version.seq desc, version.key desc';

/** The tables of versions. A piece has no count of who uses it: what no version refers to is found when one is removed. */
export class Versions {
  readonly #queries: Queries;
  readonly #trails: Trails;

  constructor(queries: Queries, trails: Trails) {
    this.#queries = queries;
    this.#trails = trails;
  }

  async add(version: NewVersion): Promise<VersionMeta> {
    const { documentId, id, seq, at, name, cause, createdBy, pieces, assets } = version;
    const state = joined(pieces.map(({ bytes }) => bytes));
    const answer = await this.#queries.row<{ key: number | null }>(
      'select add_version_1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) as key',
      [
        documentId,
        id,
        seq,
        at,
        name,
        cause,
        createdBy,
        assets,
        pieces.map(({ hash }) => `\\x${Buffer.from(hash).toString('hex')}`),
        pieces.map(({ bytes }) => bytes.byteLength),
        pieces.map(({ bytes }) => checksum(bytes)),
        state,
      ],
    );
    if (answer?.key == null) throw missing(documentId);
    return { id, documentId, seq, at, name, cause, createdBy, size: state.byteLength };
  }

  async find(documentId: string, id: string): Promise<ListedVersion | null> {
    const row = await this.#row(documentId, id);
    if (!row) return null;
    const before = await this.#queries.row<VersionRow>(
      `${VERSION} and (version.seq, version.key) < ($2, $3) ${ORDER} limit 1`,
      [documentId, row.seq, row.key],
    );
    const after = before?.seq ?? 0;
    const trails = await this.#trails.authors(documentId, after);
    return { ...metaOf(row), authors: authorsBetween(trails, after, row.seq) };
  }

  async newest(documentId: string): Promise<VersionMeta | null> {
    const row = await this.#queries.row<VersionRow>(`${VERSION} ${ORDER} limit 1`, [documentId]);
    return row ? metaOf(row) : null;
  }

  async list(documentId: string, { limit = 50, cursor, named = false }: VersionQuery = {}): Promise<VersionPage> {
    const before = cursor === undefined ? { seq: Number.MAX_SAFE_INTEGER, key: 0 } : parseCursor(cursor);
    const rows = await this.#queries.rows<VersionRow>(
      `${VERSION} and (version.seq, version.key) < ($2, $3) and (name is not null or not $4) ${ORDER} limit $5`,
      [documentId, before.seq, before.key, named, limit + 1],
    );
    const [newest] = rows;
    const trails = await this.#trails.authors(documentId, rows[limit]?.seq ?? 0);
    const versions = rows.slice(0, limit).map(
      (row, i): ListedVersion => ({
        ...metaOf(row),
        authors: authorsBetween(trails, rows[i + 1]?.seq ?? 0, row.seq),
      }),
    );
    const last = rows[limit - 1];
    return {
      versions,
      next: last && rows.length > limit ? `${last.seq}.${last.key}` : null,
      since: cursor === undefined ? authorsBetween(trails, newest?.seq ?? 0, Number.MAX_SAFE_INTEGER) : [],
    };
  }

  async load(documentId: string, id: string): Promise<LoadedVersion | null> {
    const row = await this.#row(documentId, id);
    if (!row) return null;
    const rows = await this.#queries.rows<{ crc: number; bytes: Buffer }>(
      `select crc, bytes from version_part join version_piece on version_piece.key = piece
       where version = $1 order by place`,
      [row.key],
    );
    const pieces = rows.map(({ crc, bytes }) => {
      if (checksum(bytes) !== crc) throw new VersionCorruptError(`Version ${id} of document ${documentId} is damaged.`);
      return Uint8Array.from(bytes);
    });
    const size = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (size !== row.size) throw new VersionCorruptError(`Version ${id} of document ${documentId} misses a piece.`);
    return { version: metaOf(row), pieces };
  }

  async name(documentId: string, id: string, name: string | null): Promise<ListedVersion | null> {
    await this.#queries.run(
      'update version set name = $3 where document = (select key from document where id = $1) and id = $2',
      [documentId, id, name],
    );
    return await this.find(documentId, id);
  }

  async remove(documentId: string, ids: readonly string[]): Promise<void> {
    await this.#queries.run('select remove_versions_1($1, $2)', [documentId, ids]);
  }

  async assets(documentId: string): Promise<string[]> {
    const rows = await this.#queries.rows<{ hash: string }>(
      `select distinct unnest(assets) as hash from version where document = (select key from document where id = $1)`,
      [documentId],
    );
    return rows.map(({ hash }) => hash);
  }

  async #row(documentId: string, id: string): Promise<VersionRow | undefined> {
    return await this.#queries.row<VersionRow>(`${VERSION} and version.id = $2`, [documentId, id]);
  }
}

const metaOf = ({ id, document, seq, at, name, cause, created_by, size }: VersionRow): VersionMeta => ({
  id,
  documentId: document,
  seq,
  at,
  name,
  cause,
  createdBy: created_by,
  size,
});

function parseCursor(cursor: string): { seq: number; key: number } {
  const [, seq, key] = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (seq === undefined || key === undefined)
    throw new RangeError('This cursor is not one that a list of versions gave.');
  return { seq: Number(seq), key: Number(key) };
}
