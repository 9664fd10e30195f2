import { isAssetHash } from '../../protocol/index.ts';

/* Reads of what a peer may have written into a node's state: anything that isn't as it should be is as if it weren't there. */

export const asHash = (value: unknown): string => (isAssetHash(value) ? value : '');

/** At most so many characters: a caption is a line, not a book. */
export const asText =
  (limit: number) =>
  (value: unknown): string =>
    typeof value === 'string' ? value.slice(0, limit) : '';

/** A whole number from 0 to `most`. */
export const asCount =
  (most: number) =>
  (value: unknown): number =>
    typeof value === 'number' && Number.isFinite(value) ? Math.min(most, Math.max(0, Math.round(value))) : 0;
