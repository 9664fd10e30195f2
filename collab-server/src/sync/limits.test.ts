import { expect, test } from 'vitest';
import { AddressCounts, TokenBucket } from './limits.ts';

test('a bucket lets a burst through, then its rate, then a burst again after a rest', () => {
  const bucket = new TokenBucket({ burst: 10, perSecond: 100 }, 0);
  const taken = (at: number, tries: number): number =>
    Array.from({ length: tries }, () => bucket.take(1, at)).filter(Boolean).length;
  expect(taken(0, 50)).toBe(10);
  expect(taken(50, 50)).toBe(5);
  expect(taken(10_000, 50)).toBe(10);
});

test('a bucket whose clock goes back gives nothing, and goes on', () => {
  const bucket = new TokenBucket({ burst: 1, perSecond: 1 }, 5_000);
  expect(bucket.take(1, 5_000)).toBe(true);
  expect(bucket.take(1, 1_000)).toBe(false);
  expect(bucket.take(1, 2_000)).toBe(true);
});

test('what costs more than there is takes nothing', () => {
  const bucket = new TokenBucket({ burst: 10, perSecond: 1 }, 0);
  expect(bucket.take(11, 0)).toBe(false);
  expect(bucket.take(10, 0)).toBe(true);
});

test('R6: each address has its own count, given back when one leaves', () => {
  const counts = new AddressCounts(2);
  counts.add('a');
  counts.add('a');
  expect([counts.isFull('a'), counts.isFull('b')]).toEqual([true, false]);
  counts.remove('a');
  expect(counts.isFull('a')).toBe(false);
});
