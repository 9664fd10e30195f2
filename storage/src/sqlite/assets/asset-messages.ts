import type { Asset, AssetTotals, NewAsset, SettleTime } from '../../asset-store.ts';

/** What the thread starts with. */
export interface AssetThreadData {
  readonly dir: string;
  /** Bytes of the disk that are left for documents. */
  readonly reserve: number;
}

/** An asset, and the key by which its parts are read. */
export interface FoundAsset {
  readonly asset: Asset;
  readonly key: number;
}

/** What the thread does when called. Bytes come and go in parts of `PART_SIZE`; only the last of an asset is smaller. */
export interface AssetOperations {
  /** Stores one more part of a draft, a new one where none is given; returns the draft's number. */
  write(draft: number | null, part: Uint8Array): number;
  /** The last part: makes the draft an asset of the document. */
  finish(draft: number | null, part: Uint8Array, asset: NewAsset): Asset;
  abandon(draft: number): void;
  find(documentId: string, hash: string): FoundAsset | null;
  part(key: number, index: number): Uint8Array<ArrayBuffer>;
  share(fromDocument: string, toDocument: string): void;
  holders(after: string): string[];
  settle(documentId: string, referred: ReadonlySet<string>, time: SettleTime): number;
  totals(): AssetTotals;
  close(): void;
}

/** Bytes in one row: what it takes to move these is how long anybody else's call may wait. */
export const PART_SIZE = 256 * 1024;

export interface AssetCall {
  readonly id: number;
  readonly name: keyof AssetOperations;
  readonly args: readonly unknown[];
}
