import { type CommentRow, commentOf, personOf } from '../comment-rows.ts';
import type {
  CommentStore,
  CommentThread,
  NewComment,
  NewThread,
  Speaker,
  ThreadPage,
  ThreadQuery,
  WordsChange,
} from '../comment-store.ts';
import type { Database } from './database.ts';
import { keyOf } from './documents.ts';
import { Messages } from './messages.ts';
import { ReadMarkTable } from './read-marks.ts';

interface ThreadRow {
  readonly key: number;
  readonly id: string;
  readonly document: string;
  readonly target: string;
  readonly quote: string;
  readonly created_at: number;
  readonly resolved_at: number | null;
  readonly resolved_by: string | null;
}

const THREAD = `select thread.key, thread.id, document.id as document, target, quote, thread.created_at, resolved_at,
  resolved_by from thread join document on document.key = thread.document where document.id = $1`;
const COMMENT = 'key, thread, id, author, text, mentions, created_at, edited_at, removed_at';

/** Comments and chat. */
export function commentsOf(database: Database): CommentStore {
  const comments = new Comments(database);
  const messages = new Messages(database);
  const marks = new ReadMarkTable(database);
  return {
    addThread: (thread) => comments.addThread(thread),
    findThread: (documentId, threadId) => comments.find(documentId, threadId),
    listThreads: (documentId, query) => comments.list(documentId, query),
    addReply: (documentId, threadId, comment) => comments.addReply(documentId, threadId, comment),
    changeComment: (documentId, threadId, change) => comments.change(documentId, threadId, change),
    removeComment: (documentId, threadId, commentId) => comments.removeComment(documentId, threadId, commentId),
    resolveThread: (documentId, threadId, by) => comments.resolve(documentId, threadId, by),
    removeThread: (documentId, threadId) => comments.removeThread(documentId, threadId),
    addMessage: (documentId, message) => messages.add(documentId, message),
    findMessage: (documentId, messageId) => messages.find(documentId, messageId),
    listMessages: (documentId, query) => messages.list(documentId, query),
    changeMessage: (documentId, change) => messages.change(documentId, change),
    removeMessage: (documentId, messageId) => messages.remove(documentId, messageId),
    readMarks: (documentId, user) => marks.read(documentId, user),
    setReadMarks: (documentId, user, changed) => marks.set(documentId, user, changed),
    countUnreadMessages: (documentId, user, most) => messages.countUnread(documentId, user, most),
  };
}

/** The tables of threads and their comments. Whoever adds a comment has its document's row: so seqs rise. */
class Comments {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async addThread({ id, documentId, target, quote, comment }: NewThread): Promise<CommentThread> {
    await keyOf(this.#database, documentId);
    await this.#database.run(
      `with held as (select key from document where id = $1 for no key update),
       begun as (
         insert into thread (document, id, target, quote, created_at) select key, $2, $3, $4, now_ms() from held
         on conflict (document, id) do nothing returning key, created_at
       )
       insert into comment (thread, id, author, text, mentions, created_at)
       select key, $5, $6, $7, $8, created_at from begun`,
      [documentId, id, target, quote, ...wordsOf(comment)],
    );
    return await this.#existing(documentId, id);
  }

  async find(documentId: string, id: string): Promise<CommentThread | null> {
    const row = await this.#database.row<ThreadRow>(`${THREAD} and thread.id = $2`, [documentId, id]);
    const [thread] = row ? await this.#whole([row]) : [];
    return thread ?? null;
  }

