import type { LogRow } from './document-store.ts';

/**
 * What a store keeps of a document's past, apart from the living document. States, authors' names for themselves and
 * trails are opaque here.
 *
 * - What `addVersion` or `addTrail` resolved with is on stable storage; where they rejected, nothing is there.
 * - A version is a whole state, in pieces. Pieces that are equal are stored once, whatever versions they belong to, and
 *   go with the last of them.
 * - A trail says who did what in the updates after one seq through another, and outlives the log rows that say it. The
 *   trails of a document follow each other: each begins where the one before it ends.
 * - Bytes that aren't what was stored are never returned as if they were.
 *
 * A document in the trash keeps its past, and adds to it.
 */
export interface VersionStore {
  /** Rejects with `DocumentMissingError` where there is no such document. */
  addVersion(version: NewVersion): Promise<VersionMeta>;

  /** With who wrote since the version before it. Null where the document has no such version. */
  findVersion(documentId: string, id: string): Promise<ListedVersion | null>;

  /** The newest version, by seq; of those with one seq the one that was added last. Null where there is none. */
  newestVersion(documentId: string): Promise<VersionMeta | null>;

  /**
   * Versions, newest first, each with who wrote since the one that is listed after it; `cursor` is the `next` of the
   * page before. Rejects with `RangeError` for a bad limit or cursor.
   */
  listVersions(documentId: string, query?: VersionQuery): Promise<VersionPage>;

  /**
   * A version with its state, in the pieces it was added in. Null where there is none; rejects with
   * `VersionCorruptError` where a piece is damaged: the other versions can still be had.
   */
  loadVersion(documentId: string, id: string): Promise<LoadedVersion | null>;

  /** Null where the document has no such version. A version without a name is an automatic one. */
  nameVersion(documentId: string, id: string, name: string | null): Promise<ListedVersion | null>;

  /** Removes versions; unknown ones are passed over. Who wrote stays known: trails aren't removed. */
  removeVersions(documentId: string, ids: readonly string[]): Promise<void>;

  /** Every hash that a version of the document names as something it shows. */
  versionAssets(documentId: string): Promise<string[]>;

  /**
   * The log rows that no trail covers yet, as far as compaction has left them, oldest first, and the seq through which
   * trails go. Null where there is no document; rejects with `DocumentCorruptError` as `load` does.
   */
  untrailed(documentId: string): Promise<{ readonly seq: number; readonly log: LogRow[] } | null>;

  /**
   * Puts a trail in the place of all after `after`. Resolves false, changing nothing, where no trail ends at `after`
   * (0: the beginning), or one goes further than this.
   */
  addTrail(documentId: string, trail: NewTrail): Promise<boolean>;

  /** Trails that end after one seq and no later than another, oldest first. */
  trails(documentId: string, after: number, through: number): Promise<Trail[]>;

  /** Remembers people as they are now; somebody else's newer word for the same id wins. */
  notePeople(people: readonly PersonRow[]): Promise<void>;

  /** Those of them that were ever noted, in no order. */
  findPeople(ids: readonly string[]): Promise<PersonRow[]>;
}

export interface NewVersion {
  readonly documentId: string;
  /** Unique among all versions. */
  readonly id: string;
  /** The last update that its state contains. */
  readonly seq: number;
  /** When that was written, milliseconds since 1970. */
  readonly at: number;
  /** Null for one that was made by itself. */
  readonly name: string | null;
  /** Why it was made; a word of the caller's. */
  readonly cause: string;
  /** Who had it made; null for nobody in particular. */
  readonly createdBy: string | null;
  readonly pieces: readonly VersionPiece[];
  /** Hashes of the assets that it shows. */
  readonly assets: readonly string[];
}

export interface VersionPiece {
  /** SHA-256 of the bytes. */
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
}

export interface VersionMeta extends Omit<NewVersion, 'pieces' | 'assets'> {
  /** Bytes of its pieces, as if they were stored for it alone. */
  readonly size: number;
}

export interface ListedVersion extends VersionMeta {
  readonly authors: Authors;
}

export interface LoadedVersion {
  readonly version: VersionMeta;
  readonly pieces: Uint8Array[];
}

export interface VersionQuery {
  /** 1 to 200; 50 unless told. */
  readonly limit?: number;
  readonly cursor?: string;
  /** Only those with a name. */
  readonly named?: boolean;
}

export interface VersionPage {
  readonly versions: ListedVersion[];
  /** Hand it back as `cursor` for the following page; null at the end. */
  readonly next: string | null;
  /** Who wrote since the newest version that is listed, on the first page; nobody on others. */
  readonly since: Authors;
}

/** Who wrote in some updates, most first, and how much: what is counted is the caller's. */
export type Authors = readonly Author[];

export interface Author {
  /** Null where nobody is told apart. */
  readonly user: string | null;
  readonly inserted: number;
  readonly deleted: number;
}

export interface NewTrail {
  readonly after: number;
  readonly seq: number;
  readonly authors: Authors;
  readonly bytes: Uint8Array;
}

export interface Trail {
  readonly seq: number;
  readonly authors: Authors;
  readonly bytes: Uint8Array;
}

/** How somebody is shown. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly color: string | null;
  readonly picture: string | null;
}

/** A piece of a stored version is damaged. */
export class VersionCorruptError extends Error {
  override readonly name = 'VersionCorruptError';
}
