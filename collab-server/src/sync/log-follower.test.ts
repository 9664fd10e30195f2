import type { LogRow } from '@cowrite/storage';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { LogFollower } from './log-follower.ts';
import type { ToldRow } from './room-link.ts';

const told = (seq: number): ToldRow => ({ seq, update: Uint8Array.of(seq), user: null });
const stored = (seq: number): LogRow => ({ seq, update: Uint8Array.of(seq), user: null, at: 0 });

describe('the rows of other nodes (SPEC N2)', () => {
  let taken: number[];
  let log: LogRow[] | null;
  let reads: number;
  let held: boolean[];
  let isAppending: boolean;
  let failures: Error[];
  let follower: LogFollower;

  beforeEach(() => {
    [taken, log, reads, held, isAppending, failures] = [[], [], 0, [], false, []];
    follower = new LogFollower({
      documentId: 'd',
      store: {
        tail: async (_, after) => {
          reads++;
          return log?.filter(({ seq }) => seq > after) ?? null;
        },
      },
      seq: () => taken.at(-1) ?? 0,
      isAppending: () => isAppending,
      take: ({ seq }) => void taken.push(seq),
      takeStored: async ({ seq }) => void taken.push(seq),
      reload: async () => void taken.push(100),
      onReading: (isReading) => void held.push(isReading),
      onFailure: (error) => void failures.push(error),
    });
  });

  test('are taken at once and in order, whatever overtook them', () => {
    for (const seq of [1, 3, 2, 4]) follower.hear(seq, told(seq));
    expect(taken).toEqual([1, 2, 3, 4]);
    expect(reads).toBe(0);
  });

  test('are taken once, however often they are told of', () => {
    for (const seq of [1, 1, 2, 1, 3, 3, 2]) follower.hear(seq, told(seq));
    expect(taken).toEqual([1, 2, 3]);
  });

  test('are read from the store where they were lost', async () => {
    log = [1, 2, 3].map(stored);
    follower.hear(1, told(1));
    follower.hear(3, told(3));
    await vi.waitFor(() => expect(taken).toEqual([1, 2, 3]));
    expect(reads).toBe(1);
  });

  test('are read from the store where only their seq is known', async () => {
    log = [1, 2].map(stored);
    follower.hear(2, null);
    await vi.waitFor(() => expect(taken).toEqual([1, 2]));
    expect(held).toEqual([true, false]);
  });

  test('that come while they are read are taken after that', async () => {
    log = [1, 2].map(stored);
    const read = follower.read();
    follower.hear(3, told(3));
    await read;
    expect(taken).toEqual([1, 2, 3]);
  });

  test('wait while an append is under way, which may be one of them', async () => {
    log = [1, 2, 3].map(stored);
    isAppending = true;
    follower.hear(2, told(2));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(reads).toBe(0);
    taken.push(1);
    isAppending = false;
    follower.proceed();
    expect(taken).toEqual([1, 2]);
  });

  test('that compaction took make the room start over', async () => {
    log = null;
    follower.hear(7, told(7));
    await vi.waitFor(() => expect(taken).toEqual([100]));
  });

  test('that can’t be read are nobody’s for now', async () => {
    const failing = new LogFollower({
      documentId: 'd',
      store: { tail: () => Promise.reject(new Error('away')) },
      seq: () => 0,
      isAppending: () => false,
      take: () => undefined,
      takeStored: async () => undefined,
      reload: async () => undefined,
      onReading: (isReading) => void held.push(isReading),
      onFailure: (error) => void failures.push(error),
    });
    failing.hear(2, null);
    await vi.waitFor(() => expect(failures).toHaveLength(1));
    expect(held).toEqual([true, false]);
    failing.close();
  });

  test('are waited for, not read, where an append was too late and they are on their way', async () => {
    log = [1].map(stored);
    const passed = follower.pass(0);
    follower.hear(1, told(1));
    await passed;
    expect([taken, reads]).toEqual([[1], 0]);
    await follower.pass(0);
    expect(reads).toBe(0);
  });

  test('are read where an append was too late and no message comes', async () => {
    log = [1].map(stored);
    await follower.pass(0);
    expect([taken, reads]).toEqual([[1], 1]);
  });
});
