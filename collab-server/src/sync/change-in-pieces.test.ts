import { SyncType } from '@cowrite/editor/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { syncMessage } from '../testing/wire-client.ts';
import { MalformedError } from './byte-reader.ts';
import { changeInPieces } from './change-in-pieces.ts';

const update = Uint8Array.from({ length: 300 }, (_, index) => index & 255);

const cut = (message: Uint8Array, places: readonly number[]): Uint8Array[] => {
  const ends = [...new Set([...places.filter((place) => place < message.length), message.length])].sort(
    (a, b) => a - b,
  );
  return ends.map((end, index) => message.slice(ends[index - 1] ?? 0, end));
};

test('W9: wherever a message was cut, its update comes out', () => {
  const places = fc.array(fc.integer({ min: 1, max: 310 }), { maxLength: 20 });
  fc.assert(
    fc.property(places, fc.constantFrom(SyncType.step2, SyncType.update), (cuts, type) => {
      const change = changeInPieces(cut(syncMessage(type, update), cuts));
      expect(change?.isAnswer).toBe(type === SyncType.step2);
      expect(Buffer.concat(change?.update ?? [])).toEqual(Buffer.from(update));
    }),
  );
});

test('a length that is not that of the bytes is refused', () => {
  const message = syncMessage(SyncType.update, update);
  expect(() => changeInPieces([message.slice(0, 100), message.slice(100, -1)])).toThrow(MalformedError);
  expect(() => changeInPieces([message, Uint8Array.of(0)])).toThrow(MalformedError);
});

test('what is no change, or comes in crumbs, is left to be put together', () => {
  expect(changeInPieces(cut(syncMessage(SyncType.step1, update), [100]))).toBeNull();
  expect(changeInPieces([Uint8Array.of(1, 0)])).toBeNull();
  const crumbs = syncMessage(SyncType.update, new Uint8Array(2000));
  expect(changeInPieces(Array.from(crumbs, (byte) => Uint8Array.of(byte)))).toBeNull();
});
