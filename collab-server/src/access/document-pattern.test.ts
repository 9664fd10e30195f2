import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesDocument } from './document-pattern.ts';

test('a pattern without a star is one document alone', () => {
  expect(matchesDocument('plan', 'plan')).toBe(true);
  expect(matchesDocument('plan', 'plans')).toBe(false);
  expect(matchesDocument('', 'plan')).toBe(false);
});

test('a star is any number of any characters, and all else is itself', () => {
  expect(matchesDocument('*', 'plan')).toBe(true);
  expect(matchesDocument('team-*', 'team-plan')).toBe(true);
  expect(matchesDocument('team-*', 'team-')).toBe(true);
  expect(matchesDocument('team-*', 'steam-plan')).toBe(false);
  expect(matchesDocument('a*b*c', 'a-b-c')).toBe(true);
  expect(matchesDocument('a*b*c', 'a-c')).toBe(false);
  expect(matchesDocument('a*a', 'a')).toBe(false);
  expect(matchesDocument('a.b', 'axb')).toBe(false);
});

test('it is what the same regular expression says', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 6 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), word, (parts, documentId) => {
      const expected = new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('.*')}$`).test(documentId);
      expect(matchesDocument(parts.join('*'), documentId)).toBe(expected);
    }),
  );
});
