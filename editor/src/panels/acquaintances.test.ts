// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { mergePeople, parsePeople } from './acquaintances.ts';

const person = (id: string, self = false) => ({ id, name: id.toUpperCase(), color: '#112233', self });

test('who is here comes before who was, and each once, as they are now', () => {
  const now = { ...person('b'), name: 'Bob now' };
  expect(mergePeople([person('me', true), now], [person('a'), person('b')])).toEqual([
    person('me', true),
    now,
    person('a'),
  ]);
});

test('no more are kept than can be chosen from', () => {
  const many = Array.from({ length: 80 }, (_, i) => person(`p${i}`));
  expect(mergePeople([person('me', true)], many)).toHaveLength(50);
});

test.each([null, '', '{', '7', 'null', '[7, {"id":1}, {"id":"a","name":"A","color":"red;x"}]'])(
  '%j is nobody',
  (stored) => {
    expect(parsePeople(stored)).toEqual([]);
  },
);
