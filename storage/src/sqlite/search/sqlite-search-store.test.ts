import { statSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeSearchStore } from '../../search-store-contract.ts';
import { openSqliteSearchStore } from './sqlite-search-store.ts';

const newPlace = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'cowrite-search-'));
  return { dir, open: () => openSqliteSearchStore({ dir }), remove: () => rm(dir, { recursive: true }) };
};

describeSearchStore('SQLite', newPlace);

it('an index that is damaged is made anew, empty', async () => {
  const { dir, open, remove } = await newPlace();
  const store = await open();
  await store.put([{ documentId: 'a', changedAt: 1, title: 'tide', text: '' }]);
  await store.close();
  const file = join(dir, 'search.sqlite');
  await writeFile(file, Buffer.from(await readFile(file)).fill(0xff, 0, 4096));
  const again = await open();
  expect(await again.indexed(['a'])).toEqual([null]);
  await again.put([{ documentId: 'a', changedAt: 1, title: 'tide', text: '' }]);
  expect(await again.find('tide', { offset: 0, limit: 1 })).toEqual(['a']);
  await again.close();
  await remove();
});

it('one process at a time has it', async () => {
  const { open, remove } = await newPlace();
  const store = await open();
  await expect(open()).rejects.toThrow(/another process holds .*search\.lock/);
  await store.close();
  await remove();
});

it('a text that is put again and again is written once, when somebody searches', async () => {
  const { dir, open, remove } = await newPlace();
  const store = await open();
  const text = 'tide and moon '.repeat(10_000);
  const written = () => statSync(join(dir, 'search.sqlite-wal')).size;
  const before = written();
  for (let at = 1; at <= 20; at++) await store.put([{ documentId: 'a', changedAt: at, title: `${at}`, text }]);
  expect(written()).toBe(before);
  expect(await store.indexed(['a'])).toEqual([20]);
  expect(await store.find('20 moon', { offset: 0, limit: 1 })).toEqual(['a']);
  expect(written()).toBeLessThan(before + 5 * text.length);
  await store.close();
  await remove();
});
