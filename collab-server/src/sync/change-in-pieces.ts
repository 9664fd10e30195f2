import { MessageType, SyncType } from '@cowrite/editor/protocol';
import { ByteReader, MalformedError } from './byte-reader.ts';

interface ChangeInPieces {
  /** A SyncStep2. */
  readonly isAnswer: boolean;
  readonly update: Uint8Array[];
}

/** Two types in a byte each, and a length. */
const LONGEST_HEAD = 10;
/** So many are handed to another thread sooner than they are joined; a client of ours sends half as many at most. */
const MOST_PIECES = 1024;

/**
 * The change in a message that came in parts, its update in pieces still: to put megabytes together here would hold
 * everybody up. Null where the message holds something else, or comes in crumbs.
 */
export const changeInPieces = (pieces: readonly Uint8Array[]): ChangeInPieces | null => {
  if (pieces.length > MOST_PIECES) return null;
  const [first, ...rest] = withWholeHead(pieces);
  if (!first) return null;
  const reader = new ByteReader(first);
  if (reader.varUint() !== MessageType.sync) return null;
  const type = reader.varUint();
  if (type !== SyncType.step2 && type !== SyncType.update) return null;
  const length = reader.varUint();
  const update = [first.subarray(reader.position), ...rest];
  if (length !== update.reduce((sum, piece) => sum + piece.length, 0)) throw new MalformedError('of another length');
  return { isAnswer: type === SyncType.step2, update };
};

/** Parts are cut anywhere: joins the first ones until the message's head is in one piece. */
const withWholeHead = (pieces: readonly Uint8Array[]): readonly Uint8Array[] => {
  let bytes = 0;
  let count = 0;
  while (count < pieces.length && bytes < LONGEST_HEAD) bytes += pieces[count++]?.length ?? 0;
  return count > 1 ? [new Uint8Array(Buffer.concat(pieces.slice(0, count))), ...pieces.slice(count)] : pieces;
};
