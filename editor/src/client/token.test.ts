import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { getToken } from './token.ts';

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
