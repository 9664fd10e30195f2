import { expect, test } from 'vitest';
import { MalformedError } from '../sync/byte-reader.ts';
import { decodeMessage, encodeMessage, type PeerMessage } from './messages.ts';
import { parseOrder } from './orders.ts';

const messages: PeerMessage[] = [
  { kind: 'row', seq: 2 ** 40, user: 'ann 🙂', update: Uint8Array.of(1, 2, 3) },
  { kind: 'row', seq: 1, user: null, update: new Uint8Array(70_000).fill(7) },
  { kind: 'row', seq: 1, user: '', update: new Uint8Array() },
  { kind: 'seq', seq: 5 },
  { kind: 'compacted', seq: 0 },
  { kind: 'awareness', states: [] },
  {
    kind: 'awareness',
    states: [
      { user: null, update: Uint8Array.of(0) },
      { user: 'ben', update: Uint8Array.of(1, 2) },
    ],
  },
  { kind: 'presence' },
  { kind: 'event', message: Uint8Array.of(102, 1) },
  { kind: 'eventOfOne', user: 'ann', message: Uint8Array.of(102, 2) },
  { kind: 'eventOfOne', user: null, message: Uint8Array.of(102, 3) },
  { kind: 'order', json: '{"order":"recheckUser","user":"ann"}' },
];

test.each(messages)('$kind is read as it was written', (message) => {
  const heard = decodeMessage(encodeMessage('node 1', message));
  expect(heard?.node).toBe('node 1');
  // Which makes plain arrays of bytes of views of a Buffer.
  expect(structuredClone(heard?.message)).toEqual(message);
});

test('what another version says is passed over', () => {
  const bytes = encodeMessage('node', { kind: 'presence' });
  expect(decodeMessage(Uint8Array.from([9, ...bytes.subarray(1)]))).toBeNull();
  expect(decodeMessage(Uint8Array.from([1, 99, ...bytes.subarray(2)]))).toBeNull();
  expect(parseOrder('{"order":"dance"}')).toBeNull();
  expect(parseOrder('{"order":"evict","documentId":"d","code":1,"reason":""}')).toBeNull();
  expect(parseOrder('no JSON')).toBeNull();
});

test('a message that was cut short is no message', () => {
  const bytes = encodeMessage('node', { kind: 'row', seq: 300, user: 'ann', update: Uint8Array.of(1, 2, 3) });
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeMessage(bytes.subarray(0, length)), `${length} bytes`).toThrow(MalformedError);
  }
});
