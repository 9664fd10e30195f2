/** The JSON shapes of comments and chat. Times are ISO 8601 in UTC. */

/** Whoever says something, as they were called then. */
export interface Speaker {
  readonly id: string;
  readonly name: string;
  /** `#rrggbb`; null where none is known. */
  readonly color: string | null;
}

/** Somebody that words name: `@` and the name stand in the text. */
export interface MentionedPerson {
  readonly id: string;
  readonly name: string;
}

/** A comment of a thread, or a message of the chat. */
export interface CommentSummary {
  readonly id: string;
  /** Rises with each comment, and with each message. */
  readonly seq: number;
  readonly author: Speaker;
  readonly text: string;
  readonly mentions: readonly MentionedPerson[];
  readonly createdAt: string;
  readonly editedAt: string | null;
  /** Set where the words were deleted; `text` is empty then. */
  readonly deletedAt: string | null;
}

/** What a thread is about. The place of a text is state of the text itself. */
export type CommentTarget =
  | { readonly kind: 'document' }
  | { readonly kind: 'text' }
  /** A block without text: a picture, a file. */
  | { readonly kind: 'block'; readonly block: string }
  /** Elements of a board, by their ids. */
  | { readonly kind: 'elements'; readonly elements: readonly string[] };

/** How a text is named when a thread begins: Yjs' relative positions, as JSON, of where it starts and ends. */
export interface TextPlace {
  readonly start: unknown;
  readonly end: unknown;
}

export type NewCommentTarget = Exclude<CommentTarget, { kind: 'text' }> | ({ readonly kind: 'text' } & TextPlace);

export interface ThreadSummary {
  readonly id: string;
  readonly target: CommentTarget;
  /** The words it is about, as they were. */
  readonly quote: string;
  readonly createdAt: string;
  readonly resolved: { readonly at: string; readonly by: Speaker } | null;
  /** In the order they were said; at least one. */
  readonly comments: readonly CommentSummary[];
}

/** `GET /api/documents/:id/comments?limit=&cursor=` */
export interface ThreadList {
  readonly threads: readonly ThreadSummary[];
  readonly next: string | null;
  /** Who asks, by the server's word. */
  readonly self: Speaker;
  /** The seq of the last comment of each thread that they read. */
  readonly read: Readonly<Record<string, number>>;
}

export interface NewWords {
  /** The caller's own, 8 to 64 letters, digits, `_` and `-`: with it the call may be made again. */
  readonly id: string;
  readonly text: string;
  readonly mentions?: readonly MentionedPerson[];
}

/** `POST /api/documents/:id/comments` */
export interface NewThreadBody {
  /** As in `NewWords`. */
  readonly id: string;
  readonly target: NewCommentTarget;
  readonly quote?: string;
  readonly comment: NewWords;
}

/** `PATCH` of a comment or a message. */
export type ChangedWords = Omit<NewWords, 'id'>;

/** `GET /api/documents/:id/chat?before=&limit=` */
export interface MessageList {
  /** Oldest first. */
  readonly messages: readonly CommentSummary[];
  /** The `before` of the page with older ones; null where there are none. */
  readonly next: number | null;
  readonly self: Speaker;
  /** The seq of the last message that they read. */
  readonly read: number;
  /** How many messages of others are newer, 100 at most. */
  readonly unread: number;
}

/** Data of the event that tells of a thread. */
export interface ThreadEvent {
  readonly id: string;
  /** As it is now; null where it was deleted; absent where it is too large for an event: ask for it. */
  readonly thread?: ThreadSummary | null;
}

/** Data of the event that tells of a message, new or changed; `message` is absent where it is too large: ask again. */
export interface MessageEvent {
  readonly id: string;
  readonly message?: CommentSummary;
}

/** Data of the event that tells the other pages of a person how far they have read. */
export interface ReadEvent {
  readonly person: string;
  /** By thread, the seq of its last comment that was read. */
  readonly threads?: Readonly<Record<string, number>>;
  /** The seq of the last message that was read. */
  readonly chat?: number;
}

export const THREAD_EVENT = 'comment';
export const MESSAGE_EVENT = 'chat';
export const READ_EVENT = 'read';

/** Longest comment or message, in characters. */
export const WORDS_LIMIT = 10_000;
/** Longest quote that is kept. */
export const QUOTE_LIMIT = 500;

/**
 * Header in which a page says who its person is, as a JSON `Speaker` in percent-encoding. It is believed where nobody
 * is told apart; else only for a name and a colour that the token leaves open.
 */
export const PERSON_HEADER = 'x-cowrite-person';
