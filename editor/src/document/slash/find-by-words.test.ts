import { expect, test } from 'vitest';
import { findByWords, type Words } from './find-by-words.ts';

const WORDS: readonly Words[] = [
  ['Text', 'plain', '正文'],
  ['Heading 1', 'h1', '标题', 'biaoti'],
  ['Heading 2', 'h2', '标题', 'biaoti'],
  ['Bulleted list', 'ul', '列表'],
  ['Numbered list', 'ol', '列表'],
];
const find = (query: string) => findByWords(WORDS, query, (words) => words).map(([label]) => label);

test('without a query everything is offered, in its order', () => {
  expect(find('')).toEqual(WORDS.map(([label]) => label));
});

test('a label is found by its beginning and by its words, whatever their case', () => {
  expect(find('HEAD')).toEqual(['Heading 1', 'Heading 2']);
  expect(find('heading 2')).toEqual(['Heading 2']);
  expect(find('list')).toEqual(['Bulleted list', 'Numbered list']);
});

test('so is it by other words, in the other language too', () => {
  expect(find('h2')).toEqual(['Heading 2']);
  expect(find('标题')).toEqual(['Heading 1', 'Heading 2']);
  expect(find('biao')).toEqual(['Heading 1', 'Heading 2']);
});

test('a label that begins so comes before one that merely holds it', () => {
  expect(findByWords([['Plain text'], ['Text']], 'text', (words) => words)).toEqual([['Text'], ['Plain text']]);
});

test('what fits nothing finds nothing', () => {
  expect(find('xyz')).toEqual([]);
});
