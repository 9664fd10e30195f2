import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { getToken, type TokenUser, toldOf } from './token.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a token that never comes fails its attempt, so that there is another', async () => {
  const asked = expect(getToken(() => new Promise(() => {}))).rejects.toThrow('in time');
  await vi.advanceTimersByTimeAsync(60_000);
  await asked;
});

test('a token that comes is waited for no longer', async () => {
  expect(await getToken(async () => 'one')).toBe('one');
  expect(await getToken('two')).toBe('two');
  expect(vi.getTimerCount()).toBe(0);
});

test('who a token says that its bearer is can be read, where it is a token that says so', async () => {
  const told: (TokenUser | null)[] = [];
  const jwt = (claims: unknown): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
  const tokens = [
    jwt({ sub: 'zoë 李', color: '#112233' }),
    jwt({ sub: 'guest:1', color: '#112233', picksColor: true }),
    jwt({ sub: 'bo', color: 'red' }),
    jwt({ sub: 7 }),
    jwt(null),
    'key_123',
  ];
  for (const token of tokens) expect(await getToken(toldOf(token, (user) => told.push(user)))).toBe(token);
  expect(told).toEqual([
    { id: 'zoë 李', color: '#112233' },
    { id: 'guest:1', color: null },
    { id: 'bo', color: null },
    null,
    null,
    null,
  ]);
});
