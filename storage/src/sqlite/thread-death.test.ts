import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DocumentStore, StoreUnavailableError } from '../document-store.ts';
import { openSqliteStore } from './sqlite-store.ts';

describe('a storage thread that dies', () => {
  const threads: Worker[] = [];
  const note = (message: unknown) => {
    threads.push((message as { worker: Worker }).worker);
  };
  let dir: string;
  let store: DocumentStore;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cowrite-death-'));
    subscribe('worker_threads', note);
    store = await openSqliteStore({ dir });
  });
  afterEach(async () => {
    unsubscribe('worker_threads', note);
    threads.length = 0;
    await store.close();
    await rm(dir, { recursive: true });
  });

  const append = (byte: number) => store.append({ documentId: 'a', update: Uint8Array.of(byte), user: null });

  /** Calls until the thread was started again, which is not done at once. */
  async function appendWhenBack(byte: number): Promise<number> {
    for (;;) {
      const seq = await append(byte).catch((error) => expect(error).toBeInstanceOf(StoreUnavailableError));
      if (typeof seq === 'number') return seq;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  it('leaves nobody waiting, says so, and is started again', async () => {
    const waiting = Promise.allSettled([append(1), append(2), store.load('a'), store.list(), store.find('a')]);
    await threads[0]?.terminate();
    for (const outcome of await waiting) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(StoreUnavailableError);
    }
    expect(store.failure?.message).toBe('The storage thread ended.');
    await expect(append(3)).rejects.toThrow('The storage thread ended.');

    await appendWhenBack(4);
    expect(store.failure).toBeNull();
    expect(threads.length).toBe(2);
    expect((await store.load('a'))?.log.at(-1)?.update).toEqual(Uint8Array.of(4));
  });

  it('has lost nothing that was acknowledged, and no seq is given twice', async () => {
    const seqs: number[] = [];
    const writing = (async () => {
      for (;;) seqs.push(await append(seqs.length));
    })();
    while (seqs.length < 200) await new Promise((resolve) => setImmediate(resolve));
    await threads[0]?.terminate();
    await expect(writing).rejects.toBeInstanceOf(StoreUnavailableError);
    seqs.push(await appendWhenBack(seqs.length));
    const log = (await store.load('a'))?.log ?? [];
    expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
    for (const [index, seq] of seqs.entries()) expect(log[seq - 1]?.update).toEqual(Uint8Array.of(index));
  });

  it('is not started again and again while the file stays out of reach', async () => {
    await append(1);
    await threads[0]?.terminate();
    const other = await openSqliteStore({ dir });
    const started = threads.length;
    const until = performance.now() + 1500;
    const reasons = new Set<string>();
    while (performance.now() < until) {
      await append(2).catch((error) => reasons.add(error.message));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(threads.length - started).toBeLessThanOrEqual(2);
    expect([...reasons].some((reason) => reason.includes('another process holds'))).toBe(true);
    expect(store.failure?.message).toMatch(/another process holds/);
    await other.close();
    expect(await appendWhenBack(3)).toBe(2);
  });

  it('does not keep a store from closing', async () => {
    await threads[0]?.terminate();
    await store.close();
    await expect(append(1)).rejects.toThrow('The store is closed.');
  });
});
