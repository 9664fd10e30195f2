import { MessageType, SyncType } from '@cowrite/editor/protocol';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { syncFrame } from '../harness/wire-client.ts';

type Write = (encoder: encoding.Encoder) => void;

const encode = (write: Write): Uint8Array => encoding.encode(write);
const uints = (encoder: encoding.Encoder, ...values: readonly number[]): void => {
  for (const value of values) encoding.writeVarUint(encoder, value);
};
const update = (write: Write): Uint8Array => syncFrame(SyncType.update, encode(write));

const ROOT_PARENT = 1;
const NO_DELETIONS = 0;
/** One struct of client 7 at clock 0 in the root type `t`, of content `kind`, which `write` writes. */
const oneStruct = (kind: number, write: Write): Uint8Array =>
  update((encoder) => {
    uints(encoder, 1, 1, 7, 0);
    encoding.writeUint8(encoder, kind);
    uints(encoder, ROOT_PARENT);
    encoding.writeVarString(encoder, 't');
    write(encoder);
    uints(encoder, NO_DELETIONS);
  });

const HUGE = 2 ** 31 - 1;
const ANY_ARRAY = 117;

/** Small updates that promise, or make a naive reader build, far more than they are. */
export const updateBombs: Readonly<Record<string, Uint8Array>> = {
  'eight bytes that promise 268 million structs': syncFrame(
    SyncType.update,
    Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0x7f, 0x01, 0x00, 0x04),
  ),
  'two thousand million clients': update((encoder) => uints(encoder, HUGE, 1, 7, 0)),
  'a text of two gigabytes': oneStruct(4, (encoder) => uints(encoder, HUGE)),
  'bytes of two gigabytes': oneStruct(3, (encoder) => uints(encoder, HUGE)),
  'two thousand million values': oneStruct(8, (encoder) => uints(encoder, HUGE)),
  'two thousand million JSON values': oneStruct(2, (encoder) => uints(encoder, HUGE)),
  'an array of two thousand million': oneStruct(8, (encoder) => {
    uints(encoder, 1);
    encoding.writeUint8(encoder, ANY_ARRAY);
    uints(encoder, HUGE);
  }),
  'arrays in arrays, fifty thousand deep': oneStruct(8, (encoder) => {
    uints(encoder, 1);
    for (let depth = 0; depth < 50_000; depth++) encoding.writeUint8Array(encoder, Uint8Array.of(ANY_ARRAY, 1));
    encoding.writeUint8(encoder, 126);
  }),
  'an embed nested so deep that whoever writes it anew runs out of stack': oneStruct(5, (encoder) =>
    encoding.writeVarString(encoder, `${'['.repeat(8_000)}${']'.repeat(8_000)}`),
  ),
  'two thousand million deletions': update((encoder) => uints(encoder, 0, 1, 7, HUGE)),
  'two thousand million clients that delete': update((encoder) => uints(encoder, 0, HUGE, 7, 1)),
  'a text in the second encoding': syncFrame(
    SyncType.update,
    (() => {
      const doc = new Y.Doc();
      doc.getText('text').insert(0, 'a sentence');
      return Y.encodeStateAsUpdateV2(doc);
    })(),
  ),
  'a bomb in the second encoding': syncFrame(
    SyncType.update,
    Uint8Array.of(0, 0, 3, 0xbf, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0),
  ),
};

/** An update that builds on what nobody has, 19 bytes with its frame around it. */
export const missingDependency = (client: number): Uint8Array =>
  update((encoder) => {
    uints(encoder, 1, 1, client, 5);
    encoding.writeUint8(encoder, 0x84);
    uints(encoder, 8, 3);
    encoding.writeVarString(encoder, 'a');
    uints(encoder, NO_DELETIONS);
  });

/** An update of a GC struct of each of many clients: a section each, for whoever keeps account of them. */
export const manyClients = (clients: number, clock: number): Uint8Array =>
  encode((encoder) => {
    uints(encoder, clients);
    for (let client = 1; client <= clients; client++) {
      uints(encoder, 1, client, clock);
      encoding.writeUint8(encoder, 0);
      uints(encoder, 1);
    }
    uints(encoder, NO_DELETIONS);
  });

export const emptyUpdate = syncFrame(SyncType.update, Uint8Array.of(0, 0));

/** A SyncStep1 of one who knows `clients` clients that nobody else knows. */
export const wideQuestion = (clients: number): Uint8Array =>
  syncFrame(
    SyncType.step1,
    encode((encoder) => {
      uints(encoder, clients);
      for (let client = 0; client < clients; client++) uints(encoder, 1_000_000 + client, 1);
    }),
  );

export const queryAwareness = Uint8Array.of(MessageType.queryAwareness);

/** An awareness message of `count` clients from `first` on, all in the same state. */
export const awarenessOf = (count: number, { first = 1, clock = 1, state = '{}' } = {}): Uint8Array =>
  encode((encoder) => {
    uints(encoder, MessageType.awareness);
    encoding.writeVarUint8Array(
      encoder,
      encode((inner) => {
        uints(inner, count);
        for (let client = first; client < first + count; client++) {
          uints(inner, client, clock);
          encoding.writeVarString(inner, state);
        }
      }),
    );
  });

export const eventOf = (data: string): Uint8Array =>
  encode((encoder) => {
    uints(encoder, MessageType.event);
    encoding.writeVarString(encoder, 'shout');
    encoding.writeVarString(encoder, data);
  });
