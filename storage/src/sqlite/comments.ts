import { type CommentRow, commentOf, personOf } from '../comment-rows.ts';
import type {
  Comment,
  CommentStore,
  CommentThread,
  NewComment,
  NewThread,
  Speaker,
  ThreadPage,
  ThreadQuery,
  WordsChange,
} from '../comment-store.ts';
import type { Connection } from './connection.ts';
import type { Documents } from './documents.ts';
import { Messages } from './messages.ts';
import { ReadMarkTable } from './read-marks.ts';
import type { Immediate } from './thread-messages.ts';

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

/** The tables of threads and their comments. */
class Comments {
  readonly #connection: Connection;
  readonly #documents: Documents;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(connection: Connection, documents: Documents) {
    this.#connection = connection;
    this.#documents = documents;
    this.#statements = prepare(connection.db);
  }

  addThread({ id, documentId, target, quote, comment }: NewThread): CommentThread {
    const { key: document } = this.#documents.existing(documentId);
    const present = this.find(documentId, id);
    if (present) return present;
    const now = Date.now();
    this.#connection.write(() => {
      const { lastInsertRowid } = this.#statements.insertThread.run(document, id, target, quote, now);
      this.#insert(Number(lastInsertRowid), comment, now);
    });
    return this.#thread(documentId, id);
  }

  find(documentId: string, id: string): CommentThread | null {
    const row = this.#statements.thread.get(documentId, id);
    return row ? this.#whole(row) : null;
  }

  list(documentId: string, { limit = 200, cursor }: ThreadQuery = {}): ThreadPage {
    const after = cursor === undefined ? 0 : parseCursor(cursor);
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= 500)) {
      throw new RangeError(`A page has 1 to 500 threads, not ${limit}.`);
    }
    const rows = this.#statements.threads.all(documentId, after, limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      threads: page.map((row) => this.#whole(row)),
      next: last && rows.length > limit ? String(last.key) : null,
    };
  }

  addReply(documentId: string, threadId: string, comment: NewComment): CommentThread | null {
    const row = this.#statements.thread.get(documentId, threadId);
    if (!row) return null;
    if (this.#statements.comment.get(row.key, comment.id)) return this.#whole(row);
    this.#connection.write(() => {
      this.#insert(row.key, comment, Date.now());
      if (row.resolved_at !== null) this.#statements.resolve.run(null, null, row.key);
    });
    return this.#thread(documentId, threadId);
  }

  change(documentId: string, threadId: string, { id, text, mentions }: WordsChange): CommentThread | null {
    const row = this.#statements.thread.get(documentId, threadId);
    const comment = row && this.#statements.comment.get(row.key, id);
    if (!comment || comment.removed_at !== null) return null;
    this.#connection.write(() =>
      this.#statements.changeComment.run(text, JSON.stringify(mentions), Date.now(), comment.key),
    );
    return this.#thread(documentId, threadId);
  }

  removeComment(documentId: string, threadId: string, commentId: string): CommentThread | null {
    const row = this.#statements.thread.get(documentId, threadId);
    if (!row) return null;
    const comments = this.#statements.comments.all(row.key);
    const comment = comments.find(({ id }) => id === commentId);
    if (!comment) return this.#whole(row);
    const isLast = comments.every((each) => each === comment || each.removed_at !== null);
    this.#connection.write(() => {
      if (isLast) this.#remove(row.key);
      else if (comment === comments[0]) this.#statements.emptyComment.run(Date.now(), comment.key);
      else this.#statements.removeComment.run(comment.key);
    });
    return this.find(documentId, threadId);
  }

  resolve(documentId: string, threadId: string, by: Speaker | null): CommentThread | null {
    const row = this.#statements.thread.get(documentId, threadId);
    if (!row) return null;
    if ((row.resolved_at === null) === (by === null)) return this.#whole(row);
    this.#connection.write(() =>
      this.#statements.resolve.run(by && Date.now(), by && JSON.stringify(personOf(by)), row.key),
    );
    return this.#thread(documentId, threadId);
  }

  removeThread(documentId: string, threadId: string): boolean {
    const row = this.#statements.thread.get(documentId, threadId);
    if (row) this.#connection.write(() => this.#remove(row.key));
    return row !== undefined;
  }

  #remove(key: number): void {
    this.#statements.removeComments.run(key);
    this.#statements.removeThread.run(key);
  }

  #insert(thread: number, { id, author, text, mentions }: NewComment, now: number): void {
    const person = JSON.stringify(personOf(author));
    this.#statements.insertComment.run(thread, id, person, text, JSON.stringify(mentions), now);
  }

  #thread(documentId: string, id: string): CommentThread {
    const thread = this.find(documentId, id);
    if (!thread) throw new Error(`thread ${id} is missing though it was just written`);
    return thread;
  }

  #whole(row: ThreadRow): CommentThread {
    const comments: Comment[] = this.#statements.comments.all(row.key).map(commentOf);
    return {
      id: row.id,
      documentId: row.document,
      target: row.target,
      quote: row.quote,
      createdAt: row.created_at,
      resolved:
        row.resolved_at === null || row.resolved_by === null
          ? null
          : { at: row.resolved_at, by: JSON.parse(row.resolved_by) as Speaker },
      comments,
    };
  }
}

/** What the thread answers about comments and chat. */
export function commentOperations(connection: Connection, documents: Documents): Immediate<CommentStore> {
  const comments = new Comments(connection, documents);
  const messages = new Messages(connection, documents);
  const marks = new ReadMarkTable(connection, documents);
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

function parseCursor(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw new RangeError('This cursor is not one that listThreads() gave.');
  return Number(cursor);
}

function prepare(db: Connection['db']) {
  const thread = `select thread.key, thread.id, document.id as document, target, quote, thread.created_at, resolved_at,
    resolved_by from thread join document on document.key = thread.document where document.id = ?`;
  const comment = 'select key, id, author, text, mentions, created_at, edited_at, removed_at from comment';
  return {
    insertThread: db.prepare<[number, string, string, string, number]>(
      'insert into thread (document, id, target, quote, created_at) values (?, ?, ?, ?, ?)',
    ),
    thread: db.prepare<[string, string], ThreadRow>(`${thread} and thread.id = ?`),
    threads: db.prepare<[string, number, number], ThreadRow>(
      `${thread} and thread.key > ? order by thread.key limit ?`,
    ),
    resolve: db.prepare<[number | null, string | null, number]>(
      'update thread set resolved_at = ?, resolved_by = ? where key = ?',
    ),
    removeThread: db.prepare<[number]>('delete from thread where key = ?'),
    insertComment: db.prepare<[number, string, string, string, string, number]>(
      'insert into comment (thread, id, author, text, mentions, created_at) values (?, ?, ?, ?, ?, ?)',
    ),
    comment: db.prepare<[number, string], CommentRow>(`${comment} where thread = ? and id = ?`),
    comments: db.prepare<[number], CommentRow>(`${comment} where thread = ? order by key`),
    changeComment: db.prepare<[string, string, number, number]>(
      'update comment set text = ?, mentions = ?, edited_at = ? where key = ?',
    ),
    emptyComment: db.prepare<[number, number]>(
      "update comment set text = '', mentions = '[]', removed_at = ? where key = ?",
    ),
    removeComment: db.prepare<[number]>('delete from comment where key = ?'),
    removeComments: db.prepare<[number]>('delete from comment where thread = ?'),
  };
}
