const HASH_LENGTH = 64;
/** Of a longer run of digits nobody could say which part is a hash. */
const LONGEST_RUN = 4 * HASH_LENGTH;

/**
 * Everything in an encoded Yjs state that can be the hash of an asset: 64 digits of lower-case hexadecimal in a row. Texts
 * and values lie in it as they are, so that this holds for documents, boards and whatever is to come, without knowing
 * how they refer. What it finds too much is merely kept.
 */
export const assetHashesIn = (state: Uint8Array): Set<string> => {
  const hashes = new Set<string>();
  let start = 0;
  for (let at = 0; at <= state.length; at++) {
    if (at < state.length && isDigit(state[at] ?? 0)) continue;
    if (at - start >= HASH_LENGTH && at - start <= LONGEST_RUN) {
      for (let from = start; from + HASH_LENGTH <= at; from++) hashes.add(textOf(state, from));
    }
    start = at + 1;
  }
  return hashes;
};

const isDigit = (byte: number): boolean => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66);

const textOf = (state: Uint8Array, from: number): string => {
  const { buffer, byteOffset } = state;
  return Buffer.from(buffer, byteOffset + from, HASH_LENGTH).toString('latin1');
};
