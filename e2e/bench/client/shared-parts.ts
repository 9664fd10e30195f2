import * as decoding from 'lib0/decoding';

interface Joined {
  readonly pieces: readonly Uint8Array[];
  readonly message: Buffer;
}

/** By the last piece: what many clients are sent alike is put together for the first of them. */
const joined = new WeakMap<Uint8Array, Joined>();

/** Puts a message's parts together. Bodies have to be the same objects wherever their bytes are the same. */
export class SharedParts {
  #pieces: Uint8Array[] = [];

  /** Takes what stands behind a part's type; returns the message once it is whole. */
  add(body: Uint8Array): Buffer | null {
    this.#pieces.push(body);
    const remaining = decoding.readVarUint(decoding.createDecoder(body));
    if (remaining > 0) return null;
    const pieces = this.#pieces;
    this.#pieces = [];
    const known = joined.get(body);
    if (known?.pieces.length === pieces.length && known.pieces.every((piece, index) => piece === pieces[index])) {
      return known.message;
    }
    const message = Buffer.concat(pieces.map(withoutCount));
    joined.set(body, { pieces, message });
    return message;
  }
}

const withoutCount = (body: Uint8Array): Uint8Array => {
  const decoder = decoding.createDecoder(body);
  decoding.readVarUint(decoder);
  return decoding.readTailAsUint8Array(decoder);
};
