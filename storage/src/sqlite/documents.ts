import {
  DocumentExistsError,
  type DocumentKind,
  type DocumentMeta,
  DocumentMissingError,
  type ListPage,
  type ListQuery,
} from '../document-store.ts';
import type { Connection } from './connection.ts';

/** A row of `document`. */
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

/**
 * The table of documents. When a document was last changed is noted in memory and written when its rows move from
 * `recent` to `log`, since writing it with every append would double what an append costs. Readers get both merged;
 * after a crash the rows in `recent` tell.
 */
export class Documents {
  readonly #connection: Connection;
  readonly #changed = new Map<number, number>();
  readonly #statements: ReturnType<typeof prepare>;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#statements = prepare(connection.db);
  }

  row(id: string): DocumentRow | undefined {
    return this.#statements.byId.get(id);
  }

  /** Throws `DocumentMissingError`. */
  existing(id: string): DocumentRow {
    const row = this.row(id);
    if (!row) throw new DocumentMissingError(`There is no document ${id}.`);
    return row;
  }

  find(id: string): DocumentMeta | null {
    const row = this.row(id);
    return row ? this.meta(row) : null;
  }

  meta(row: DocumentRow): DocumentMeta {
    return {
      id: row.id,
      kind: row.kind,
      title: row.title,
      createdAt: row.created_at,
      changedAt: this.#changedAt(row),
      deletedAt: row.deleted_at,
      thumbnailAt: row.thumbnail_at,
    };
  }

  /** Throws `DocumentExistsError` where the id is taken. */
  expectNone(id: string): void {
    if (this.row(id)) throw new DocumentExistsError(`There is a document ${id} already.`);
  }

  /** Inserts a row that isn't there, within the caller's transaction; its key. */
  insert(id: string, kind: DocumentKind, title: string, now: number): number {
    return Number(this.#statements.insert.run(id, kind, title, now, now).lastInsertRowid);
  }

  rename(id: string, title: string): DocumentMeta {
    const { key } = this.existing(id);
    this.#connection.write(() => this.#statements.rename.run(title, Date.now(), id));
    this.#changed.delete(key);
    return this.meta(this.existing(id));
  }

  /** Puts a document into the trash (`at`) or takes it out (null). */
  setDeleted(id: string, at: number | null): DocumentMeta {
    const { deleted_at } = this.existing(id);
    if ((deleted_at === null) !== (at === null)) {
      this.#connection.write(() => this.#statements.setDeleted.run(at, id));
    }
    return this.meta(this.existing(id));
  }

  list({ limit = 50, cursor, deleted = false, title = '' }: ListQuery): ListPage {
    const before = cursor === undefined ? { at: Number.MAX_SAFE_INTEGER, key: 0 } : parseCursor(cursor);
    const wanted = { before, deleted, title, limit: limit + 1 };
    const rows = [...this.#unchanged(wanted), ...this.#justChanged(wanted)];
    rows.sort((a, b) => this.#changedAt(b) - this.#changedAt(a) || b.key - a.key);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      documents: page.map((row) => this.meta(row)),
      next: last && rows.length > limit ? `${this.#changedAt(last)}.${last.key}` : null,
    };
  }

  /** Notes a change whose transaction is committed. */
  noteChange(key: number, at: number): void {
    this.#changed.set(key, Math.max(at, this.#changed.get(key) ?? this.#statements.byKey.get(key)?.changed_at ?? 0));
  }

  /** Writes a noted change, within the caller's transaction. */
  writeChange(key: number): void {
    const at = this.#changed.get(key);
    if (at !== undefined) this.#statements.setChanged.run(at, key);
  }

  /** Forgets the note of a change that is written and committed. */
  forgetChange(key: number): void {
    this.#changed.delete(key);
  }

  #changedAt(row: DocumentRow): number {
    return this.#changed.get(row.key) ?? row.changed_at;
  }

  /** Looks at keys alone as long as it can: where many documents changed just now, most of them are passed over. */
  #unchanged({ before, deleted, title, limit }: Wanted): DocumentRow[] {
    const { listLive, listTrash, findLive, findTrash } = this.#statements;
    const found =
      title === ''
        ? (deleted ? listTrash : listLive).iterate(before.at, before.key)
        : (deleted ? findTrash : findLive).iterate(...patternsOf(title), before.at, before.key);
    const keys: number[] = [];
    for (const key of found) {
      if (this.#changed.has(key)) continue;
      keys.push(key);
      if (keys.length === limit) break;
    }
    return keys.map((key) => this.#statements.byKey.get(key)).filter((row) => row !== undefined);
  }

  #justChanged({ before, deleted, title, limit }: Wanted): DocumentRow[] {
    const words = title.toLowerCase();
    const rows: DocumentRow[] = [];
    const newestFirst = [...this.#changed].sort(([keyA, a], [keyB, b]) => b - a || keyB - keyA);
    for (const [key, at] of newestFirst) {
      if (at > before.at || (at === before.at && key >= before.key)) continue;
      const row = this.#statements.byKey.get(key);
      if (row && (row.deleted_at !== null) === deleted && row.title.toLowerCase().includes(words)) rows.push(row);
      if (rows.length === limit) break;
    }
    return rows;
  }
}

interface Wanted {
  readonly before: Position;
  readonly deleted: boolean;
  readonly title: string;
  readonly limit: number;
}

interface Position {
  readonly at: number;
  readonly key: number;
}

/** SQLite tells the case of ASCII letters alone from each other: of others, the forms are tried that titles have. */
function patternsOf(title: string): [string, string, string, string] {
  const like = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  const lower = title.toLowerCase();
  const [first = ''] = lower;
  return [like(title), like(lower), like(title.toUpperCase()), like(first.toUpperCase() + lower.slice(first.length))];
}

function parseCursor(cursor: string): Position {
  const [, at, key] = /^(\d{1,15})\.(\d{1,10})$/.exec(cursor) ?? [];
  if (at === undefined || key === undefined) throw new RangeError('This cursor is not one that list() gave.');
  return { at: Number(at), key: Number(key) };
}

function prepare(db: Connection['db']) {
  const columns = 'key, id, kind, title, created_at, changed_at, deleted_at, thumbnail_at';
  const titled = `(${Array(4).fill("title like ? escape '\\'").join(' or ')})`;
  const page = '(changed_at, key) < (?, ?) order by changed_at desc, key desc';
  return {
    byId: db.prepare<[string], DocumentRow>(`select ${columns} from document where id = ?`),
    byKey: db.prepare<[number], DocumentRow>(`select ${columns} from document where key = ?`),
    insert: db.prepare<[string, string, string, number, number]>(
      'insert into document (id, kind, title, created_at, changed_at) values (?, ?, ?, ?, ?)',
    ),
    rename: db.prepare<[string, number, string]>('update document set title = ?, changed_at = ? where id = ?'),
    setDeleted: db.prepare<[number | null, string]>('update document set deleted_at = ? where id = ?'),
    setChanged: db.prepare<[number, number]>('update document set changed_at = ? where key = ?'),
    listLive: db
      .prepare<[number, number], number>(`select key from document where deleted_at is null and ${page}`)
      .pluck(),
    listTrash: db
      .prepare<[number, number], number>(`select key from document where deleted_at is not null and ${page}`)
      .pluck(),
    findLive: db
      .prepare<[string, string, string, string, number, number], number>(
        `select key from document where deleted_at is null and ${titled} and ${page}`,
      )
      .pluck(),
    findTrash: db
      .prepare<[string, string, string, string, number, number], number>(
        `select key from document where deleted_at is not null and ${titled} and ${page}`,
      )
      .pluck(),
  };
}
