import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** A state that is cut where its bytes say so: what stays the same from one version to the next makes the same pieces. */
export interface CutState {
  /** SHA-256 of each piece's bytes. */
  readonly hashes: readonly Uint8Array[];
  /** Each compressed by itself. */
  readonly pieces: readonly Uint8Array[];
}

const LEAST = 8 * 1024;
const MOST = 128 * 1024;
/** One place in so many is an end, on average. */
const MASK = 0xffff_8000;

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
