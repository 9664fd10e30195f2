import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { Message } from './extensions.ts';
import { MessageType } from './messages.ts';

/** Bytes of a message in one part: small enough that a slow line shows life well within y-websocket's 30 s. */
export const PART_SIZE = 64 * 1024;

/** Cuts a message into parts of at most `PART_SIZE` bytes; one that fits in a single frame stays as it is. */
export const splitMessage = (message: Message): Message[] => {
  if (message.length <= PART_SIZE) return [message];
  const count = Math.ceil(message.length / PART_SIZE);
  return Array.from(
    { length: count },
    (_, index) =>
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, MessageType.part);
        encoding.writeVarUint(encoder, count - 1 - index);
        encoding.writeUint8Array(encoder, message.subarray(index * PART_SIZE, (index + 1) * PART_SIZE));
      }) as Message,
  );
};

/** On average; a message in crumbs would cost many times its size to hold. */
const SMALLEST_PART = 1024;

/** A message in parts outgrew the limit. */
export class MessageTooLargeError extends Error {
  override readonly name = 'MessageTooLargeError';
}

/** Puts the parts of one message together again. Other messages may come between two parts, another message's parts may not. */
export class PartAssembler {
  readonly #limit: number;
  #pieces: Message[] = [];
  #bytes = 0;
  #expected = 0;

  /** @param limit bytes of a whole message; a longer one throws before it is held. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes one part, read from behind its type; returns the whole message once the last is there. Throws RangeError on a part out of turn. */
  add(decoder: decoding.Decoder): Message | null {
    const pieces = this.addPiece(decoder);
    if (!pieces) return null;
    const message = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let offset = 0;
    for (const piece of pieces) {
      message.set(piece, offset);
      offset += piece.length;
    }
    return message;
  }

  /** The same, but the message is left in its pieces, each on a buffer of its own: to put megabytes together takes a while. */
  addPiece(decoder: decoding.Decoder): Message[] | null {
    const remaining = decoding.readVarUint(decoder);
    const piece = decoding.readTailAsUint8Array(decoder);
    if (piece.length === 0 || remaining > Math.max(16, this.#limit / SMALLEST_PART)) throw new RangeError('bad part');
    if (this.#pieces.length > 0 && remaining !== this.#expected) throw new RangeError('part out of turn');
    if (this.#bytes + piece.length > this.#limit) throw new MessageTooLargeError('message too large');
    this.#pieces.push(new Uint8Array(piece));
    this.#bytes += piece.length;
    this.#expected = remaining - 1;
    if (remaining > 0) return null;
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#bytes = 0;
    return pieces;
  }
}
