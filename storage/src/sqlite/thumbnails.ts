import type { NewThumbnail, Thumbnail } from '../thumbnail-store.ts';
import type { Connection } from './connection.ts';
import type { Documents } from './documents.ts';

/** The pictures of documents; when each was made stands with its document, for lists. */
export class Thumbnails {
  readonly #connection: Connection;
  readonly #documents: Documents;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(connection: Connection, documents: Documents) {
    this.#connection = connection;
    this.#documents = documents;
    this.#statements = prepare(connection.db);
  }

  put(documentId: string, { type, bytes }: NewThumbnail): number {
    const { key, thumbnail_at } = this.#documents.existing(documentId);
    const at = Math.max(Date.now(), (thumbnail_at ?? 0) + 1);
    this.#connection.write(() => {
      this.#statements.put.run(key, type, bytes);
      this.#statements.setAt.run(at, key);
    });
    return at;
  }

  find(documentId: string): Thumbnail | null {
    const row = this.#statements.find.get(documentId);
    // On a buffer of its own, which the caller gets.
    return row ? { type: row.type, bytes: Uint8Array.from(row.bytes), at: row.at } : null;
  }
}

function prepare(db: Connection['db']) {
  return {
    put: db.prepare<[number, string, Uint8Array]>(
      'insert or replace into thumbnail (document, type, bytes) values (?, ?, ?)',
    ),
    setAt: db.prepare<[number, number]>('update document set thumbnail_at = ? where key = ?'),
    find: db.prepare<[string], { readonly type: string; readonly bytes: Buffer; readonly at: number }>(
      `select type, bytes, thumbnail_at as at from thumbnail join document on document.key = thumbnail.document
       where document.id = ?`,
    ),
  };
}
