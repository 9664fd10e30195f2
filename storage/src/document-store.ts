import type { AccessStore } from './access-store.ts';
import type { CommentStore } from './comment-store.ts';
import type { LibraryStore } from './library-store.ts';
import type { ProgramStore } from './program-store.ts';
import type { ThumbnailStore } from './thumbnail-store.ts';
import type { VersionStore } from './version-store.ts';

/**
 * What every store promises. A store knows bytes and rows, never what is inside an update.
 *
 * - An `append` that resolved is on stable storage: it survives the process being killed and the power going out.
 * - An `append` that rejected left nothing behind, and nothing appended after it is affected. (Where the disk or the
 *   process failed in the midst of a commit, its outcome can't be known: the rejected update may be found in the log
 *   after all, as an ordinary row with its own seq. That a later append got a seq higher than expected tells.)
 * - `seq` counts the updates of one document: 1, 2, 3 … without gaps, in the order in which `append` was called. Other
 *   calls may overtake and be overtaken, unless one is awaited before the next is made.
 * - `load` returns every update ever appended, as a snapshot through some seq and the log rows after it.
 * - A snapshot takes the place of log rows only in the same transaction that removes them.
 * - Bytes that don't match the checksum they were written with are never returned: `load` rejects instead.
 *
 * An update handed in stays the caller's, who must not change it before the call settles. A snapshot handed in is the
 * store's from then on (it may be transferred to another thread, and is empty then). Byte arrays handed out are the
 * caller's, each on a buffer of its own. After `close`, every call rejects with `StoreUnavailableError`.
 */
export interface DocumentStore {
  /** Share links and members. */
  readonly access: AccessStore;

  /** Versions, and who did what. */
  readonly past: VersionStore;
  /** Comments and chat. */
  readonly comments: CommentStore;

  /** Pictures of documents. */
  readonly thumbnails: ThumbnailStore;
  /** API keys, kept answers, live values. */
  readonly programs: ProgramStore;

  /** Tags, templates, favourites and visits. */
  readonly library: LibraryStore;

  /** Makes a document, with its first update where one is given. Rejects with `DocumentExistsError` where the id is taken. */
  create(document: NewDocument): Promise<DocumentMeta>;

  /** The document's row, deleted or not; null where there is none. */
  find(id: string): Promise<DocumentMeta | null>;

  /**
   * Documents by last change, newest first; `cursor` is the `next` of the page before. One that changes between two
   * pages moves to the front and is missing from the later one. Rejects with `RangeError` for a bad limit or cursor.
   */
  list(query?: ListQuery): Promise<ListPage>;

  /** Rejects with `DocumentMissingError` where there is none. */
  rename(id: string, title: string): Promise<DocumentMeta>;

  /** Moves a document to the trash: `append` refuses it from then on, `restore` brings it back whole. */
  trash(id: string): Promise<DocumentMeta>;
  restore(id: string): Promise<DocumentMeta>;

  /**
   * The whole document: its snapshot and every log row after that. Null where nothing was ever stored under the id.
   * Rejects with `DocumentCorruptError` where stored bytes are damaged.
   */
  load(id: string): Promise<StoredDocument | null>;

  /**
   * The log rows after a seq, for one who has the document through there. Null where compaction has taken some of them,
   * or there is no document: then `load` has it. Rejects as `load` does.
   */
  tail(id: string, after: number): Promise<LogRow[] | null>;

  /** The seq of each document's newest update, null where it is in the trash; without those that aren't there. */
  lastSeqs(ids: readonly string[]): Promise<Map<string, number | null>>;

  /** Whose clientIDs are in a document; the same as `load` says, without its content. Empty where there is no document. */
  clientOwners(id: string): Promise<ClientOwners>;

  /**
   * Says whose clientIDs are without an update, unless they are somebody's already. Those in documents that aren't there
   * are passed over.
   */
  claimClients(claims: readonly ClientClaim[]): Promise<void>;

  /**
   * Appends one update to a document's log and resolves with its seq once that is durable. A document that isn't there
   * yet begins with it, as kind `yjs` without a title. Appends made while a commit is under way, of whatever documents,
   * share the next one. Rejects with `DocumentDeletedError` for a document in the trash, with `DocumentCorruptError` for
   * one that `load` found damaged (nothing is added to what nobody can read), with `LogMovedError` for one whose last seq
   * isn't the `after` of the entry, and with `StoreUnavailableError` when writing fails. The next call tries to write for real again: recovery takes no restart.
   */
  append(entry: LogEntry): Promise<number>;

  /**
   * Puts `snapshot` in the place of the log rows up to its seq. Resolves false, changing nothing, where the document's
   * snapshot is no longer the one at `replaces` (0: none): somebody else compacted meanwhile. Rejects with `RangeError`
   * where the seq is before `replaces` or after the log's end, and as `rename` and `load` do.
   */
  compact(id: string, snapshot: NewSnapshot, replaces: number): Promise<boolean>;

