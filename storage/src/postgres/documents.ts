import {
  DocumentExistsError,
  type DocumentKind,
  type DocumentMeta,
  DocumentMissingError,
  type ListPage,
  type ListQuery,
  type NewDocument,
} from '../document-store.ts';
import type { Queries } from './database.ts';
import { piecesOf } from './pieces.ts';

export interface DocumentRow {
  readonly key: number;
  readonly id: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly created_at: number;
  readonly changed_at: number;
  readonly deleted_at: number | null;
  readonly thumbnail_at: number | null;
}

const COLUMNS = 'key, id, kind, title, created_at, changed_at, deleted_at, thumbnail_at';

export const metaOf = (row: DocumentRow): DocumentMeta => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  createdAt: row.created_at,
  changedAt: row.changed_at,
  deletedAt: row.deleted_at,
  thumbnailAt: row.thumbnail_at,
});

export const missing = (id: string) => new DocumentMissingError(`There is no document ${id}.`);

/** The key of a document; throws `DocumentMissingError`. */
export async function keyOf(queries: Queries, id: string): Promise<number> {
  const row = await queries.row<{ key: number }>('select key from document where id = $1', [id]);
  if (!row) throw missing(id);
  return row.key;
}

/** The table of documents. */
export class Documents {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async create({ id, kind, title, update, claimed = [], ...more }: NewDocument): Promise<DocumentMeta> {
    const user = more.user ?? null;
    const pieces = update ? piecesOf(update) : [];
    const row = await this.#queries.row<DocumentRow>(
      `with made as (
         insert into document (id, kind, title, title_lower, created_at, changed_at, bucket, seq)
         select $1, $2, $3, $4, now, now, now / 8192, $5 from now_ms() as now
         on conflict (id) do nothing returning *
       ), logged as (
         insert into log (document, seq, part, parts, at, "user", crc, bytes)
         select key, 1, place - 1, $6, created_at, $7, crc, substring($8::bytea from ends - size + 1 for size)
         from made, (
           select *, (sum(size) over (order by place))::integer as ends
           from unnest($9::integer[], $10::integer[]) with ordinality as given (size, crc, place)
         ) as piece
       ), claims as (
         insert into client (document, id, "user") select distinct key, client, $7 from made, unnest($11::bigint[]) as client
       )
       select ${COLUMNS} from made`,
      [
        id,
        kind,
        title,
        title.toLowerCase(),
        update ? 1 : 0,
        pieces.length,
        user,
        update ?? new Uint8Array(),
        pieces.map(({ size }) => size),
        pieces.map(({ crc }) => crc),
        update && user !== null ? claimed : [],
      ],
    );
    if (!row) throw new DocumentExistsError(`There is a document ${id} already.`);
    return metaOf(row);
  }

  async find(id: string): Promise<DocumentMeta | null> {
    const row = await this.#queries.row<DocumentRow>(`select ${COLUMNS} from document where id = $1`, [id]);
    return row ? metaOf(row) : null;
  }

  async lastSeqs(ids: readonly string[]): Promise<Map<string, number | null>> {
    const rows = await this.#queries.rows<{ id: string; seq: number | null }>(
      'select id, case when deleted_at is null then seq end as seq from document where id = any($1)',
      [ids],
    );
    return new Map(rows.map(({ id, seq }) => [id, seq]));
  }

  rename(id: string, title: string): Promise<DocumentMeta> {
    return this.#change(
      id,
      'title = $2, title_lower = $3, changed_at = greatest(now, changed_at), bucket = greatest(now, changed_at) / 8192',
      [title, title.toLowerCase()],
    );
  }

  trash(id: string): Promise<DocumentMeta> {
    return this.#change(id, 'deleted_at = coalesce(deleted_at, now)');
  }

  restore(id: string): Promise<DocumentMeta> {
    return this.#change(id, 'deleted_at = null');
  }

  async list({ limit = 50, cursor, deleted = false, title = '' }: ListQuery): Promise<ListPage> {
    const before = cursor === undefined ? null : parseCursor(cursor);
    const rows = await this.#queries.rows<DocumentRow>(
      `select ${COLUMNS} from document where deleted_at is ${deleted ? 'not null' : 'null'}
       ${title === '' ? 'and $2::text is null' : "and title_lower like $2 escape '\\'"}
       ${before ? 'and (bucket, changed_at, key) < ($3::bigint / 8192, $3, $4)' : ''}
       order by bucket desc, changed_at desc, key desc limit $1`,
      [limit + 1, title === '' ? null : patternOf(title), ...(before ? [before.at, before.key] : [])],
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      documents: page.map(metaOf),
      next: last && rows.length > limit ? `${last.changed_at}.${last.key}` : null,
    };
  }

  async #change(id: string, change: string, parameters: readonly string[] = []): Promise<DocumentMeta> {
    const row = await this.#queries.row<DocumentRow>(
      `update document set ${change} from now_ms() as now where id = $1 returning ${COLUMNS}`,
      [id, ...parameters],
    );
    if (!row) throw missing(id);
    return metaOf(row);
  }
}

const patternOf = (title: string): string => `%${title.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

function parseCursor(cursor: string): { readonly at: number; readonly key: number } {
  const [, at, key] = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (at === undefined || key === undefined) throw new RangeError('This cursor is not one that list() gave.');
  return { at: Number(at), key: Number(key) };
}
