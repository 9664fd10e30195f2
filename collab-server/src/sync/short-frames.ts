import type { WebSocket } from 'ws';

/** What of ws' receiver, a Writable that takes the socket's bytes, tells whether it is between two messages. */
interface Receiver {
  readonly _state: number;
  readonly _bufferedBytes: number;
  readonly _fragmented: number;
  readonly _opcode: number;
  readonly writableLength: number;
  write(chunk: Buffer): boolean;
}

type OnMessage = (message: Buffer, isBinary: true) => void;

const BETWEEN_FRAMES = 0;
const CLOSE = 0x8;

/** The first byte of a frame that is a message of bytes by itself; its second says that it is masked, and how long it is. */
const WHOLE_BINARY = 0x82;
const MASKED = 0x80;
const LENGTH_IN_TWO_BYTES = MASKED + 126;
const LENGTH_IN_EIGHT_BYTES = MASKED + 127;
const SHORTEST_FRAME = 6;
/** Payloads that are longer are better unmasked natively. */
const LONGEST = 2048;

/**
 * Reads in the place of ws' receiver what nearly all frames are: a short message of bytes, all of it in what the socket
 * brought. The receiver reads the others. Its stream, its piece of buffer for each part of a header and its events are
 * most of what it costs to read a keystroke. The bytes that `onMessage` is called with may be reused once it returns.
 */
export const readShortFrames = (webSocket: WebSocket, maxPayload: number, onMessage: OnMessage): void => {
  const { _receiver: receiver } = webSocket as unknown as { _receiver: Receiver };
  const write = receiver.write;
  const longest = Math.min(LONGEST, maxPayload);
  receiver.write = (chunk) => {
    const end = isBetweenMessages(receiver) ? readFrames(chunk, longest, onMessage) : 0;
    if (end === chunk.length) return true;
    return write.call(receiver, end === 0 ? chunk : chunk.subarray(end));
  };
};

const isBetweenMessages = (receiver: Receiver): boolean =>
  receiver._state === BETWEEN_FRAMES &&
  receiver._bufferedBytes === 0 &&
  receiver._fragmented === 0 &&
  receiver._opcode !== CLOSE &&
  receiver.writableLength === 0;

/** Returns where the first frame begins that isn't one of these. */
const readFrames = (chunk: Buffer, longest: number, onMessage: OnMessage): number => {
  let at = 0;
  while (at + SHORTEST_FRAME <= chunk.length && chunk[at] === WHOLE_BINARY) {
    const second = byteAt(chunk, at + 1);
    if (second < MASKED || second === LENGTH_IN_EIGHT_BYTES) break;
    const isLonger = second === LENGTH_IN_TWO_BYTES;
    const length = isLonger ? chunk.readUInt16BE(at + 2) : second - MASKED;
    const mask = at + (isLonger ? 4 : 2);
    const start = mask + 4;
    const end = start + length;
    if (length > longest || end > chunk.length) break;
    for (let index = 0; index < length; index++) {
      chunk[start + index] = byteAt(chunk, start + index) ^ byteAt(chunk, mask + (index & 3));
    }
    at = end;
    onMessage(chunk.subarray(start, end), true);
  }
  return at;
};

const byteAt = (bytes: Uint8Array, index: number): number => bytes[index] as number;
