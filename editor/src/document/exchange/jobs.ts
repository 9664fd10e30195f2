import type { ContentNode, FileFormatId, ImportNote } from '../../content/formats/index.ts';

/** What the worker is asked to do. It does one job at a time. */
export type Job =
  /**
   * Reads a text; answers with its blocks, some at a time. Of `lines` each is a paragraph. `assets` are the addresses in
   * it that name an asset, with its hash.
   */
  | {
      readonly kind: 'read';
      readonly format: FileFormatId | 'lines';
      readonly text: string;
      readonly assets: readonly (readonly [address: string, hash: string])[];
    }
  /** Reads a file; answers with its title and waits for `fill`. */
  | { readonly kind: 'open'; readonly name: string; readonly mediaType: string; readonly bytes: ArrayBuffer }
  /** Writes what was opened into a document that is in this state; answers with updates, some blocks each. */
  | { readonly kind: 'fill'; readonly state: Uint8Array }
  /** Writes a document that is in this state; `assets` is what stands before and behind a hash in an asset's address. */
  | {
      readonly kind: 'write';
      readonly format: FileFormatId;
      readonly title: string;
      readonly language: string;
      readonly state: Uint8Array;
      readonly assets: readonly string[];
    };

/** Why a file or a text isn't taken. */
export type Refusal =
  | { readonly why: 'too-large'; readonly bytes: number; readonly most: number }
  | { readonly why: 'unknown-format' }
  /** From 1; the first line that isn't text. */
  | { readonly why: 'not-text'; readonly line: number }
  | { readonly why: 'unreadable'; readonly reason: 'depth' | 'size' };

/** A picture that a text holds itself, as `data:`. It is told of before the blocks that show it. */
export interface HeldPicture {
  readonly hash: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type Answer =
  | ({ readonly kind: 'picture' } & HeldPicture)
  /** How far the text is read behind them, from 0 to 1. */
  | { readonly kind: 'blocks'; readonly blocks: readonly ContentNode[]; readonly done: number }
  /** How far a file is read. */
  | { readonly kind: 'read'; readonly done: number }
  | { readonly kind: 'opened'; readonly title: string; readonly notes: readonly ImportNote[] }
  | { readonly kind: 'update'; readonly update: Uint8Array; readonly done: number; readonly total: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly message: string };

/** Bytes of a file, or characters of a paste. A document of more is too long to be written in by anybody. */
export const MOST_BYTES = 10 * 1024 * 1024;
