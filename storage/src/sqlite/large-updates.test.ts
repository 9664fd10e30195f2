import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DocumentDeletedError, type DocumentStore } from '../document-store.ts';
import { Sqlite } from './driver.ts';
import { openSqliteStore } from './sqlite-store.ts';

const megabyte = 1024 * 1024;

/** Bytes that differ from place to place, so that parts in the wrong order would show. */
const large = (size: number, seed = 1) => {
  const bytes = new Uint32Array(Math.ceil(size / 4));
  for (let index = 0; index < bytes.length; index++) bytes[index] = Math.imul(index + seed, 2654435761);
  return new Uint8Array(bytes.buffer, 0, size);
};

describe('a large update', () => {
  let dir: string;
  let store: DocumentStore;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cowrite-large-'));
    store = await openSqliteStore({ dir });
  });
  afterEach(async () => {
    await store.close();
    await rm(dir, { recursive: true });
  });

  const append = (documentId: string, update: Uint8Array) => store.append({ documentId, update, user: 'ann' });

  async function reopen(): Promise<void> {
    await store.close();
    store = await openSqliteStore({ dir });
  }

  function count(table: string): number {
    const db = new Sqlite(join(dir, 'cowrite.sqlite'), { readonly: true });
    try {
      return db.prepare<[], number>(`select count(*) from ${table}`).pluck().get() ?? 0;
    } finally {
      db.close();
    }
  }

  async function expectLog(id: string, updates: readonly Uint8Array[]): Promise<void> {
    const log = (await store.load(id))?.log ?? [];
    expect(log.map(({ seq, user }) => [seq, user])).toEqual(updates.map((_, index) => [index + 1, 'ann']));
    for (const [index, { update }] of log.entries()) expect(Buffer.compare(update, updates[index] ?? large(0))).toBe(0);
  }

  it('comes back as it was, in its place among the others of its document', async () => {
    const updates = [large(10), large(3 * megabyte, 2), large(20), large(megabyte, 3), large(256 * 1024), large(30)];
    const seqs = await Promise.all(updates.map((update) => append('a', update)));
    expect(seqs).toEqual([1, 2, 3, 4, 5, 6]);
    await expectLog('a', updates);
    await reopen();
    await expectLog('a', updates);
    expect(await append('a', large(40))).toBe(7);
  });

  it('lets what others append be committed while it is on its way', async () => {
    let isStored = false;
    const stored = append('large', large(20 * megabyte)).then((seq) => {
      isStored = true;
      return seq;
    });
    let others = 0;
    while (!isStored) expect(await append('small', large(50))).toBe(++others);
    expect(await stored).toBe(1);
    expect(others).toBeGreaterThan(20);
  });

  it('is stored by the time the store is closed, and so is what was appended behind it', async () => {
    const updates = [large(2 * megabyte), large(10)];
    const appended = Promise.all(updates.map((update) => append('a', update)));
    await store.close();
    expect(await appended).toEqual([1, 2]);
    store = await openSqliteStore({ dir });
    await expectLog('a', updates);
  });

  it('leaves nothing behind where its document refuses it', async () => {
    await append('a', large(10));
    const refused = expect(append('a', large(2 * megabyte))).rejects.toBeInstanceOf(DocumentDeletedError);
    await store.trash('a');
    await refused;
    await store.restore('a');
    await expectLog('a', [large(10)]);
    // A compaction comes after the removal, and adds a part of its own.
    expect(await store.compact('a', { seq: 1, state: large(10), summary: large(1) }, 0)).toBe(true);
    expect([count('part'), count('stray'), count('large_update')]).toEqual([1, 0, 0]);
  });

  it('goes when its document is compacted', async () => {
    await append('a', large(2 * megabyte));
    await append('a', large(10));
    await append('a', large(megabyte));
    const snapshot = { seq: 2, state: large(100), summary: large(1) };
    expect(await store.compact('a', snapshot, 0)).toBe(true);
    expect((await store.load('a'))?.log.map(({ seq, update }) => [seq, update.byteLength])).toEqual([[3, megabyte]]);
    expect(count('large_update')).toBe(1);
    await append('b', large(10));
    // Comes after the removal, and adds a part of its own.
    expect(await store.compact('b', { seq: 1, state: large(10), summary: large(1) }, 0)).toBe(true);
    expect([count('part'), count('stray')]).toEqual([1 + 4 + 1, 0]);
  });

  it('is refused as damaged where one of its parts is', async () => {
    await append('a', large(2 * megabyte));
    await append('b', large(10));
    await store.close();
    const db = new Sqlite(join(dir, 'cowrite.sqlite'));
    db.exec('delete from part where position & 0xffffffff = 3');
    db.close();
    store = await openSqliteStore({ dir });
    await expect(store.load('a')).rejects.toThrow('Update 1 of document a is damaged.');
    await expectLog('b', [large(10)]);
  });
});
