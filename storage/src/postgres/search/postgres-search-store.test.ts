import { expect, it } from 'vitest';
import { describeSearchStore } from '../../search-store-contract.ts';
import { describePostgres, newPlace } from '../postgres-place.test-helper.ts';
import { openPostgresSearchStore } from './postgres-search-store.ts';

describePostgres('a database of words', () => {
  describeSearchStore('PostgreSQL', async () => {
    const { url, schema, empty } = await newPlace();
    return { open: () => openPostgresSearchStore({ url, schema }), remove: empty };
  });

  it('is kept in step by one of several processes, which another follows when it closes or is not heard of', async () => {
    const { url, schema, empty } = await newPlace();
    const stores = await Promise.all([1, 2, 3].map(() => openPostgresSearchStore({ url, schema })));
    const lead = (index: number, milliseconds: number) => stores[index]?.lead(milliseconds);
    expect(await lead(0, 60_000)).toBe(true);
    expect(await lead(1, 60_000)).toBe(false);
    expect(await lead(0, 1)).toBe(true);
    await expect.poll(() => lead(1, 60_000)).toBe(true);
    expect(await lead(0, 60_000)).toBe(false);
    await stores[1]?.close();
    expect(await lead(2, 60_000)).toBe(true);
    await Promise.all([stores[0]?.close(), stores[2]?.close()]);
    await empty();
  });

  it('finds what stands anywhere in a long text, and across where it is cut', async () => {
    const { url, schema, empty } = await newPlace();
    const store = await openPostgresSearchStore({ url, schema });
    const character = (index: number) => String.fromCodePoint(0x4e00 + (index % 20_000));
    const run = Array.from({ length: 12_000 }, (_, index) => character(index * 7)).join('');
    const words = Array.from({ length: 30_000 }, (_, index) => `word${index}`).join(' ');
    await store.put([{ documentId: 'long', changedAt: 1, title: 'A “title” \\ it’s', text: `${words}\n${run}` }]);
    const found = async (query: string) => (await store.find(query, { offset: 0, limit: 1 })).length;
    for (const at of [0, 3_700, 3_795, 3_800, 3_990, 4_000, 11_900])
      expect(await found(run.slice(at, at + 60))).toBe(1);
    for (const query of ['word0', 'word29999 word3', 'title word15', 'it’s']) expect(await found(query), query).toBe(1);
    expect(await found(run.slice(10, 20) + run.slice(30, 40))).toBe(0);
    await store.close();
    await empty();
  });
});
