// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { COLORS, cleanName, colorFor, NAME_LIMIT, nameFor, parseIdentity } from './identity.ts';

const parse = (stored: string | null) =>
  parseIdentity(
    stored,
    (id) => `Guest ${id}`,
    () => 'fresh-id',
  );

test('what was kept comes back', () => {
  const kept = { id: 'abcdef123456', name: 'Ada', color: COLORS[3] };
  expect(parse(JSON.stringify(kept))).toEqual(kept);
});

test.each([null, '', 'null', '[]', '7', '{', '{"id":7,"name":{},"color":"red"}', '{"id":"<b>"}'])(
  'from %j a fresh one is made',
  (stored) => {
    expect(parse(stored)).toEqual({ id: 'fresh-id', name: 'Guest fresh-id', color: colorFor('fresh-id') });
  },
);

test('colour and first name stay with the id, and differ between ids', () => {
  expect(colorFor('a')).toBe(colorFor('a'));
  const ids = Array.from({ length: 200 }, (_, index) => `person-${index}`);
  expect(new Set(ids.map(colorFor)).size).toBe(COLORS.length);
  const names = ids.map((id) =>
    nameFor(id, ['Calm', 'Bold', 'Kind', 'Swift'], ['Otter', 'Fox', 'Hare', 'Wren']).join(' '),
  );
  expect(new Set(names).size).toBe(16);
});

test('a name is one line of bounded length, and whole characters', () => {
  expect(cleanName('  Ada \n Lovelace\u0000 ')).toBe('Ada Lovelace');
  expect([...cleanName('🦊'.repeat(100))]).toHaveLength(NAME_LIMIT);
});
