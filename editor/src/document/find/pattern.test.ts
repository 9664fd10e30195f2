import { describe, expect, test } from 'vitest';
import { matchesIn, patternOf, type Query, replacementOf } from './pattern.ts';

const find = (text: string, query: Partial<Query> & { readonly text: string }): string[] => {
  const pattern = patternOf({ matchCase: false, wholeWord: false, isRegex: false, ...query });
  return pattern ? matchesIn(text, pattern, false).map(({ from, to }) => text.slice(from, to)) : [];
};

describe('what is found', () => {
  test.each([
    ['in either case', 'One one ONE', { text: 'one' }, ['One', 'one', 'ONE']],
    ['in this case alone', 'One one', { text: 'one', matchCase: true }, ['one']],
    ['letters with marks, in either case', 'ÉTÉ été', { text: 'été' }, ['ÉTÉ', 'été']],
    ['signs that mean something to a pattern', 'a.c abc (a.c)* [x] a/b', { text: '.c)*' }, ['.c)*']],
    ['quotation marks as typography has them', "it’s it's “so”", { text: "it's" }, ['it’s', "it's"]],
    ['a space that doesn’t break', 'a\u00a0b a b', { text: 'a b' }, ['a\u00a0b', 'a b']],
    ['whole words', 'cat concat cat’s cats cat_ Cat', { text: 'cat', wholeWord: true }, ['cat', 'cat', 'Cat']],
    ['whole words beside Chinese', 'API文档 apis', { text: 'api', wholeWord: true }, ['API']],
    ['Chinese, of which a word can’t be told', '我喜欢咖啡', { text: '喜欢', wholeWord: true }, ['喜欢']],
    ['emoji, not half of one', '😀😁', { text: '😀' }, ['😀']],
    ['a regular expression', 'a1 b22', { text: '[a-z]\\d+', isRegex: true }, ['a1', 'b22']],
    [
      'a regular expression of whole words',
      'cat cats',
      { text: 'cats?|dog', isRegex: true, wholeWord: true },
      ['cat', 'cats'],
    ],
    ['nothing of no length', 'aab', { text: 'b*', isRegex: true }, ['b']],
    ['nothing where nothing is looked for', 'abc', { text: '' }, []],
  ])('%s', (_, text, query, found) => {
    expect(find(text, query)).toEqual(found);
  });

  test.each(['(', 'a)(b', '[', '*', '\\'])('a regular expression that is none throws: %s', (text) => {
    expect(() => patternOf({ text, matchCase: false, wholeWord: true, isRegex: true })).toThrow(SyntaxError);
  });
});

test('a replacement names what was found', () => {
  const pattern = patternOf({ text: '(?<day>\\d+)\\.(\\d+)?', matchCase: false, wholeWord: false, isRegex: true });
  const [match] = pattern ? matchesIn('on 24.12', pattern, true) : [];
  expect(match && replacementOf(match, '$2/$1 $<day> $& $$1 $3 $<none> $0')).toBe('12/24 24 24.12 $1 $3  $0');
  expect(replacementOf({ from: 0, to: 1 }, '$1 $&')).toBe('$1 $&');
});
