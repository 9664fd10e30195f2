import { expect, test } from 'vitest';
import { type Authorization, ask } from './authorize.ts';

const asking = { token: 'any', headers: new Headers(), documentId: 'notes' };
const answer = (made: unknown) => () => made as Authorization;

test('what authorize answers is what the caller may do', async () => {
  const expiresAt = Date.now() + 1000;
  const grant = await ask(answer({ role: 'editor', user: { id: 'ann', name: 'Ann' }, expiresAt }), asking);
  expect(grant).toEqual({ role: 'editor', user: { id: 'ann', name: 'Ann', color: null, picture: null }, expiresAt });
});

test.each([
  ['a role that is none', { role: 'admin', user: { id: 'ann' } }, 'it.role: is one of viewer'],
  ['nobody', { role: 'editor' }, 'it.user: '],
  ['a number for an id', { role: 'editor', user: { id: 7 } }, 'it.user.id: '],
  ['an empty id', { role: 'editor', user: { id: '' } }, 'it.user.id: '],
  [
    'a colour by its name',
    { role: 'editor', user: { id: 'ann', color: 'red' } },
    'it.user.color: is a colour as #rrggbb',
  ],
  [
    'a script for a picture',
    { role: 'editor', user: { id: 'ann', picture: 'javascript:0' } },
    'it.user.picture: is an',
  ],
  ['an end in seconds', { role: 'editor', user: { id: 'ann' }, expiresAt: 1_800_000_000 }, 'it.expiresAt: is in milli'],
  ['a word', 'editor', 'it: is an object with role and user, or null'],
])('%s lets nobody in, and is told as what it is', async (_, made, message) => {
  await expect(ask(answer(made), asking)).rejects.toThrow(`what authorize answered can't be taken: ${message}`);
});
