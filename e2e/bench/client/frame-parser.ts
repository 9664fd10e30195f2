import { giveBack, takeBuffer } from './buffer-pool.ts';

const BINARY = 2;
const CLOSE = 8;
const PING = 9;

export interface FrameSink {
  /** A whole message: the bytes from `start` to `end`, which are read into again afterwards. */
  message(buffer: Buffer, start: number, end: number): void;
  ping(payload: Buffer): void;
  close(): void;
}

/** Cuts a server's bytes into messages, without a copy while they arrive whole. */
export class FrameParser {
  readonly #sink: FrameSink;
  /** Bytes of a frame that isn't complete, with room for the rest of it. */
  #held: Buffer | null = null;
  #heldBytes = 0;
  /** Bytes from the frame's start to its end, where its head is known. */
  #needed = 0;
  #fragments: Buffer[] = [];
  #closed = false;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  push(chunk: Buffer, start: number, end: number): void {
    if (this.#held === null) {
      this.#keep(chunk, this.#parse(chunk, start, end), end);
      return;
    }
    this.#append(this.#held, chunk.subarray(start, end));
    if (this.#heldBytes < this.#needed) return;
    const held = this.#held;
    this.#keep(held, this.#parse(held, 0, this.#heldBytes), this.#heldBytes);
    giveBack(held);
  }

  #append(held: Buffer, chunk: Buffer): void {
    const bytes = this.#heldBytes + chunk.length;
    let target = held;
    if (bytes > held.length) {
      target = takeBuffer(Math.max(bytes, this.#needed));
      held.copy(target, 0, 0, this.#heldBytes);
      giveBack(held);
    }
    chunk.copy(target, this.#heldBytes);
    this.#held = target;
    this.#heldBytes = bytes;
  }

  #keep(buffer: Buffer, start: number, end: number): void {
    this.#held = null;
    if (start >= end || this.#closed) return;
    const held = takeBuffer(Math.max(this.#needed, end - start));
    buffer.copy(held, 0, start, end);
    this.#held = held;
    this.#heldBytes = end - start;
  }

  /** Returns where the first incomplete frame begins. */
  #parse(buffer: Buffer, start: number, end: number): number {
    let position = start;
    while (!this.#closed) {
      this.#needed = 0;
      if (end - position < 2) return position;
      let length = (buffer[position + 1] ?? 0) & 127;
      const head = length < 126 ? 2 : length === 126 ? 4 : 10;
      if (end - position < head) return position;
      if (head === 4) length = buffer.readUInt16BE(position + 2);
      else if (head === 10) length = Number(buffer.readBigUInt64BE(position + 2));
      this.#needed = head + length;
      if (end - position < this.#needed) return position;
      this.#frame(buffer, position, position + head, position + this.#needed);
      position += this.#needed;
    }
    return end;
  }

  #frame(buffer: Buffer, head: number, start: number, end: number): void {
    const first = buffer[head] ?? 0;
    const opcode = first & 15;
    const isFinal = (first & 128) !== 0;
    if (opcode === PING) this.#sink.ping(Buffer.from(buffer.subarray(start, end)));
    else if (opcode === CLOSE) {
      this.#closed = true;
      this.#sink.close();
    } else if (opcode <= BINARY) {
      if (isFinal && this.#fragments.length === 0) this.#sink.message(buffer, start, end);
      else this.#fragment(Buffer.from(buffer.subarray(start, end)), isFinal);
    }
  }

  #fragment(piece: Buffer, isLast: boolean): void {
    this.#fragments.push(piece);
    if (!isLast) return;
    const whole = Buffer.concat(this.#fragments);
    this.#fragments = [];
    this.#sink.message(whole, 0, whole.length);
  }
}
