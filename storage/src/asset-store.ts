/**
 * What every store of assets promises: pictures, attachments and whatever else is uploaded. An asset is bytes and their
 * SHA-256, stored once however many documents hold it.
 *
 * - A `put` that resolved is on stable storage: it survives the process being killed and the power going out.
 * - A `put` that rejected, or whose process died, left nothing behind, not even half the bytes.
 * - Bytes are had only through a document that holds them: knowing a hash opens nothing.
 * - Bytes that aren't what was stored are never returned as if they were: reading them fails.
 * - An asset that a document stops referring to stays for a grace time, and so does one that was put and isn't referred
 *   to yet. Bytes that no document holds any more are removed.
 *
 * After `close`, every call rejects with `StoreUnavailableError`.
 */
export interface AssetStore {
  /**
   * Takes bytes in as they come, and makes them the document's. Rejects with what `bytes` throws; with
   * `AssetSpaceError` where the disk has no room for them; with `StoreUnavailableError` when writing fails otherwise.
   * The next call tries for real again.
   */
  put(asset: NewAsset, bytes: AsyncIterable<Uint8Array>): Promise<Asset>;

  /** An asset as the document holds it; null where it doesn't. */
  find(documentId: string, hash: string): Promise<Asset | null>;

  /**
   * The bytes from `start` to before `end`, in pieces; all of them unless told. Its first step rejects with
   * `AssetMissingError` where the document doesn't hold the asset, any step with `AssetCorruptError` where stored bytes
   * are damaged: none that are come out.
   */
  read(documentId: string, hash: string, range?: ByteRange): AsyncIterable<Uint8Array>;

  /** Makes all that a document holds another's as well, as if put there now: for a copy of the document. */
  share(fromDocument: string, toDocument: string): Promise<void>;

  /** Ids of documents that hold assets, in order, at most 200 of those after `after`; empty at the end. */
  holders(after: string): Promise<string[]>;

  /**
   * Says which of its assets a document refers to now. What it doesn't refer to it lets go once that has been so for
   * `grace`; what it refers to again in time it keeps. Resolves with how many it let go.
   */
  settle(documentId: string, referred: ReadonlySet<string>, time: SettleTime): Promise<number>;

  /** Counted over what is stored, for metrics. */
  totals(): Promise<AssetTotals>;

  /** Ends what is being put and read, then closes. Idempotent. */
  close(): Promise<void>;
}

export interface NewAsset {
  readonly documentId: string;
  /** For people. */
  readonly name: string;
  /** Media type. */
  readonly type: string;
  /** Who brought it; null where nobody is told apart. */
  readonly user: string | null;
}

export interface Asset {
  /** SHA-256 of the bytes, in lower-case hexadecimal. */
  readonly hash: string;
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Milliseconds: a point since 1970, and a span. */
export interface SettleTime {
  readonly now: number;
  readonly grace: number;
}

export interface AssetTotals {
  readonly assets: number;
  readonly bytes: number;
}

/** The document holds no such asset, or no longer. */
export class AssetMissingError extends Error {
  override readonly name = 'AssetMissingError';
}

/** Stored bytes are damaged. */
export class AssetCorruptError extends Error {
  override readonly name = 'AssetCorruptError';
}

/** The disk has no room for it: full, or so full that the rest is kept for documents. */
export class AssetSpaceError extends Error {
  override readonly name = 'AssetSpaceError';
}
