import { CloseCode, MessageType, SyncType } from '@cowrite/editor/protocol';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { syncFrame } from './wire-client.ts';

export interface BadFrame {
  readonly what: string;
  readonly frame: Uint8Array | string;
  /** The code that its session must be closed with. */
  readonly code: number;
}

/** More than the 32 MiB that a frame may have. */
const OVERSIZED = 33 * 1024 * 1024;
/** WebSocket's own code for a message that is too big: the frame is refused before a message is read of it. */
const TOO_BIG = 1009;
const HUGE_VARINT = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];

const message = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);

const awareness = (payload: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MessageType.awareness);
    encoding.writeVarUint8Array(encoder, payload);
  });

const someUpdate = (encode: (doc: Y.Doc) => Uint8Array): Uint8Array => {
  const doc = new Y.Doc();
  doc.getText('text').insert(0, 'a sentence that is never whole');
  return encode(doc);
};

const update = someUpdate((doc) => Y.encodeStateAsUpdate(doc));
const updateFrame = syncFrame(SyncType.update, update);

const malformed: Readonly<Record<string, Uint8Array | string>> = {
  'an empty frame': message(),
  'a text frame': 'hello',
  'an unknown message type': message(42, 1, 2, 3),
  'an unknown sync type': syncFrame(7, update),
  'a message that only servers send': message(MessageType.saved, 1),
  'a type that is an endless number': message(...HUGE_VARINT),
  'a sync message without its body': message(MessageType.sync),
  'a length beyond the end of the frame': message(MessageType.sync, SyncType.update, 200, 1, 2),
  'a length that is an endless number': message(MessageType.sync, SyncType.update, ...HUGE_VARINT),
  'an update cut short': updateFrame.subarray(0, -5),
  'a whole frame around an update cut short': syncFrame(SyncType.update, update.subarray(0, -5)),
  'an update with bytes behind it': syncFrame(SyncType.update, Uint8Array.from([...update, 1, 2, 3])),
  'a frame with bytes behind its message': Uint8Array.from([...updateFrame, 0]),
  'an update of a thousand million structs': syncFrame(SyncType.update, message(1, 0x80, 0xa8, 0xd6, 0xb9, 7, 5, 0)),
  'a SyncStep2 that is no update': syncFrame(SyncType.step2, message(9, 9, 9, 9)),
  'an update in the second encoding': syncFrame(
    SyncType.update,
    someUpdate((doc) => Y.encodeStateAsUpdateV2(doc)),
  ),
  'a state vector cut short': syncFrame(SyncType.step1, message(3, 1)),
  'an awareness message without its body': message(MessageType.awareness),
  'an awareness state cut short': awareness(message(1, 5, 1, 40, 123)),
  'an awareness message of a thousand million states': awareness(message(0x80, 0xa8, 0xd6, 0xb9, 7, 1)),
  'an awareness state that is not JSON': awareness(message(1, 5, 1, 3, 123, 123, 123)),
  'a part that says nothing of what follows': message(MessageType.part),
  'a part of an impossible number of parts': message(MessageType.part, ...HUGE_VARINT, 1),
};

/** Frames that no client sends. */
export const badFrames = (): BadFrame[] => [
  ...Object.entries(malformed).map(([what, frame]) => ({ what, frame, code: CloseCode.badFrame })),
  { what: 'an oversized frame', frame: new Uint8Array(OVERSIZED), code: TOO_BIG },
];

/** As they stand in a URL's path, each percent-encoded by hand: ids that name no document. */
export const badDocumentIds: Readonly<Record<string, string>> = {
  'a way to a parent folder': '..%2f..%2fetc%2fpasswd',
  'a leading dot': '.hidden',
  'a space': 'two%20words',
  'a NUL': 'a%00b',
  'a quote': '%22%27%3b--',
  'a line break': 'a%0d%0ab',
  'a letter beyond ASCII': '%C3%A9',
  'a broken escape': '%E0%A4%A',
  'the prototype': '__proto__',
  'one letter too many': 'a'.repeat(129),
  'ten thousand letters': 'a'.repeat(10_000),
};
