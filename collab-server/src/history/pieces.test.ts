import { expect, test } from 'vitest';
import { cutState, joinState } from './pieces.ts';

const bytesOf = (length: number, seed = 1): Uint8Array => {
  let value = seed;
  return Uint8Array.from({ length }, () => {
    value = (Math.imul(value, 1664525) + 1013904223) >>> 0;
    return value >>> 24;
  });
};

const keys = (state: Uint8Array): string[] => cutState(state).hashes.map((hash) => Buffer.from(hash).toString('hex'));

test('pieces make the state that was cut into them, whatever its size', () => {
  for (const length of [0, 1, 2047, 2048, 2049, 300_000]) {
    const state = bytesOf(length);
    expect(Buffer.compare(joinState(cutState(state).pieces), state)).toBe(0);
  }
});

test('something written in the midst of a state leaves most of its pieces as they were', () => {
  const state = bytesOf(500_000);
  const changed = new Uint8Array([...state.subarray(0, 200_000), 1, 2, 3, ...state.subarray(200_000)]);
  const before = new Set(keys(state));
  const after = keys(changed);
  expect(before.size).toBeGreaterThan(40);
  expect(after.filter((key) => !before.has(key)).length).toBeLessThan(4);
});