  async list(documentId: string, { limit = 200, cursor }: ThreadQuery = {}): Promise<ThreadPage> {
    const after = cursor === undefined ? 0 : parseCursor(cursor);
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= 500)) {
      throw new RangeError(`A page has 1 to 500 threads, not ${limit}.`);
    }
    const rows = await this.#database.rows<ThreadRow>(`${THREAD} and thread.key > $2 order by thread.key limit $3`, [
      documentId,
      after,
      limit + 1,
    ]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { threads: await this.#whole(page), next: last && rows.length > limit ? String(last.key) : null };
  }

  async addReply(documentId: string, threadId: string, comment: NewComment): Promise<CommentThread | null> {
    await this.#database.run(
      `with held as (select key from document where id = $1 for no key update),
       said as (
         insert into comment (thread, id, author, text, mentions, created_at)
         select thread.key, $3, $4, $5, $6, now_ms() from thread join held on held.key = thread.document
         where thread.id = $2
         on conflict (thread, id) do nothing returning thread
       )
       update thread set resolved_at = null, resolved_by = null from said
       where thread.key = said.thread and resolved_at is not null`,
      [documentId, threadId, ...wordsOf(comment)],
    );
    return await this.find(documentId, threadId);
  }

  async change(
    documentId: string,
    threadId: string,
    { id, text, mentions }: WordsChange,
  ): Promise<CommentThread | null> {
    const changed = await this.#database.run(
      `update comment set text = $4, mentions = $5, edited_at = now_ms()
       from thread join document on document.key = thread.document
       where document.id = $1 and thread.id = $2 and comment.thread = thread.key and comment.id = $3
         and removed_at is null`,
      [documentId, threadId, id, text, JSON.stringify(mentions)],
    );
    return changed > 0 ? await this.find(documentId, threadId) : null;
  }

  async removeComment(documentId: string, threadId: string, commentId: string): Promise<CommentThread | null> {
    return await this.#database.transact(async (queries) => {
      const row = await queries.row<ThreadRow>(`${THREAD} and thread.id = $2 for update of thread`, [
        documentId,
        threadId,
      ]);
      if (!row) return null;
      const comments = await queries.rows<CommentRow>(`select ${COMMENT} from comment where thread = $1 order by key`, [
        row.key,
      ]);
      const comment = comments.find(({ id }) => id === commentId);
      const others = comments.filter((each) => each !== comment);
      if (!comment) return threadOf(row, comments);
      if (others.every(({ removed_at }) => removed_at !== null)) {
        await queries.run('delete from comment where thread = $1', [row.key]);
        await queries.run('delete from thread where key = $1', [row.key]);
        return null;
      }
      if (comment === comments[0]) {
        const emptied = await queries.rows<CommentRow>(
          `update comment set text = '', mentions = '[]', removed_at = now_ms() where key = $1 returning ${COMMENT}`,
          [comment.key],
        );
        return threadOf(row, [...emptied, ...others]);
      }
      await queries.run('delete from comment where key = $1', [comment.key]);
      return threadOf(row, others);
    });
  }

  async resolve(documentId: string, threadId: string, by: Speaker | null): Promise<CommentThread | null> {
    await this.#database.run(
      `update thread set resolved_at = ${by ? 'now_ms()' : 'null'}, resolved_by = $3
       from document where document.key = thread.document and document.id = $1 and thread.id = $2
         and (resolved_at is null) = ($3::text is not null)`,
      [documentId, threadId, by && JSON.stringify(personOf(by))],
    );
    return await this.find(documentId, threadId);
  }

  async removeThread(documentId: string, threadId: string): Promise<boolean> {
    const removed = await this.#database.rows(
      `with gone as (
         delete from thread using document
         where document.key = thread.document and document.id = $1 and thread.id = $2 returning thread.key
       ), words as (delete from comment using gone where comment.thread = gone.key)
       select key from gone`,
      [documentId, threadId],
    );
    return removed.length > 0;
  }

  async #existing(documentId: string, id: string): Promise<CommentThread> {
    const thread = await this.find(documentId, id);
    if (!thread) throw new Error(`thread ${id} is missing though it was just written`);
    return thread;
  }

  async #whole(threads: readonly ThreadRow[]): Promise<CommentThread[]> {
    if (threads.length === 0) return [];
    const comments = await this.#database.rows<CommentRow & { readonly thread: number }>(
      `select ${COMMENT} from comment where thread = any($1::bigint[]) order by key`,
      [threads.map(({ key }) => key)],
    );
    const byThread = new Map<number, CommentRow[]>(threads.map(({ key }) => [key, []]));
    for (const comment of comments) byThread.get(comment.thread)?.push(comment);
    // One without words was removed between the two looks.
    return threads.map((row) => threadOf(row, byThread.get(row.key) ?? [])).filter((each) => each.comments.length > 0);
  }
}

const threadOf = (row: ThreadRow, comments: readonly CommentRow[]): CommentThread => ({
  id: row.id,
  documentId: row.document,
  target: row.target,
  quote: row.quote,
  createdAt: row.created_at,
  resolved:
    row.resolved_at === null || row.resolved_by === null
      ? null
      : { at: row.resolved_at, by: JSON.parse(row.resolved_by) as Speaker },
  comments: comments.map(commentOf),
});

/** Its id, author, text and mentions, as their columns hold them. */
const wordsOf = ({ id, author, text, mentions }: NewComment): [string, string, string, string] => [
  id,
  JSON.stringify(personOf(author)),
  text,
  JSON.stringify(mentions),
];

function parseCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw new RangeError('This cursor is not one that listThreads() gave.');
  return Number(cursor);
}