  /**
   * Saves several processes from making the same snapshot: false while another, asked first, is at it, until its `compact`
   * or so many milliseconds later. It saves work and guards nothing: who compacts without it does no harm.
   */
  leaseCompaction(id: string, milliseconds: number): Promise<boolean>;

  /** What writing is like now: null while it works, else the error that the last commit met. Never touches the disk. */
  readonly failure: StoreUnavailableError | null;

  /** Tries a real write, and settles as a commit would; clears `failure` where it succeeds. */
  probe(): Promise<void>;

  /** Counters of appending since the start, for metrics. */
  readonly stats: StoreStats;

  /** Commits what was appended, then closes. Idempotent. */
  close(): Promise<void>;
}

/** What kind of content a document holds; `yjs` is a document that a foreign client made by writing to it. */
export type DocumentKind = 'document' | 'board' | 'yjs';

export interface NewDocument {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly title: string;
  /** First update, appended as seq 1 in the same transaction. */
  readonly update?: Uint8Array;
  readonly user?: string;
  /** As of a `LogEntry`. */
  readonly claimed?: readonly number[];
}

/** Times are milliseconds since 1970. */
export interface DocumentMeta {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly createdAt: number;
  /** Last update or rename, exact to a few seconds. */
  readonly changedAt: number;
  readonly deletedAt: number | null;
  /** Of its picture; null where it has none. */
  readonly thumbnailAt: number | null;
}

export interface ListQuery {
  /** 1 to 200; 50 unless told. */
  readonly limit?: number;
  readonly cursor?: string;
  /** The trash instead of the live documents. */
  readonly deleted?: boolean;
  /** Only those with this in their title, in either case. */
  readonly title?: string;
}

export interface ListPage {
  readonly documents: DocumentMeta[];
  /** Hand it back as `cursor` for the following page; null at the end. */
  readonly next: string | null;
}

export interface LogEntry {
  readonly documentId: string;
  readonly update: Uint8Array;
  /** Who wrote it; null where nobody is told apart. */
  readonly user: string | null;
  /** ClientIDs in it that are this user's from now on, unless they are somebody's already; committed with it. */
  readonly claimed?: readonly number[];
  /**
   * It is stored only as the next row behind this seq. Where a store has other writers than this process, that is how
   * one knows that nothing came between. What was to come behind an entry that is refused for it is refused with it.
   */
  readonly after?: number;
  /** ClientIDs in it that aren't: the user brings back, in a recovery, what others wrote. */
  readonly recovered?: readonly number[];
}

/** A clientID, the number under which one open page writes, that a user has shown to be theirs. */
export interface ClientClaim {
  readonly documentId: string;
  readonly client: number;
  readonly user: string;
}

/** Whose a clientID is. A user, once there is one, stays the same for good. */
export interface ClientOwner {
  /** Who wrote what is under it. Null: it came in a recovery, and nobody has shown since that it is theirs. */
  readonly user: string | null;
  /** Who brought some of it in a recovery, so that it is their word that `user` wrote it; null where nobody did. */
  readonly recoveredBy: string | null;
}

/** By clientID. One that isn't here wrote while nobody was told apart. */
export type ClientOwners = ReadonlyMap<number, ClientOwner>;

export interface LogRow {
  readonly seq: number;
  readonly update: Uint8Array;
  readonly user: string | null;
  readonly at: number;
}

export interface NewSnapshot {
  /** The seq of the last update it contains. */
  readonly seq: number;
  readonly state: Uint8Array;
  /** What a reader wants to know of the state without reading it; opaque to the store. */
  readonly summary: Uint8Array;
}

export interface Snapshot extends NewSnapshot {
  readonly at: number;
}

export interface StoredDocument {
  readonly meta: DocumentMeta;
  readonly snapshot: Snapshot | null;
  /** Rows after the snapshot, by seq. */
  readonly log: LogRow[];
  readonly owners: ClientOwners;
}

export interface StoreStats {
  readonly commits: number;
  readonly rows: number;
  readonly bytes: number;
  /** Milliseconds spent committing, fsync included. */
  readonly commitMs: number;
}

/** The store can't be opened: another process has it, or the place isn't writable. The message says what to do. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError';
}

/** Writing fails for now (disk full, I/O error, read-only). Nothing of the refused call was stored. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

export class DocumentExistsError extends Error {
  override readonly name = 'DocumentExistsError';
}

export class DocumentMissingError extends Error {
  override readonly name = 'DocumentMissingError';
}

export class DocumentDeletedError extends Error {
  override readonly name = 'DocumentDeletedError';
}

/** Somebody else has appended to the document meanwhile, or there is less of it than was thought: nothing was stored. */
export class LogMovedError extends Error {
  override readonly name = 'LogMovedError';
}

export class DocumentCorruptError extends Error {
  override readonly name = 'DocumentCorruptError';
}
