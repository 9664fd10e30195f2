import { expect, test } from 'vitest';
import { findTrigger } from './trigger.ts';

const SLASH = { characters: '/、', spaces: true };
const COLON = { characters: ':' };

test('a trigger opens where a word begins, and what follows is the query', () => {
  expect(findTrigger(SLASH, '/')).toEqual({ start: 0, query: '' });
  expect(findTrigger(SLASH, 'write /head')).toEqual({ start: 6, query: 'head' });
  expect(findTrigger(SLASH, '(/head')).toEqual({ start: 1, query: 'head' });
});

test('within a word or an address it is only a character', () => {
  for (const text of ['and/or', 'https://example.org', '12:30']) {
    expect(findTrigger(SLASH, text)).toBeNull();
    expect(findTrigger(COLON, text)).toBeNull();
  }
});

test('a query has spaces only where names do, and never begins with one', () => {
  expect(findTrigger(SLASH, '/heading 1')).toEqual({ start: 0, query: 'heading 1' });
  expect(findTrigger(SLASH, '/ heading')).toBeNull();
  expect(findTrigger(SLASH, '/heading  1')).toBeNull();
  expect(findTrigger(COLON, ':smile you')).toBeNull();
});

test('text without spaces has words everywhere, where a comma stays a comma', () => {
  expect(findTrigger(SLASH, '中文/标题')).toEqual({ start: 2, query: '标题' });
  expect(findTrigger(SLASH, '、标题')).toEqual({ start: 0, query: '标题' });
  expect(findTrigger(SLASH, '苹果、梨')).toBeNull();
});

test('behind an emoji a word begins', () => {
  for (const emoji of ['😄', '❤️', '👍🏽', '🇫🇷', '👩‍🚀', '1️⃣']) {
    expect(findTrigger(COLON, `${emoji}:heart`)).toEqual({ start: emoji.length, query: 'heart' });
  }
});

test('the nearest of several counts, and a long text behind one is no query', () => {
  expect(findTrigger(SLASH, '/one /two')).toEqual({ start: 5, query: 'two' });
  expect(findTrigger(SLASH, `/${'a'.repeat(41)}`)).toBeNull();
});
