import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DocumentStore } from '../document-store.ts';
import { Sqlite } from './driver.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { expectWholeAndInOrder, WriterProcess } from './writer-process.test-helper.ts';

describe('what the store does in the background', () => {
  let dir: string;
  let file: string;
  let store: DocumentStore;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cowrite-background-'));
    file = join(dir, 'cowrite.sqlite');
    store = await openSqliteStore({ dir });
  });
  afterEach(async () => {
    await store.close();
    await rm(dir, { recursive: true });
  });

  const update = (id: string, seq: number) => Buffer.from(`${id}:${seq} `.repeat(20));

  async function expectWhole(id: string, count: number, from = 0): Promise<void> {
    const log = (await store.load(id))?.log ?? [];
    expect(log.map((row) => row.seq)).toEqual(Array.from({ length: count - from }, (_, index) => from + index + 1));
    for (const row of log) expect(Buffer.compare(row.update, update(id, row.seq))).toBe(0);
  }

  function look<T>(sql: string): T {
    const db = new Sqlite(file, { readonly: true });
    try {
      return db.prepare(sql).pluck().get() as T;
    } finally {
      db.close();
    }
  }

  it('moves new updates to their documents while appends, loads and compactions go on', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `doc-${index}`);
    const rounds = 600;
    const compactedThrough = 200;
    for (let seq = 1; seq <= rounds; seq++) {
      const appends = ids.map((documentId) =>
        store.append({ documentId, update: update(documentId, seq), user: 'ann' }),
      );
      await Promise.all(appends);
      if (seq % 50 === 0) await expectWhole(ids[(seq / 50) % 10] ?? '', seq);
      if (seq === 400) {
        for (const id of ids.slice(10, 20)) {
          const snapshot = { seq: compactedThrough, state: Buffer.from(id), summary: Buffer.of() };
          expect(await store.compact(id, snapshot, 0)).toBe(true);
        }
      }
    }
    expect(look('select count(*) from log')).toBeGreaterThan(0);
    for (const round of ['moved in part', 'moved at closing']) {
      for (const [index, id] of ids.entries()) {
        await expectWhole(id, rounds, index >= 10 && index < 20 ? compactedThrough : 0);
      }
      if (round === 'moved at closing') break;
      await store.close();
      expect(look('select count(*) from recent')).toBe(0);
      expect(look('select count(*) from log')).toBe(50 * rounds - 10 * compactedThrough);
      store = await openSqliteStore({ dir });
    }
  });

  it('goes on with a move that a crash cut short', async () => {
    await store.close();
    const writer = new WriterProcess({ dir, documents: 4, inFlight: 5 });
    await writer.until(() => writer.acks > 500);
    await writer.kill();
    // As the file is when the process dies between two steps of a move.
    const db = new Sqlite(file);
    db.exec(`
      delete from recent where seq <= coalesce((select seq from snapshot where document = recent.document), 0);
      insert into log select document << 32 | seq, at, user, crc, bytes from recent where document <= 2
        and position <= (select avg(position) from recent);
    `);
    db.close();
    store = await openSqliteStore({ dir });
    await expectWholeAndInOrder(store, writer);
    for (const id of writer.acknowledged.keys()) {
      const { snapshot, log } = (await store.load(id)) ?? { snapshot: null, log: [] };
      const next = (snapshot?.seq ?? 0) + log.length + 1;
      expect(await store.append({ documentId: id, update: Buffer.of(1), user: null })).toBe(next);
    }
  });

  it('gives space back to the disk after large states are replaced', async () => {
    await store.append({ documentId: 'a', update: Buffer.of(1), user: null });
    const state = (megabytes: number) => ({
      seq: 1,
      state: new Uint8Array(megabytes * 1e6),
      summary: new Uint8Array(),
    });
    await store.compact('a', state(30), 0);
    await expect.poll(async () => (await stat(file)).size).toBeGreaterThan(28e6);
    await store.compact('a', state(1), 1);
    await expect.poll(async () => (await stat(file)).size, { timeout: 20_000 }).toBeLessThan(12e6);
    // All of it, once nobody writes.
    await expect.poll(async () => (await stat(file)).size, { timeout: 40_000 }).toBeLessThan(1.2e6);
    expect((await store.load('a'))?.snapshot?.state.byteLength).toBe(1e6);
    expect(look('select count(*) from stray')).toBe(0);
  });

  it('removes what a crash left of a state that was being written', async () => {
    await store.append({ documentId: 'a', update: Buffer.of(1), user: null });
    const snapshot = { seq: 1, state: Buffer.from('kept'), summary: new Uint8Array() };
    await store.compact('a', snapshot, 0);
    await store.close();
    const db = new Sqlite(file);
    db.exec(`
      insert into stray values (100);
      insert into part select 100 << 32 | column1, zeroblob(262144) from (values (0), (1), (2));
    `);
    db.close();
    store = await openSqliteStore({ dir });
    await expect.poll(() => look('select count(*) from part')).toBe(1);
    expect(look('select count(*) from stray')).toBe(0);
    expect(Buffer.from((await store.load('a'))?.snapshot?.state ?? []).toString()).toBe('kept');
  });
});
