import type { PersonRow } from '@cowrite/storage';
import { expect, test } from 'vitest';
import { AuthorNames } from './author-names.ts';

const ann = { id: 'ann', name: 'Ann', color: '#c2410c', picture: null };

/** A store that keeps what it is given, and fails while it is told to. */
const makeStore = () => {
  const calls: PersonRow[][] = [];
  const store = {
    calls,
    fails: false,
    notePeople: async (people: readonly PersonRow[]) => {
      if (store.fails) throw new Error('the disk is full');
      calls.push([...people]);
    },
  };
  return store;
};

test('who writes is stored at once and once, and again under another name; who only reads never is', async () => {
  const store = makeStore();
  const names = new AuthorNames(store);
  names.meet(ann);
  names.meet({ ...ann, id: 'bob' });
  names.wrote(['ann', null, 'unknown']);
  await expect.poll(() => store.calls).toEqual([[ann]]);
  names.meet({ ...ann });
  names.wrote(['ann']);
  await names.settle();
  expect(store.calls).toHaveLength(1);
  names.meet({ ...ann, name: 'Anna' });
  names.wrote(['ann', 'ann']);
  await names.settle();
  expect(store.calls.slice(1)).toEqual([[{ ...ann, name: 'Anna' }]]);
});

test('a name that could not be stored is, with the next change', async () => {
  const store = makeStore();
  const names = new AuthorNames(store);
  names.meet(ann);
  store.fails = true;
  names.wrote(['ann']);
  await expect(names.settle()).rejects.toThrow('the disk is full');
  store.fails = false;
  await names.settle();
  names.wrote(['ann']);
  await names.settle();
  expect(store.calls).toEqual([[ann]]);
});
