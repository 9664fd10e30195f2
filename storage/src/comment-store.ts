/**
 * What a store keeps of what people say about a document: threads of comments, and its chat. What a thread is about
 * (`target`) is opaque here; whose words are whose, and who may do what, is the caller's to check.
 *
 * - What resolved is on stable storage, as with `append` of the document store; what rejected changed nothing.
 * - Ids are the caller's. Adding again under an id that is there adds nothing and resolves with what is there, so that a
 *   call whose answer was lost may be made again.
 * - `seq` rises with each comment, and with each message, and is never given twice, even for one that was removed.
 * - Words that were removed are gone: nothing returns them any more.
 */
export interface CommentStore {
  /** Begins a thread with its first comment. Rejects with `DocumentMissingError` where there is no such document. */
  addThread(thread: NewThread): Promise<CommentThread>;

  /** Null where the document has no such thread. */
  findThread(documentId: string, threadId: string): Promise<CommentThread | null>;

  /** Threads in the order they were begun; `cursor` is the `next` of the page before. Rejects with `RangeError` for a bad one. */
  listThreads(documentId: string, query?: ThreadQuery): Promise<ThreadPage>;

  /** Adds a reply to a thread, and opens a resolved one again. Null where the document has no such thread. */
  addReply(documentId: string, threadId: string, comment: NewComment): Promise<CommentThread | null>;

  /** Puts other words in the place of a comment's; null where there is none, or its words were removed. */
  changeComment(documentId: string, threadId: string, change: WordsChange): Promise<CommentThread | null>;

  /**
   * Removes a comment. The first one of a thread leaves its place, without words, as long as there are replies to it;
   * a thread without words left is removed. Null where the thread is gone, or never was there.
   */
  removeComment(documentId: string, threadId: string, commentId: string): Promise<CommentThread | null>;

  /** Resolves a thread (by whom), or opens it again (null). Null where the document has no such thread. */
  resolveThread(documentId: string, threadId: string, by: Speaker | null): Promise<CommentThread | null>;

  /** Removes a thread with all that was said in it; whether there was one. */
  removeThread(documentId: string, threadId: string): Promise<boolean>;

  /** Adds a message to the document's chat. Rejects as `addThread` does. */
  addMessage(documentId: string, message: NewComment): Promise<Comment>;

  findMessage(documentId: string, messageId: string): Promise<Comment | null>;

  /** The last messages before a seq, oldest of them first; the last of all unless told. */
  listMessages(documentId: string, query?: MessageQuery): Promise<Comment[]>;

  /** As `changeComment`. */
  changeMessage(documentId: string, change: WordsChange): Promise<Comment | null>;

  /** Takes the words out of a message, and leaves its place; null where there is none. */
  removeMessage(documentId: string, messageId: string): Promise<Comment | null>;

  /** How far somebody has read: the seq of the last comment of each thread, and of the last message, that they saw. */
  readMarks(documentId: string, user: string): Promise<ReadMarks>;

  /** Says what somebody has read. A mark never goes back. Rejects as `addThread` does. */
  setReadMarks(documentId: string, user: string, marks: Partial<ReadMarks>): Promise<void>;

  /** How many messages of others are after somebody's mark, as far as `most`. */
  countUnreadMessages(documentId: string, user: string, most: number): Promise<number>;
}

/** Whoever says something, as they were called then. */
export interface Speaker {
  readonly id: string;
  readonly name: string;
  readonly color: string | null;
}

/** Somebody that words name, as the words have it. */
export interface Mention {
  readonly id: string;
  readonly name: string;
}

export interface NewComment {
  readonly id: string;
  readonly author: Speaker;
  readonly text: string;
  readonly mentions: readonly Mention[];
}

/** A comment of a thread, or a message of the chat. Times are milliseconds since 1970. */
export interface Comment extends NewComment {
  readonly seq: number;
  readonly createdAt: number;
  /** Null where the words are the first ones. */
  readonly editedAt: number | null;
  /** Set where the words were removed: `text` is empty then. */
  readonly removedAt: number | null;
}

export interface NewThread {
  readonly id: string;
  readonly documentId: string;
  /** What it is about. */
  readonly target: string;
  /** The words it is about, as they were; it outlives them. */
  readonly quote: string;
  readonly comment: NewComment;
}

export interface CommentThread extends Omit<NewThread, 'comment'> {
  readonly createdAt: number;
  readonly resolved: Resolution | null;
  /** In the order they were said; at least one. */
  readonly comments: readonly Comment[];
}

export interface Resolution {
  readonly at: number;
  readonly by: Speaker;
}

export interface WordsChange {
  readonly id: string;
  readonly text: string;
  readonly mentions: readonly Mention[];
}

export interface ThreadQuery {
  /** 1 to 500; 200 unless told. */
  readonly limit?: number;
  readonly cursor?: string;
}

export interface ThreadPage {
  readonly threads: CommentThread[];
  /** Null at the end. */
  readonly next: string | null;
}

export interface MessageQuery {
  /** 1 to 200; 50 unless told. */
  readonly limit?: number;
  readonly before?: number;
}

export interface ReadMarks {
  /** By thread. */
  readonly threads: Readonly<Record<string, number>>;
  readonly chat: number;
}
