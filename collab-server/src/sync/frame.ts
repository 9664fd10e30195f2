import {
  BINARY,
  encodeRole,
  encodeTokenRequest,
  frameHeaderLength,
  MessageType,
  PART_SIZE,
  type Role,
  SyncType,
  writeFrameHeader,
} from '@cowrite/editor/protocol';
import { ByteWriter } from './byte-writer.ts';

/** One message, framed once for however many connections it goes to; or a piece of one, followed at once by the next. */
export type Frame = Buffer;

/** Bodies up to this are copied behind their head; a longer one is shared as it is. */
const LARGEST_COPY = 16 * 1024;

const varUintLength = (value: number): number => {
  let length = 1;
  for (let rest = value; rest > 0x7f; rest = Math.floor(rest / 0x80)) length++;
  return length;
};

const writeVarUint = (frame: Buffer, at: number, value: number): number => {
  let position = at;
  let rest = value;
  while (rest > 0x7f) {
    frame[position++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  frame[position++] = rest;
  return position;
};

/** A whole message as a frame. */
export const frameMessage = (message: Uint8Array): Frame => {
  const frame = Buffer.allocUnsafe(frameHeaderLength(message.length) + message.length);
  frame.set(message, writeFrameHeader(frame, BINARY, message.length));
  return frame;
};

/**
 * `types` in one byte each, then `body` with its length before it: sync messages and awareness are of this form. A
 * large body isn't copied; it is a buffer of its own behind the one that heads it.
 */
const frameBody = (types: readonly number[], body: Uint8Array): Frame[] => {
  const length = types.length + varUintLength(body.length) + body.length;
  const copied = body.length <= LARGEST_COPY;
  const head = Buffer.allocUnsafe(frameHeaderLength(length) + length - (copied ? 0 : body.length));
  let position = writeFrameHeader(head, BINARY, length);
  for (const type of types) head[position++] = type;
  position = writeVarUint(head, position, body.length);
  if (!copied) return [head, asBuffer(body)];
  head.set(body, position);
  return [head];
};

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const frameSyncStep1 = (stateVector: Uint8Array): Frame[] =>
  frameBody([MessageType.sync, SyncType.step1], stateVector);

/** `body` as awarenessUpdate of y-protocols: a count, then clientID, clock and JSON of each. */
export const frameAwareness = (body: Uint8Array): Frame[] => frameBody([MessageType.awareness], body);

/** A change; in parts (SPEC, W9) where it is large and the connection understands them. */
export const frameChange = (update: Uint8Array, inParts: boolean): Frame[] =>
  frameSync(SyncType.update, update, inParts);

/** The answer to a SyncStep1: all but the last of `updates` go ahead as changes, the last, or an empty one, is the SyncStep2. */
export const frameAnswers = (updates: readonly Uint8Array[], inParts: boolean): Frame[] => [
  ...updates.slice(0, -1).flatMap((update) => frameSync(SyncType.update, update, inParts)),
  ...frameSync(SyncType.step2, updates.at(-1) ?? EMPTY_UPDATE, inParts),
];

const frameSync = (type: number, update: Uint8Array, inParts: boolean): Frame[] =>
  inParts && update.length > PART_SIZE ? frameParts(type, update) : frameBody([MessageType.sync, type], update);

/** The message's head is a part of its own, so that its body needn't be copied to stand behind it. */
const frameParts = (type: number, update: Uint8Array): Frame[] => {
  const count = Math.ceil(update.length / PART_SIZE);
  const writer = new ByteWriter(16);
  writer.byte(MessageType.sync);
  writer.byte(type);
  writer.varUint(update.length);
  const frames = framePart(count, writer.take());
  for (let index = 0; index < count; index++) {
    frames.push(...framePart(count - 1 - index, update.subarray(index * PART_SIZE, (index + 1) * PART_SIZE)));
  }
  return frames;
};

const framePart = (remaining: number, piece: Uint8Array): Frame[] => {
  const length = 1 + varUintLength(remaining) + piece.length;
  const head = Buffer.allocUnsafe(frameHeaderLength(length) + length - piece.length);
  const position = writeFrameHeader(head, BINARY, length);
  head[position] = MessageType.part;
  writeVarUint(head, position + 1, remaining);
  return [head, asBuffer(piece)];
};

export const frameSaved = (count: number): Frame => {
  const length = 1 + varUintLength(count);
  const frame = Buffer.allocUnsafe(2 + length);
  const position = writeFrameHeader(frame, BINARY, length);
  frame[position] = MessageType.saved;
  writeVarUint(frame, position + 1, count);
  return frame;
};

export const frameRole = (role: Role): Frame => frameMessage(encodeRole(role));

export const frameTokenRequest = (): Frame => frameMessage(encodeTokenRequest());

/** An update that holds nothing: what answers a SyncStep1 where nothing is lacking. */
const EMPTY_UPDATE = Uint8Array.of(0, 0);

/** An awareness message of no entries: y-websocket's client gives a connection up after 30 s without a message. */
export const KEEP_ALIVE: Frame = frameMessage(Uint8Array.of(MessageType.awareness, 1, 0));

/** A ping of WebSocket's own, which every client answers by itself. */
export const PING: Frame = Buffer.from([0x89, 0]);
