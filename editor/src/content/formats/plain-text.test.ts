import { expect, test } from 'vitest';
import { fileFormats } from './index.ts';
import { linesOf } from './plain-text.ts';

const text = fileFormats.find(({ id }) => id === 'text');
const wordsOf = (words: string) =>
  [...(text?.read(words) ?? [])].flatMap(({ blocks }) =>
    blocks.map(({ children = [] }) =>
      children.map(({ type, text: said }) => (type === 'linebreak' ? '\n' : said)).join(''),
    ),
  );

test('an empty line ends a paragraph of a text, any other end of a line is one in it', () => {
  expect(wordsOf('a\nb\r\n\r\nc\n')).toEqual(['a\nb', 'c']);
});

test('what has hundreds of lines and no empty one is no paragraph: each line is one', () => {
  const log = Array.from({ length: 300 }, (_, i) => `line ${i}`);
  expect(wordsOf(`a\nb\n\n${log.join('\n')}\n\nc`)).toEqual(['a\nb', ...log, 'c']);
});

test('of lines none is lost, empty ones included', () => {
  expect(linesOf('a\r\n\n\tb\n').map(({ children = [] }) => children.length)).toEqual([1, 0, 2, 0]);
});
