import { expect, test } from 'vitest';
import { matchesTitle } from './titles.ts';

test('every word counts, in any order, without case or accents', () => {
  expect(matchesTitle('Résumé of the Board', 'board resume')).toBe(true);
  expect(matchesTitle('会议记录 十一月', '十一月')).toBe(true);
  expect(matchesTitle('Weekly notes', 'weekly plan')).toBe(false);
});

test('an empty query matches all', () => {
  expect(matchesTitle('', '')).toBe(true);
  expect(matchesTitle('Anything', '   ')).toBe(true);
});
