import { expect, test } from 'vitest';
import { requireJson } from './json-guard.ts';

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const check = (text: string) => () => requireJson(new TextEncoder().encode(text));

test.each(['{"a":[1,{"b":null}]}', '"[[[["', `"${'[{'.repeat(500)}"`, `{"\\"${'['.repeat(500)}":1}`, nested(100)])(
  'takes %s',
  (text) => expect(check(text)).not.toThrow(),
);

test('R2: refuses what is nested so deep that a receiver would run out of stack', () => {
  expect(check(nested(101))).toThrow('nested too deep');
  expect(check(`{"a":${nested(30_000)}}`)).toThrow('nested too deep');
  expect(check('["a",'.repeat(200))).toThrow('nested too deep');
});

test.each(['', '{', '{{', 'undefined', '{"a":1}x', '"'])('R2: refuses %j, which is no JSON', (text) => {
  expect(check(text)).toThrow('not JSON');
});

test('R2: refuses what is no UTF-8', () => {
  expect(() => requireJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow('not JSON');
});
