import type { NewThumbnail, Thumbnail, ThumbnailStore } from '../thumbnail-store.ts';
import type { Queries } from './database.ts';
import { missing } from './documents.ts';

/** The pictures of documents; when each was made stands with its document, for lists. */
export class Thumbnails implements ThumbnailStore {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async putThumbnail(documentId: string, { type, bytes }: NewThumbnail): Promise<number> {
    const row = await this.#queries.row<{ at: number }>(
      `with pictured as (
         update document set thumbnail_at = greatest(now_ms(), thumbnail_at + 1) where id = $1
         returning key, thumbnail_at
       ), put as (
         insert into thumbnail (document, type, bytes) select key, $2, $3::bytea from pictured
         on conflict (document) do update set type = excluded.type, bytes = excluded.bytes
       )
       select thumbnail_at as at from pictured`,
      [documentId, type, bytes],
    );
    if (!row) throw missing(documentId);
    return row.at;
  }

  async findThumbnail(documentId: string): Promise<Thumbnail | null> {
    const row = await this.#queries.row<{ type: string; bytes: Buffer; at: number }>(
      `select type, bytes, thumbnail_at as at from thumbnail join document on document.key = thumbnail.document
       where document.id = $1`,
      [documentId],
    );
    return row ? { type: row.type, bytes: Uint8Array.from(row.bytes), at: row.at } : null;
  }
}
