import { expect, test } from 'vitest';
import { byOrder, isIndex } from './order.ts';

test('an index is what the canvas can count on from', () => {
  for (const index of ['a0', 'a1', 'a1V', 'Zz', 'b00', 'zzzzzzzzzzzzzzzzzzzzzzzzzzz', `A${'0'.repeat(25)}1`]) {
    expect(isIndex(index), index).toBe(true);
  }
  for (const index of [
    '',
    'a',
    'a10',
    'b0',
    '0',
    '-',
    'a1 ',
    'a1é',
    'a1\n',
    `A${'0'.repeat(26)}`,
    `a1${'z'.repeat(5000)}`,
    7,
    null,
  ]) {
    expect(isIndex(index), String(index)).toBe(false);
  }
});

test('two elements in one place have the same order for everybody', () => {
  const elements = [
    { index: 'a1', id: 'b' },
    { index: 'a0', id: 'z' },
    { index: 'a1', id: 'B' },
    { index: 'Zz', id: 'a' },
  ];
  const order = ['a', 'z', 'B', 'b'];
  expect([...elements].sort(byOrder).map(({ id }) => id)).toEqual(order);
  expect(
    [...elements]
      .reverse()
      .sort(byOrder)
      .map(({ id }) => id),
  ).toEqual(order);
});
