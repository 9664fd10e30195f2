import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '../document-store.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { expectWholeAndInOrder, prlimit, WriterProcess } from './writer-process.test-helper.ts';

describe('a disk that takes no more', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cowrite-full-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('refuses what it cannot store, and goes on without a restart once it can', async ({ skip }) => {
    if (!existsSync(prlimit)) {
      console.warn(`NOT TESTED: failing writes; there is no ${prlimit}.`);
      skip();
    }
    // A limit on the size of files: writing beyond it fails with an I/O error, for any user on any Linux.
    const writer = new WriterProcess({ dir, documents: 3, inFlight: 20, fileLimit: 400 });
    await writer.until(() => writer.refused.length > 100);
    expect(new Set(writer.refused)).toEqual(
      new Set([
        expect.stringMatching(/^StoreUnavailableError: The data file can't be .*SQLITE_IOERR_WRITE.* \(noted\)$/),
      ]),
    );
    const stored = writer.acks;
    await writer.liftLimit();
    await writer.until(() => writer.acks > stored + 1000);
    await writer.kill();
    const store = await openSqliteStore({ dir });
    await expectWholeAndInOrder(store, writer);
    await store.close();
  });

  it('that is really full behaves the same', async ({ skip }) => {
    const mounted = join(dir, 'small');
    mkdirSync(mounted);
    const { status, stderr } = spawnSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', mounted]);
    if (status !== 0) {
      console.warn(`NOT TESTED: a full disk; mounting a small one needs root (${stderr}).`);
      skip();
    }
    const store = await openSqliteStore({ dir: join(mounted, 'data') });
    try {
      const append = (size: number) =>
        store.append({ documentId: 'a', update: new Uint8Array(size).fill(size), user: null });
      expect(await append(10)).toBe(1);

      const ballast = join(mounted, 'ballast');
      await writeFile(ballast, new Uint8Array(4_000_000)).catch(() => undefined);
      const outcomes = await Promise.allSettled([append(200_000), append(200_001)]);
      for (const outcome of outcomes) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'The disk is full.' } });
      }
      expect(store.failure).toBeInstanceOf(StoreUnavailableError);
      const refused = await append(300_000).catch((error) => error);
      expect(store.failure).toBe(refused);
      const state = new Uint8Array(1_000_000);
      const snapshot = { seq: 1, state, summary: new Uint8Array() };
      await expect(store.compact('a', snapshot, 0)).rejects.toBeInstanceOf(StoreUnavailableError);
      expect((await store.load('a'))?.log.length).toBe(1);

      await rm(ballast);
      await store.probe();
      expect(store.failure).toBeNull();
      expect(await append(20)).toBe(2);
      const small = { ...snapshot, state: new Uint8Array(500_000).fill(5) };
      expect(await store.compact('a', small, 0)).toBe(true);
      expect((await store.load('a'))?.log.map(({ update }) => update.length)).toEqual([20]);
    } finally {
      await store.close();
      spawnSync('/bin/umount', [mounted]);
    }
  });
});
