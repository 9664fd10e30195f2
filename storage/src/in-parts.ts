interface Part {
  /** On a buffer of its own. */
  readonly part: Uint8Array<ArrayBuffer>;
  readonly last: boolean;
}

/** Cuts bytes, however they come, into parts of `size`; the last, of which there is always one, is smaller, or empty. */
export async function* inParts(bytes: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Part> {
  let part = new Uint8Array(size);
  let filled = 0;
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.byteLength; ) {
      const piece = chunk.subarray(at, at + size - filled);
      part.set(piece, filled);
      filled += piece.byteLength;
      at += piece.byteLength;
      if (filled < size) continue;
      yield { part, last: false };
      part = new Uint8Array(size);
      filled = 0;
    }
  }
  yield { part: part.slice(0, filled), last: true };
}
