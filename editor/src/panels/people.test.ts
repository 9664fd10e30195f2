import { expect, test } from 'vitest';
import { initials, peopleIn } from './people.ts';

const state = (id: string, name: string, color = '#2563eb') => ({ user: { id, name, color } });

test('one person in several windows is one person', () => {
  const people = peopleIn(
    new Map([
      [1, state('a', 'Ada')],
      [2, state('a', 'Ada')],
      [3, state('b', 'Bob')],
    ]),
    1,
  );
  expect(people.map(({ name, self }) => [name, self])).toEqual([
    ['Ada', true],
    ['Bob', false],
  ]);
});

test('oneself comes first, also where another window of oneself was seen before', () => {
  const people = peopleIn(
    new Map([
      [1, state('b', 'Bob')],
      [2, state('z', 'Zoe')],
      [3, state('z', 'Zoe')],
    ]),
    3,
  );
  expect(people.map(({ name, self }) => [name, self])).toEqual([
    ['Zoe', true],
    ['Bob', false],
  ]);
});

test('stock editors without ids are told apart by name and colour', () => {
  const people = peopleIn(
    new Map([
      [1, { user: { name: 'Anonymous', color: '#111111' } }],
      [2, { user: { name: 'Anonymous', color: '#222222' } }],
    ]),
    9,
  );
  expect(people).toHaveLength(2);
});

test('a state that says nothing usable neither counts nor breaks', () => {
  const people = peopleIn(
    new Map<number, Record<string, unknown>>([
      [1, {}],
      [2, { user: null }],
      [3, { user: 'x' }],
      [4, { user: { name: 7 } }],
      [5, { user: { name: 'Eve', color: 'red;background:url(//x)' } }],
    ]),
    9,
  );
  expect(people).toEqual([{ id: 'Eve undefined', name: 'Eve', color: '#64748b', self: false }]);
});

test('initials', () => {
  expect(initials('Ada Lovelace')).toBe('AL');
  expect(initials('grace')).toBe('G');
  expect(initials('安静的水獭')).toBe('安');
  expect(initials('🦊 Fox')).toBe('🦊F');
  expect(initials('')).toBe('');
});
