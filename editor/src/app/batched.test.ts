import { expect, test, vi } from 'vitest';
import { batched } from './batched.ts';

const double = () => vi.fn(async (keys: readonly number[]) => keys.map((key) => key * 2));

test('what is asked for in one moment is one call, what comes later another', async () => {
  const load = double();
  const ask = batched(10, load);
  expect(await Promise.all([ask(1), ask(2), ask(2)])).toEqual([2, 4, 4]);
  expect(await ask(3)).toBe(6);
  expect(load.mock.calls).toEqual([[[1, 2, 2]], [[3]]]);
});

test('more than one call can take are several', async () => {
  const load = double();
  const ask = batched(2, load);
  expect(await Promise.all([1, 2, 3, 4, 5].map(ask))).toEqual([2, 4, 6, 8, 10]);
  expect(load.mock.calls).toEqual([[[1, 2]], [[3, 4]], [[5]]]);
});

test('what fails fails for all who asked', async () => {
  const ask = batched(10, () => Promise.reject(new Error('gone')));
  await expect(Promise.allSettled([ask(1), ask(2)])).resolves.toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ]);
});
