import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteStore } from './sqlite-store.ts';
import { expectWholeAndInOrder, WriterProcess } from './writer-process.test-helper.ts';

describe('after kill -9', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cowrite-kill-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it.each([
    { documents: 1, inFlight: 1, kills: 6 },
    { documents: 5, inFlight: 40, kills: 8 },
    { documents: 200, inFlight: 3, kills: 6 },
  ])('every acknowledged update is there, without gaps ($documents documents, $kills kills)', async (shape) => {
    let acks = 0;
    for (let kill = 0; kill < shape.kills; kill++) {
      const writer = new WriterProcess({ dir, ...shape });
      await writer.until(() => writer.acknowledged.size > 0);
      // The moment of the kill is random by design: there is no event to wait for.
      await setTimeout(Math.random() * 300);
      await writer.kill();
      acks += writer.acks;
      const store = await openSqliteStore({ dir });
      await expectWholeAndInOrder(store, writer);
      await store.close();
    }
    expect(acks).toBeGreaterThan(100);
  });

  it('on top of kill -9, with nobody closing in between, the same holds', async () => {
    const acknowledged = new Map<string, number>();
    let writer: WriterProcess | undefined;
    for (let kill = 0; kill < 8; kill++) {
      writer = new WriterProcess({ dir, documents: 20, inFlight: 10 });
      const { acknowledged: soFar } = writer;
      await writer.until(() => soFar.size > 0);
      await setTimeout(Math.random() * 150);
      await writer.kill();
      for (const [id, seq] of soFar) {
        expect(seq).toBeGreaterThan(acknowledged.get(id) ?? 0);
        acknowledged.set(id, seq);
      }
    }
    const store = await openSqliteStore({ dir });
    if (writer) await expectWholeAndInOrder(store, writer);
    for (const [id, seq] of acknowledged) {
      const { snapshot, log } = (await store.load(id)) ?? { snapshot: null, log: [] };
      expect((snapshot?.seq ?? 0) + log.length).toBeGreaterThanOrEqual(seq);
    }
    await store.close();
  });

  it('a document was last changed when its last update came', async () => {
    const store = await openSqliteStore({ dir });
    await store.create({ id: 'doc-0', kind: 'document', title: '' });
    await store.create({ id: 'other', kind: 'document', title: '' });
    await store.close();
    const before = Date.now();
    const writer = new WriterProcess({ dir });
    await writer.until(() => writer.acks > 0);
    await writer.kill();
    const again = await openSqliteStore({ dir });
    expect((await again.find('doc-0'))?.changedAt).toBeGreaterThanOrEqual(before);
    expect((await again.list()).documents.map(({ id }) => id)).toEqual(['doc-0', 'other']);
    await again.close();
  });

  it('the lock is gone with the process that had it', async () => {
    const writer = new WriterProcess({ dir });
    await writer.until(() => writer.acks > 0);
    await expect(openSqliteStore({ dir })).rejects.toThrow(/another process holds .*cowrite\.lock/);
    await writer.kill();
    const store = await openSqliteStore({ dir });
    await store.close();
  });
});
