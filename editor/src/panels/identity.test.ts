// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { colorApart, SINCE } from './color-apart.ts';
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

interface Here {
  readonly client: number;
  readonly id: string;
  readonly since: number;
  color: string;
}

/** Lets everybody look at everybody, over and over, until nobody's colour changes; returns how often one did. */
const settle = (here: readonly Here[]): number => {
  let changes = 0;
  for (let round = 0; round < 20; round += 1) {
    const before = changes;
    for (const own of here) {
      const states = new Map(
        here.map(({ client, id, since, color }) => [client, { user: { id, name: id, color }, [SINCE]: since }]),
      );
      const next = colorApart(states, own);
      if (next !== own.color) changes += 1;
      own.color = next;
    }
    if (changes === before) return changes;
  }
  throw new Error('they never settle');
};

const arrive = (count: number, color: string): Here[] =>
  Array.from({ length: count }, (_, index) => ({ client: 900 - index, id: `p${index}`, since: 1000 + index, color }));

test('of people in one colour each gets one of their own, and whoever was here before keeps theirs', () => {
  const here = arrive(COLORS.length, COLORS[3]);
  for (let count = 1; count <= here.length; count += 1) {
    const before = here.slice(0, count - 1).map(({ color }) => color);
    settle(here.slice(0, count));
    expect(here.slice(0, count - 1).map(({ color }) => color)).toEqual(before);
    expect(new Set(here.slice(0, count).map(({ color }) => color)).size).toBe(count);
  }
  // Who goes changes nothing for those who stay, and there are no more colours than these.
  expect(settle(here.slice(1))).toBe(0);
  expect(settle([...here, { client: 1, id: 'late', since: 5000, color: COLORS[3] }])).toBe(0);
});

test('the second of two has the colour that is furthest from the first’s', () => {
  const here = arrive(2, COLORS[0]);
  settle(here);
  expect(here.map(({ color }) => color)).toEqual([COLORS[0], COLORS[5]]);
});

test('all windows of a person have one colour, and those of stock editors, which say nothing, are given way to', () => {
  const [ann, ben] = arrive(2, COLORS[4]);
  if (!ann || !ben) throw new Error('two people were asked for');
  const again = { ...ben, client: 77, since: 2000, color: COLORS[4] };
  settle([ann, ben, again]);
  expect(again.color).toBe(ben.color);
  expect(ben.color).not.toBe(ann.color);
  const stock = new Map([[5, { user: { name: 'Stock', color: ann.color } }]]);
  expect(colorApart(stock, ann)).not.toBe(ann.color);
  expect(colorApart(new Map([[5, { user: 7 }]]), ann)).toBe(ann.color);
});
