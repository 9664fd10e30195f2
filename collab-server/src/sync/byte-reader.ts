/** Bytes from outside that don't follow the grammar they should; the message says where they depart from it. */
export class MalformedError extends Error {
  override readonly name = 'MalformedError';
}

/** Reads lib0's encoding within bounds: nothing is allocated on a length's word alone, and every overrun throws `MalformedError`. */
export class ByteReader {
  readonly bytes: Uint8Array;
  position: number;
  readonly end: number;

  constructor(bytes: Uint8Array, position = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  byte(): number {
    if (this.position >= this.end) throw new MalformedError('ends early');
    return this.bytes[this.position++] as number;
  }

  /** Up to 2^53 - 1. */
  varUint(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    let value = first & 0x7f;
    let factor = 0x80;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (value > Number.MAX_SAFE_INTEGER) throw new MalformedError('number too large');
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
  }

  skip(count: number): void {
    if (count > this.end - this.position) throw new MalformedError('ends early');
    this.position += count;
  }

  /** A view of `varUint` bytes, not a copy. */
  varBytes(): Uint8Array {
    const length = this.varUint();
    const from = this.position;
    this.skip(length);
    return this.bytes.subarray(from, this.position);
  }

  expectEnd(): void {
    if (this.position !== this.end) throw new MalformedError('bytes left over');
  }
}
