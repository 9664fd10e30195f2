import { expect, test } from 'vitest';
import { EXCEL, GOOGLE_DOCS, GOOGLE_SHEETS, NOTION, OUTLOOK_BROKEN, WEB_PAGE, WORD } from './clipboards.test.kit.ts';
import { fromHtml, toMarkdown } from './index.ts';

/* Told in Markdown, which says all that matters here. */

const read = (html: string) => toMarkdown(fromHtml(html).blocks);

test('Google Docs', () => {
  expect(read(GOOGLE_DOCS)).toMatchSnapshot();
});

test('Word', () => {
  expect(read(WORD)).toMatchSnapshot();
});

test('Word’s pictures are files on that machine: they are named as missing', () => {
  expect(fromHtml(WORD).notes).toEqual([{ kind: 'picture-without-source', line: null }]);
});

test('Google Sheets', () => {
  expect(read(GOOGLE_SHEETS)).toMatchSnapshot();
});

test('Excel', () => {
  expect(read(EXCEL)).toMatchSnapshot();
});

test('Notion', () => {
  expect(read(NOTION)).toMatchSnapshot();
});

test('a web page', () => {
  expect(read(WEB_PAGE)).toMatchSnapshot();
});

test('HTML with tags that are crossed, missing and too many', () => {
  expect(read(OUTLOOK_BROKEN)).toMatchSnapshot();
});
