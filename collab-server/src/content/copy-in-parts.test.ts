import { expect, test } from 'vitest';
import { copyInParts, inParts, needsParts } from './copy-in-parts.ts';

const MB = 1024 * 1024;
const filled = (length: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length }, (_, at) => at % 251);

test('a copy has the same bytes, on a buffer of its own', async () => {
  for (const length of [0, 1, MB, MB + 1, 3 * MB + 7]) {
    const bytes = filled(length + 2).subarray(1, length + 1);
    const copy = await copyInParts(bytes);
    expect(Buffer.compare(copy, bytes)).toBe(0);
    expect(copy.buffer.byteLength).toBe(length);
  }
});

test('others have their turn meanwhile', async () => {
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await copyInParts(new Uint8Array(8 * MB));
  isDone = true;
  expect(turns).toBeGreaterThanOrEqual(7);
});

test('of an input, large bytes are copied and handed over; the rest is as it was', async () => {
  const [large, given, small] = [filled(2 * MB), filled(2 * MB), filled(9)];
  const input = { seq: 4, state: null, calls: [{ name: 'text' }], updates: [small, large], given };
  const transfer = [given.buffer];
  expect(needsParts(input, transfer)).toBe(true);
  const copied = await inParts(input, transfer);
  const [, copy] = copied.input.updates;
  expect(copied.input).toMatchObject({ seq: 4, state: null, calls: [{ name: 'text' }] });
  expect(copy === large).toBe(false);
  expect(copy && Buffer.compare(copy, large)).toBe(0);
  expect(copied.input.given).toBe(given);
  expect(copied.input.updates[0]).toBe(small);
  expect(copied.transfer.map((buffer) => buffer === given.buffer || buffer === copy?.buffer)).toEqual([true, true]);
  expect(needsParts(copied.input, copied.transfer)).toBe(false);
});

test('an input without large bytes is sent as it is', () => {
  const given = filled(2 * MB);
  expect(needsParts({ pieces: [given] }, [given.buffer])).toBe(false);
  expect(needsParts({ state: filled(MB), names: new Map([['a', 1]]), note: null }, [])).toBe(false);
});
