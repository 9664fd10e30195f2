import { MessageTooLargeError } from './parts.ts';

/*
 * WebSocket frames (RFC 6455, 5.2) as they travel over HTTP, where WebSocket itself is blocked: binary ones, each a
 * whole message, and close; final and unmasked.
 */

/** First byte of a final, binary frame. */
export const BINARY = 0x82;
const CLOSE = 0x88;
const MASKED = 0x80;
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const SHORT_HEADER = 2;

export type CarriedFrame =
  | { readonly type: 'message'; readonly data: Uint8Array<ArrayBuffer> }
  | { readonly type: 'close'; readonly code: number; readonly reason: string };

export const encodeMessageFrame = (message: Uint8Array): Uint8Array<ArrayBuffer> => encodeFrame(BINARY, message);

export const encodeCloseFrame = (code: number, reason: string): Uint8Array<ArrayBuffer> => {
  const words = new TextEncoder().encode(reason);
  const body = new Uint8Array(2 + words.length);
  new DataView(body.buffer).setUint16(0, code);
  body.set(words, 2);
  return encodeFrame(CLOSE, body);
};

const encodeFrame = (first: number, body: Uint8Array): Uint8Array<ArrayBuffer> => {
  const frame = new Uint8Array(frameHeaderLength(body.length) + body.length);
  frame.set(body, writeFrameHeader(frame, first, body.length));
  return frame;
};

/** Bytes of the header before so many bytes of an unmasked frame. */
export const frameHeaderLength = (length: number): number =>
  length < LENGTH_16 ? SHORT_HEADER : length <= 0xffff ? SHORT_HEADER + 2 : SHORT_HEADER + 8;

/** Writes the header of an unmasked frame; returns where the body begins. */
export const writeFrameHeader = (frame: Uint8Array, first: number, length: number): number => {
  frame[0] = first;
  if (length < LENGTH_16) {
    frame[1] = length;
    return SHORT_HEADER;
  }
  const size = frameHeaderLength(length);
  frame[1] = length <= 0xffff ? LENGTH_16 : LENGTH_64;
  let rest = length;
  for (let at = size - 1; at >= SHORT_HEADER; at--) {
    frame[at] = rest % 0x100;
    rest = Math.floor(rest / 0x100);
  }
  return size;
};

/** Takes frames out of bytes that come in any pieces. */
export class FrameParser {
  readonly #limit: number;
  #pieces: Uint8Array[] = [];
  #length = 0;
  #needed = SHORT_HEADER;

  /** @param limit bytes of one message. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Whether bytes of a frame came whose rest didn't. */
  get isWithinFrame(): boolean {
    return this.#length > 0;
  }

  /** The frames that are whole now. Throws `MessageTooLargeError` before a longer message is held, RangeError on what is no such frame. */
  *add(bytes: Uint8Array): Generator<CarriedFrame> {
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    while (this.#length >= this.#needed) {
      const held = this.#joined();
      const header = readHeader(held, this.#limit);
      if (header === null || held.length < header.size + header.length) {
        this.#needed = header === null ? held.length + 1 : header.size + header.length;
        return;
      }
      const end = header.size + header.length;
      const body = held.slice(header.size, end);
      this.#pieces = [held.subarray(end)];
      this.#length -= end;
      this.#needed = SHORT_HEADER;
      yield header.isClose ? readClose(body) : { type: 'message', data: body };
    }
  }

  #joined(): Uint8Array {
    const [only] = this.#pieces;
    if (only && this.#pieces.length === 1) return only;
    const joined = new Uint8Array(this.#length);
    let offset = 0;
    for (const piece of this.#pieces) {
      joined.set(piece, offset);
      offset += piece.length;
    }
    this.#pieces = [joined];
    return joined;
  }
}

/** Null where the header isn't there whole. */
const readHeader = (bytes: Uint8Array, limit: number): { size: number; length: number; isClose: boolean } | null => {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  if ((first !== BINARY && first !== CLOSE) || second & MASKED)
    throw new RangeError('not a frame that is carried here');
  const extra = second === LENGTH_16 ? 2 : second === LENGTH_64 ? 8 : 0;
  const size = SHORT_HEADER + extra;
  if (bytes.length < size) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const length =
    extra === 0 ? second : extra === 2 ? view.getUint16(SHORT_HEADER) : Number(view.getBigUint64(SHORT_HEADER));
  if (length > limit) throw new MessageTooLargeError('message too large');
  return { size, length, isClose: first === CLOSE };
};

const readClose = (body: Uint8Array): CarriedFrame => ({
  type: 'close',
  code: body.length < 2 ? 1005 : new DataView(body.buffer, body.byteOffset).getUint16(0),
  reason: new TextDecoder().decode(body.subarray(2)),
});
