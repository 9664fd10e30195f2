import { ByteReader } from '../sync/byte-reader.ts';
import { ByteWriter } from '../sync/byte-writer.ts';
import type { SpokenStates, ToldRow } from '../sync/room-link.ts';

/** Its first byte, so that nodes of two versions can tell what they don't understand. */
const VERSION = 1;

const kinds = { row: 0, seq: 1, awareness: 2, presence: 3, event: 4, order: 5, compacted: 6, eventOfOne: 7 } as const;

/** What one node tells another, of one document unless it is an order. */
export type PeerMessage =
  | ({ readonly kind: 'row' } & ToldRow)
  /** A row that is too large to be sent along. */
  | { readonly kind: 'seq'; readonly seq: number }
  | { readonly kind: 'awareness'; readonly states: readonly SpokenStates[] }
  | { readonly kind: 'presence' }
  | { readonly kind: 'event'; readonly message: Uint8Array }
  /** An event for the sessions of one user alone; null where nobody is told apart. */
  | { readonly kind: 'eventOfOne'; readonly user: string | null; readonly message: Uint8Array }
  /** The log up to there is a snapshot now. */
  | { readonly kind: 'compacted'; readonly seq: number }
  | { readonly kind: 'order'; readonly json: string };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const writeUser = (writer: ByteWriter, user: string | null): void => {
  const bytes = user === null ? null : encoder.encode(user);
  writer.varUint(bytes === null ? 0 : bytes.length + 1);
  if (bytes) writer.copy(bytes);
};

const readUser = (reader: ByteReader): string | null => {
  const length = reader.varUint();
  if (length === 0) return null;
  const from = reader.position;
  reader.skip(length - 1);
  return decoder.decode(reader.bytes.subarray(from, reader.position));
};

/** `node` is the sender's name. */
export const encodeMessage = (node: string, message: PeerMessage): Uint8Array => {
  const writer = new ByteWriter();
  writer.byte(VERSION);
  writer.byte(kinds[message.kind]);
  writer.varBytes(encoder.encode(node));
  switch (message.kind) {
    case 'row':
      writer.varUint(message.seq);
      writeUser(writer, message.user);
      writer.varBytes(message.update);
      break;
    case 'seq':
    case 'compacted':
      writer.varUint(message.seq);
      break;
    case 'awareness':
      writer.varUint(message.states.length);
      for (const { user, update } of message.states) {
        writeUser(writer, user);
        writer.varBytes(update);
      }
      break;
    case 'event':
      writer.varBytes(message.message);
      break;
    case 'eventOfOne':
      writeUser(writer, message.user);
      writer.varBytes(message.message);
      break;
    case 'order':
      writer.varBytes(encoder.encode(message.json));
      break;
    case 'presence':
      break;
  }
  return writer.take();
};

/** Null for a message of another version. Throws `MalformedError`. */
export const decodeMessage = (bytes: Uint8Array): { node: string; message: PeerMessage } | null => {
  const reader = new ByteReader(bytes);
  if (reader.byte() !== VERSION) return null;
  const kind = reader.byte();
  const node = decoder.decode(reader.varBytes());
  const message = readMessage(reader, kind);
  return message && { node, message };
};

const readMessage = (reader: ByteReader, kind: number): PeerMessage | null => {
  switch (kind) {
    case kinds.row:
      return { kind: 'row', seq: reader.varUint(), user: readUser(reader), update: reader.varBytes() };
    case kinds.seq:
      return { kind: 'seq', seq: reader.varUint() };
    case kinds.compacted:
      return { kind: 'compacted', seq: reader.varUint() };
    case kinds.awareness: {
      const states: SpokenStates[] = [];
      for (let left = reader.varUint(); left > 0; left--)
        states.push({ user: readUser(reader), update: reader.varBytes() });
      return { kind: 'awareness', states };
    }
    case kinds.presence:
      return { kind: 'presence' };
    case kinds.event:
      return { kind: 'event', message: reader.varBytes() };
    case kinds.eventOfOne:
      return { kind: 'eventOfOne', user: readUser(reader), message: reader.varBytes() };
    case kinds.order:
      return { kind: 'order', json: decoder.decode(reader.varBytes()) };
    default:
      return null;
  }
};
