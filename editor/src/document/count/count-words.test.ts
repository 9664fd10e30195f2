import { expect, test } from 'vitest';
import { countWords, readingMinutes } from './count-words.ts';

test.each([
  ['', 0, 0],
  ['Hello, world!', 2, 13],
  ['don’t e-mail 3.5 or 1,000 people', 6, 32],
  ['  spaces   count as characters  ', 4, 32],
  ['— … !? 👍', 0, 8],
  ['café cafe\u0301', 2, 9],
  ['👩‍👩‍👧 family', 1, 8],
  ['我喜欢喝咖啡', 4, 6],
  ['我们用 cowrite 写。', 4, 14],
  ['これは日本語です', 4, 8],
  ['สวัสดีครับ', 2, 7],
  ['مرحبا بالعالم', 2, 13],
  ['שלום עולם', 2, 9],
])('%j is %i words and %i characters', (text, words, characters) => {
  expect(countWords(text)).toEqual({ words, characters });
});

test('reading takes a minute at least, unless there is nothing to read', () => {
  expect([0, 1, 230, 1_000].map(readingMinutes)).toEqual([0, 1, 1, 4]);
});
