import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fromHtml, toMarkdown } from './index.ts';

/* What other programs put on the clipboard, shortened, with the markup that is theirs; and what is read of it, told in Markdown. */

const clip = (name: string) => readFileSync(new URL(`clipboards/${name}.html`, import.meta.url), 'utf8');

test.each([
  'google-docs',
  'word',
  'word-online',
  'google-sheets',
  'excel',
  'notion',
  'github',
  'slack',
  'web-page',
  'broken',
])('%s', (name) => {
  expect(toMarkdown(fromHtml(clip(name)).blocks)).toMatchSnapshot();
});

test('Word’s pictures are files on that machine: they are named as missing', () => {
  expect(fromHtml(clip('word')).notes).toEqual([{ kind: 'picture-without-source', line: null }]);
});
