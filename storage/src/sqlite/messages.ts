import { type CommentRow, commentOf, personOf } from '../comment-rows.ts';
import type { Comment, MessageQuery, NewComment, WordsChange } from '../comment-store.ts';
import type { Connection } from './connection.ts';
import type { Documents } from './documents.ts';

/** The table of chat messages. */
export class Messages {
  readonly #connection: Connection;
  readonly #documents: Documents;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(connection: Connection, documents: Documents) {
    this.#connection = connection;
    this.#documents = documents;
    this.#statements = prepare(connection.db);
  }

  add(documentId: string, { id, author, text, mentions }: NewComment): Comment {
    const { key } = this.#documents.existing(documentId);
    const present = this.find(documentId, id);
    if (present) return present;
    const person = JSON.stringify(personOf(author));
    this.#connection.write(() =>
      this.#statements.insert.run(key, id, person, text, JSON.stringify(mentions), Date.now()),
    );
    return this.#existing(documentId, id);
  }

  find(documentId: string, id: string): Comment | null {
    const row = this.#statements.message.get(documentId, id);
    return row ? commentOf(row) : null;
  }

  list(documentId: string, { limit = 50, before = Number.MAX_SAFE_INTEGER }: MessageQuery = {}): Comment[] {
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= 200)) {
      throw new RangeError(`A page has 1 to 200 messages, not ${limit}.`);
    }
    return this.#statements.last.all(documentId, before, limit).map(commentOf).reverse();
  }

  change(documentId: string, { id, text, mentions }: WordsChange): Comment | null {
    const row = this.#statements.message.get(documentId, id);
    if (!row || row.removed_at !== null) return null;
    this.#connection.write(() => this.#statements.change.run(text, JSON.stringify(mentions), Date.now(), row.key));
    return this.#existing(documentId, id);
  }

  remove(documentId: string, id: string): Comment | null {
    const row = this.#statements.message.get(documentId, id);
    if (!row || row.removed_at !== null) return row ? commentOf(row) : null;
    this.#connection.write(() => this.#statements.empty.run(Date.now(), row.key));
    return this.#existing(documentId, id);
  }

  countUnread(documentId: string, user: string, most: number): number {
    return this.#statements.unread.get({ document: documentId, user, most })?.count ?? 0;
  }

  #existing(documentId: string, id: string): Comment {
    const message = this.find(documentId, id);
    if (!message) throw new Error(`message ${id} is missing though it was just written`);
    return message;
  }
}

function prepare(db: Connection['db']) {
  const message = `select message.key, message.id, author, text, mentions, message.created_at, edited_at, removed_at
    from message join document on document.key = message.document where document.id = ?`;
  return {
    insert: db.prepare<[number, string, string, string, string, number]>(
      'insert into message (document, id, author, text, mentions, created_at) values (?, ?, ?, ?, ?, ?)',
    ),
    message: db.prepare<[string, string], CommentRow>(`${message} and message.id = ?`),
    last: db.prepare<[string, number, number], CommentRow>(
      `${message} and message.key < ? order by message.key desc limit ?`,
    ),
    change: db.prepare<[string, string, number, number]>(
      'update message set text = ?, mentions = ?, edited_at = ? where key = ?',
    ),
    empty: db.prepare<[number, number]>("update message set text = '', mentions = '[]', removed_at = ? where key = ?"),
    unread: db.prepare<{ document: string; user: string; most: number }, { count: number }>(
      `select count(*) as count from (
         select 1 from message join document on document.key = message.document
         where document.id = @document and removed_at is null and json_extract(author, '$.id') <> @user
           and message.key > coalesce((select seq from read_mark
             where read_mark.document = document.key and user = @user and thread = ''), 0)
         limit @most)`,
    ),
  };
}
