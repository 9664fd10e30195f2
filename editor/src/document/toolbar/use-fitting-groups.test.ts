import { expect, test } from 'vitest';
import { fittingGroups } from './use-fitting-groups.ts';

const sizes = [2, 6, 3, 3];
const all = 136 + 14 * 34 + 4 * 9;

test('all groups show where there is room for all, without a button for the rest', () => {
  expect(fittingGroups(sizes, all)).toBe(4);
  expect(fittingGroups(sizes, Number.POSITIVE_INFINITY)).toBe(4);
});

test('a pixel less and the last group makes way, for the button too', () => {
  expect(fittingGroups(sizes, all - 1)).toBe(3);
  const three = 136 + 11 * 34 + 3 * 9;
  expect(fittingGroups(sizes, three + 34)).toBe(3);
  expect(fittingGroups(sizes, three + 33)).toBe(2);
});

test('all tools of a document that can be commented on fit over its column', () => {
  expect(fittingGroups([2, 8, 3, 3], 720)).toBe(4);
});

test('undo and redo always show', () => {
  expect(fittingGroups(sizes, 0)).toBe(1);
});
