import { expect, test } from 'vitest';
import { isEmoji } from '../../content/emoji.ts';
import { emojiOfCode, findEmoji, loadEmoji } from './library.ts';

const found = async (query: string): Promise<string[]> =>
  findEmoji(await loadEmoji(), query, 5).map(({ unicode }) => unicode);

test.each([
  ['smile', '😄'],
  ['thumbsup', '👍️'],
  ['tada', '🎉'],
  ['party popper', '🎉'],
  ['笑脸', '😀'],
  ['火箭', '🚀'],
  ['germany', '🇩🇪'],
])('%s finds %s', async (query, emoji) => {
  expect(await found(query)).toContain(emoji);
});

test('whose name it is comes first', async () => {
  expect((await found('heart'))[0]).toBe('❤️');
  expect((await found('rock')).slice(0, 2)).toEqual(['🪨', '🚀']);
});

test('nothing is found for words that no emoji has', async () => {
  expect(await found('qwertyuiop')).toEqual([]);
});

test('a code stands for its emoji alone', async () => {
  await loadEmoji();
  expect(emojiOfCode('rocket')).toBe('🚀');
  expect(emojiOfCode('rock')).not.toBe('🚀');
  expect(emojiOfCode('no_such_thing')).toBeUndefined();
});

test('every emoji of the library is one that a callout may have', async () => {
  const others = (await loadEmoji()).filter(({ unicode }) => !isEmoji(unicode)).map(({ unicode }) => unicode);
  expect(others).toEqual([]);
});

test('a callout has no text in place of an emoji', () => {
  for (const value of ['a', '12', '😀😀', '😀a', '<b>', '', null, '😀'.repeat(20)]) expect(isEmoji(value)).toBe(false);
});
