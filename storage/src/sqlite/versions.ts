import { crc32 } from 'node:zlib';
import { authorsBetween } from '../authors.ts';
import {
  type ListedVersion,
  type LoadedVersion,
  type NewVersion,
  VersionCorruptError,
  type VersionMeta,
  type VersionPage,
  type VersionPiece,
  type VersionQuery,
} from '../version-store.ts';
import type { Connection } from './connection.ts';
import type { Documents } from './documents.ts';
import { partSize } from './parts.ts';
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

interface PieceRow {
  readonly crc: number;
  readonly bytes: Buffer;
}

/** The tables of versions. A piece has no count of who uses it: what no version refers to is found when one is removed. */
export class Versions {
  readonly #connection: Connection;
  readonly #documents: Documents;
  readonly #trails: Trails;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(connection: Connection, documents: Documents, trails: Trails) {
    this.#connection = connection;
    this.#documents = documents;
    this.#trails = trails;
    this.#statements = prepare(connection.db);
  }

  /** Its pieces are written first, with pauses in which appends go on; then it is there at once. One at a time. */
  async add(version: NewVersion, pause: () => Promise<void>): Promise<VersionMeta> {
    const { key: document } = this.#documents.existing(version.documentId);
    for (const batch of batchesOf(version.pieces)) {
      this.#connection.write(() => {
        for (const { hash, bytes } of batch) this.#statements.addPiece.run(hash, crc32(bytes) | 0, bytes);
      });
      await pause();
    }
    const { id, seq, at, name, cause, createdBy, pieces, assets } = version;
    const size = pieces.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
    this.#connection.write(() => {
      const row = this.#statements.add.run(id, document, seq, at, name, cause, createdBy, size, JSON.stringify(assets));
      for (const [index, { hash }] of pieces.entries()) {
        this.#statements.addPart.run(Number(row.lastInsertRowid), index, hash);
      }
    });
    return { id, documentId: version.documentId, seq, at, name, cause, createdBy, size };
  }

  find(documentId: string, id: string): ListedVersion | null {
    const row = this.#statements.find.get(documentId, id);
    if (!row) return null;
    const [before] = this.#statements.list.all(documentId, row.seq, row.key, 0, 1);
    const after = before?.seq ?? 0;
    return { ...metaOf(row), authors: authorsBetween(this.#trails.authors(documentId, after), after, row.seq) };
  }

  newest(documentId: string): VersionMeta | null {
    const [row] = this.#statements.list.all(documentId, Number.MAX_SAFE_INTEGER, 0, 0, 1);
    return row ? metaOf(row) : null;
  }

  list(documentId: string, { limit = 50, cursor, named = false }: VersionQuery): VersionPage {
    const before = cursor === undefined ? { seq: Number.MAX_SAFE_INTEGER, key: 0 } : parseCursor(cursor);
    const rows = this.#statements.list.all(documentId, before.seq, before.key, named ? 1 : 0, limit + 1);
    const [newest] = rows;
    const trails = this.#trails.authors(documentId, rows[limit]?.seq ?? 0);
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

  load(documentId: string, id: string): LoadedVersion | null {
    const row = this.#statements.find.get(documentId, id);
    if (!row) return null;
    const pieces = this.#statements.pieces.all(row.key).map(({ crc, bytes }) => {
      if ((crc32(bytes) | 0) !== crc)
        throw new VersionCorruptError(`Version ${id} of document ${documentId} is damaged.`);
      return Uint8Array.from(bytes);
    });
    const size = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (size !== row.size) throw new VersionCorruptError(`Version ${id} of document ${documentId} misses a piece.`);
    return { version: metaOf(row), pieces };
  }

  name(documentId: string, id: string, name: string | null): ListedVersion | null {
    this.#connection.write(() => this.#statements.name.run(name, documentId, id));
    return this.find(documentId, id);
  }

  async remove(documentId: string, ids: readonly string[], pause: () => Promise<void>): Promise<void> {
    for (const id of ids) {
      const row = this.#statements.find.get(documentId, id);
      if (!row) continue;
      this.#connection.write(() => {
        const pieces = this.#statements.pieceKeys.all(row.key);
        this.#statements.removeParts.run(row.key);
        this.#statements.remove.run(row.key);
        for (const { piece } of pieces) this.#statements.removeUnused.run(piece, piece);
      });
      await pause();
    }
  }

  assets(documentId: string): string[] {
    return this.#statements.assets.all(documentId).map(({ hash }) => hash);
  }
}

/** So much in one transaction as appends may wait for. */
function* batchesOf(pieces: readonly VersionPiece[]): Iterable<VersionPiece[]> {
  let batch: VersionPiece[] = [];
  let size = 0;
  for (const piece of pieces) {
    batch.push(piece);
    size += piece.bytes.byteLength;
    if (size < partSize) continue;
    yield batch;
    batch = [];
    size = 0;
  }
  if (batch.length > 0) yield batch;
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

function prepare(db: Connection['db']) {
  const columns = `version.key, version.id, document.id as document, seq, at, name, cause, created_by, size
    from version join document on document.key = version.document where document.id = ?`;
  return {
    add: db.prepare<[string, number, number, number, string | null, string, string | null, number, string]>(
      `insert into version (id, document, seq, at, name, cause, created_by, size, assets)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    addPiece: db.prepare<[Uint8Array, number, Uint8Array]>(
      'insert into version_piece (hash, crc, bytes) values (?, ?, ?) on conflict (hash) do nothing',
    ),
    addPart: db.prepare<[number, number, Uint8Array]>(
      'insert into version_part (version, place, piece) select ?, ?, key from version_piece where hash = ?',
    ),
    find: db.prepare<[string, string], VersionRow>(`select ${columns} and version.id = ?`),
    list: db.prepare<[string, number, number, number, number], VersionRow>(
      `select ${columns} and (seq, version.key) < (?, ?) and (name is not null or not ?)
       order by seq desc, version.key desc limit ?`,
    ),
    pieces: db.prepare<[number], PieceRow>(
      `select crc, bytes from version_part join version_piece on version_piece.key = piece
       where version = ? order by place`,
    ),
    pieceKeys: db.prepare<[number], { piece: number }>('select distinct piece from version_part where version = ?'),
    name: db.prepare<[string | null, string, string]>(
      'update version set name = ? where document = (select key from document where id = ?) and id = ?',
    ),
    remove: db.prepare<[number]>('delete from version where key = ?'),
    removeParts: db.prepare<[number]>('delete from version_part where version = ?'),
    removeUnused: db.prepare<[number, number]>(
      'delete from version_piece where key = ? and not exists (select 1 from version_part where piece = ?)',
    ),
    assets: db.prepare<[string], { hash: string }>(
      `select distinct each.value as hash from version, json_each(version.assets) as each
       where version.document = (select key from document where id = ?)`,
    ),
  };
}
