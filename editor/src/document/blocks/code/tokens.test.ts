import { expect, test } from 'vitest';
import { grammarsOf } from './grammars.ts';
import { CODE_LANGUAGES, languageOf } from './languages.ts';
import { TOKEN_KINDS } from './token-kinds.ts';
import { tokensOf } from './tokens.ts';

const found = async (language: string, text: string): Promise<string[]> => {
  const tokens = await tokensOf(language, text);
  return Array.from({ length: tokens.length / 3 }, (_, i) => {
    const [start, end, kind] = tokens.subarray(i * 3, i * 3 + 3);
    return `${TOKEN_KINDS[kind ?? 0]} ${text.slice(start, end)}`;
  });
};

test('tokens say where they stand in the text', async () => {
  expect(await found('javascript', 'const a = "x"; // 1\n')).toEqual(['keyword const', 'string "x"', 'comment // 1']);
  expect(await found('python', 'def f():\n\treturn 1')).toEqual([
    'keyword def',
    'name f',
    'keyword return',
    'constant 1',
  ]);
});

test('a language within another is found too', async () => {
  expect(await found('xml', '<script>let a</script>')).toContain('keyword let');
});

test('there is a grammar for every language that can be chosen, by whatever name it is written', async () => {
  for (const { id, aliases = [] } of CODE_LANGUAGES) {
    expect((await grammarsOf(id)).has(id), id).toBe(true);
    for (const alias of aliases) expect(languageOf(alias.toUpperCase())?.id).toBe(id);
  }
  expect(CODE_LANGUAGES.length).toBeGreaterThan(20);
});

test('no two languages have one name', () => {
  const names = CODE_LANGUAGES.flatMap(({ id, aliases = [] }) => [id, ...aliases]);
  expect(new Set(names).size).toBe(names.length);
});

test('an unknown language has no tokens', async () => {
  expect(await found('klingon', 'const a')).toEqual([]);
  expect(await found('constructor', 'const a')).toEqual([]);
  expect(languageOf('__proto__')).toBeNull();
});
