/** Writes lib0's encoding into one growing buffer; `take` hands out exactly what was written. */
export class ByteWriter {
  #bytes: Buffer;
  #length = 0;

  constructor(capacity = 256) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  varUint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Bytes `from` to `to` of `source`. */
  copy(source: Uint8Array, from = 0, to = source.length): void {
    const count = to - from;
    this.#reserve(count);
    // A call into native code costs more than copying a keystroke's bytes here.
    if (count < 48) for (let index = from; index < to; index++) this.#bytes[this.#length++] = source[index] as number;
    else {
      this.#bytes.set(source.subarray(from, to), this.#length);
      this.#length += count;
    }
  }

  varBytes(source: Uint8Array): void {
    this.varUint(source.length);
    this.copy(source);
  }

  /** Starts over. What `take` gave out before is overwritten. */
  clear(): void {
    this.#length = 0;
  }

  take(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
