import { type CommentRow, commentOf, personOf } from '../comment-rows.ts';
import type { Comment, MessageQuery, NewComment, WordsChange } from '../comment-store.ts';
import type { Queries } from './database.ts';
import { keyOf } from './documents.ts';

const COLUMNS = `message.key, message.id, author, text, mentions, message.created_at, edited_at, removed_at`;
const MESSAGE = `select ${COLUMNS} from message join document on document.key = message.document where document.id = $1`;

/** The table of chat messages. Whoever adds one has its document's row: so seqs rise. */
export class Messages {
  readonly #queries: Queries;

  constructor(queries: Queries) {
    this.#queries = queries;
  }

  async add(documentId: string, { id, author, text, mentions }: NewComment): Promise<Comment> {
    await keyOf(this.#queries, documentId);
    await this.#queries.run(
      `with held as (select key from document where id = $1 for no key update)
       insert into message (document, id, author, author_id, text, mentions, created_at)
       select key, $2, $3, $4, $5, $6, now_ms() from held on conflict (document, id) do nothing`,
      [documentId, id, JSON.stringify(personOf(author)), author.id, text, JSON.stringify(mentions)],
    );
    const message = await this.find(documentId, id);
    if (!message) throw new Error(`message ${id} is missing though it was just written`);
    return message;
  }

  async find(documentId: string, id: string): Promise<Comment | null> {
    const row = await this.#queries.row<CommentRow>(`${MESSAGE} and message.id = $2`, [documentId, id]);
    return row ? commentOf(row) : null;
  }

  async list(
    documentId: string,
    { limit = 50, before = Number.MAX_SAFE_INTEGER }: MessageQuery = {},
  ): Promise<Comment[]> {
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= 200)) {
      throw new RangeError(`A page has 1 to 200 messages, not ${limit}.`);
    }
    const rows = await this.#queries.rows<CommentRow>(
      `${MESSAGE} and message.key < $2 order by message.key desc limit $3`,
      [documentId, before, limit],
    );
    return rows.map(commentOf).reverse();
  }

  async change(documentId: string, { id, text, mentions }: WordsChange): Promise<Comment | null> {
    const row = await this.#queries.row<CommentRow>(
      `update message set text = $3, mentions = $4, edited_at = now_ms() from document
       where document.key = message.document and document.id = $1 and message.id = $2 and removed_at is null
       returning ${COLUMNS}`,
      [documentId, id, text, JSON.stringify(mentions)],
    );
    return row ? commentOf(row) : null;
  }

  async remove(documentId: string, id: string): Promise<Comment | null> {
    await this.#queries.run(
      `update message set text = '', mentions = '[]', removed_at = now_ms() from document
       where document.key = message.document and document.id = $1 and message.id = $2 and removed_at is null`,
      [documentId, id],
    );
    return await this.find(documentId, id);
  }

  async countUnread(documentId: string, user: string, most: number): Promise<number> {
    const row = await this.#queries.row<{ count: number }>(
      `select count(*) as count from (
         select from message join document on document.key = message.document
         where document.id = $1 and removed_at is null and author_id <> $2
           and message.key > coalesce((select seq from read_mark
             where read_mark.document = document.key and "user" = $2 and thread = ''), 0)
         limit $3) as unread`,
      [documentId, user, most],
    );
    return row?.count ?? 0;
  }
}
