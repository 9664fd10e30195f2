import { MessageType, SyncType } from '@cowrite/editor/protocol';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Random } from '../harness/random.ts';
import { syncFrame } from '../harness/wire-client.ts';
import { awarenessOf, eventOf } from './hostile-frames.ts';

/** Numbers on which decoders trip: ends of 7-bit groups, of 32-bit and of exact integers. */
const EDGES = [0, 1, 2, 63, 64, 127, 128, 129, 255, 16_383, 16_384, 65_535, 2 ** 21, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
const LARGE_EDGES = [2 ** 32, 2 ** 35, 2 ** 53 - 1];
const BYTES = [0, 1, 0x7f, 0x80, 0xff];
const KINDS = 11;

const varUint = (value: number): Uint8Array => encoding.encode((encoder) => encoding.writeVarUint(encoder, value));

/** Updates as people's editing makes them: text with formats, maps, nested types, embeds, deletions, several clients. */
const honestUpdates = (random: Random): Uint8Array[] => {
  const updates: Uint8Array[] = [];
  const docs = [new Y.Doc(), new Y.Doc()];
  for (const doc of docs) doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let step = 0; step < 40; step++) {
    const doc = random.pick(docs);
    const text = doc.getText('fuzzed');
    const at = random.between(0, text.length);
    const kind = random.between(0, 7);
    if (kind <= 1) text.insert(at, random.pick(['a', 'words ', 'émoji 🙂']));
    else if (kind === 2) text.delete(0, Math.min(text.length, random.between(0, 4)));
    else if (kind === 3) text.insert(at, 'bold', { bold: true });
    else if (kind === 4) text.insertEmbed(at, { image: 'x.png' });
    else if (kind === 5)
      doc.getMap('map').set(random.pick(['a', 'b']), random.pick([1, 'x', null, true, [1, { a: 2 }]]));
    else if (kind === 6) doc.getArray('list').push([new Y.XmlElement('p'), new Uint8Array([1, 2])]);
    else for (const [from, to] of [docs, docs.toReversed()]) merge(from, to);
  }
  for (const doc of docs) updates.push(Y.encodeStateAsUpdate(doc), Y.encodeStateAsUpdateV2(doc));
  return updates;
};

const merge = (from: Y.Doc | undefined, to: Y.Doc | undefined): void => {
  if (from && to) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
};

/** Messages to start from: every type there is, honest. */
const honestMessages = (random: Random): Uint8Array[] => [
  ...honestUpdates(random).flatMap((update) => [syncFrame(SyncType.update, update), syncFrame(SyncType.step2, update)]),
  syncFrame(SyncType.step1, Uint8Array.of(0)),
  syncFrame(SyncType.step1, Y.encodeStateVectorFromUpdate(random.pick(honestUpdates(random).slice(0, 1)))),
  awarenessOf(1, { first: random.between(1, 99), state: '{"cursor":{"anchor":1},"user":{"name":"Anna"}}' }),
  awarenessOf(3, { state: 'null' }),
  eventOf('{"a":1}'),
  Uint8Array.of(MessageType.queryAwareness),
  Uint8Array.of(MessageType.token, 1, 0x61),
  Uint8Array.of(MessageType.part, 1, MessageType.sync),
  Uint8Array.of(MessageType.part, 0, SyncType.update, 2, 0, 0),
  Uint8Array.of(MessageType.saved, 1),
  Uint8Array.of(MessageType.auth, 0),
];

/** An endless source of frames that are nearly right. The same seed makes the same ones. */
export class FrameMutator {
  readonly #random: Random;
  readonly #honest: Uint8Array[];

  constructor(random: Random) {
    this.#random = random;
    this.#honest = honestMessages(random);
  }

  /** Mostly frames that decode, so that they get to the room and the log; of the others one in four hundred, which are plenty. */
  next(): Uint8Array {
    for (;;) {
      const frame = this.#mutated();
      if (decodes(frame) || this.#random.chance(1 / 400)) return frame;
    }
  }

  #mutated(): Uint8Array {
    const random = this.#random;
    let frame = random.pick(this.#honest);
    const isSync = frame[0] === MessageType.sync && frame.length > 4;
    // A mutation behind a length that no longer fits never gets further than that length: most of them keep it true.
    if (isSync && random.chance(0.8)) {
      let body = frame.subarray(2 + lengthOfVarUint(frame, 2));
      for (let hits = random.between(1, 2); hits > 0; hits--) body = this.#mutate(body);
      return syncFrame(frame[1] ?? 0, body);
    }
    for (let hits = random.between(1, 2); hits > 0; hits--) frame = this.#mutate(frame);
    return frame;
  }

  #mutate(bytes: Uint8Array): Uint8Array {
    const random = this.#random;
    const at = random.between(0, Math.max(0, bytes.length - 1));
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + 1)];
    const replaced = (...middle: readonly number[]) => Buffer.concat([before, Uint8Array.from(middle), after]);
    switch (random.between(0, 15)) {
      case 0:
        return replaced((bytes[at] ?? 0) ^ (1 << random.between(0, 7)));
      case 1:
        return replaced(random.between(0, 255));
      case 2:
        return replaced(...varUint(random.pick(EDGES)));
      case 3:
        return replaced(...varUint(random.pick(LARGE_EDGES)));
      case 4:
        return before;
      case 5:
        return Buffer.concat([bytes, Uint8Array.from({ length: random.between(1, 5) }, () => random.between(0, 255))]);
      case 6:
        return replaced(...bytes.subarray(at, at + random.between(1, 20)), bytes[at] ?? 0);
      case 7:
        return Buffer.concat([before, bytes.subarray(at + random.between(1, 8))]);
      case 8:
        // An info byte: a kind, and whether it has origins and a key.
        return replaced(random.between(0, KINDS) | (random.between(0, 7) << 5));
      case 9:
        return replaced(random.pick(BYTES));
      default:
        // A clock, a client or a length that is off by little is what decodes and is wrong.
        return replaced(((bytes[at] ?? 0) + random.pick([1, -1, 2, -2])) & 0xff);
    }
  }
}

/** Whether Yjs would take the frame's update. */
const decodes = (frame: Uint8Array): boolean => {
  if (frame[0] !== MessageType.sync || frame[1] === SyncType.step1 || frame.length < 4) return false;
  try {
    const decoder = decoding.createDecoder(frame.subarray(2));
    const update = decoding.readVarUint8Array(decoder);
    // Yjs reads on past the end and leaves bytes behind: what it writes anew is then of another length.
    const anew = Y.convertUpdateFormatV2ToV1(Y.convertUpdateFormatV1ToV2(update));
    return anew.length === update.length && !decoding.hasContent(decoder);
  } catch {
    return false;
  }
};

const lengthOfVarUint = (bytes: Uint8Array, at: number): number => {
  let length = 1;
  while (((bytes[at + length - 1] ?? 0) & 0x80) !== 0) length++;
  return length;
};
