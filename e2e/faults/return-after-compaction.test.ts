import { openSqliteStore } from '@cowrite/storage';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { Random, seedOf } from '../harness/random.ts';
import { replicaHash } from '../harness/replica.ts';
import { RoamingClient, readRoamed } from '../harness/roaming-client.ts';
import { CowriteServer } from '../harness/server.ts';
import { metricOf } from '../harness/vitals.ts';
import { WireClient } from '../harness/wire-client.ts';

const RUNS = Number(process.env.RUNS ?? 6);
const CLIENTS = 3;
const SOON = { timeout: 20_000 };

/** What happens, in turn: some edits, connected or not; or all leave, and what they wrote is compacted. */
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ moves: fc.integer({ min: 1, max: 60 }) }) },
    { weight: 2, arbitrary: fc.constant('all leave' as const) },
  ),
  { minLength: 3, maxLength: 8 },
);

let server: CowriteServer | null = null;
afterAll(() => server?.dispose());

const hashOf = (doc: Y.Doc): string => replicaHash(doc, readRoamed);
/** Every document that a run made. */
const ids: string[] = [];

/** Somebody who writes much of what is deleted again, so that there is something to compact. */
const churn = async (url: string): Promise<void> => {
  const client = await WireClient.join(url);
  const list = client.doc.getArray<unknown>('list');
  for (let round = 0; round < 20; round++) {
    list.insert(0, ['x'.repeat(4_000)]);
    await client.saved();
    list.delete(0, 1);
  }
  await client.saved();
  await client.close();
};

test(`whoever returns after a compaction, with edits from before it, ends with what all others have (${RUNS} runs)`, {
  timeout: RUNS * 30_000,
}, async () => {
  const running = await CowriteServer.start({ args: ['--log-level', 'warn'] });
  server = running;
  const seed = seedOf('return-after-compaction');
  const property = fc.asyncProperty(steps, fc.integer(), async (course, moveSeed) => {
    const id = `returned-${ids.length}`;
    ids.push(id);
    const url = running.syncUrl(id);
    const random = new Random(moveSeed);
    const compactions = await metricOf(running, 'cowrite_compactions_total');
    const clients = Array.from({ length: CLIENTS }, () => new RoamingClient(url, random));
    for (const step of [...course, 'all leave' as const]) {
      if (step === 'all leave') {
        await Promise.all(clients.map((client) => client.leave()));
        await churn(url);
      } else for (let move = 0; move < step.moves; move++) await random.pick(clients).move();
    }
    // Merging may make Yjs tidy up formatting, which is an edit once more: until none is left.
    for (let round = 0; round < 10; round++) {
      for (const client of clients) await client.settle();
      if (new Set(clients.map(({ doc }) => hashOf(doc))).size === 1) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const newcomer = await WireClient.join(url);
    await newcomer.close();
    const hashes = [...clients.map(({ doc }) => hashOf(doc)), hashOf(newcomer.doc)];
    await Promise.all(clients.map((client) => client.leave()));
    expect(new Set(hashes).size).toBe(1);
    await expect.poll(() => metricOf(running, 'cowrite_compactions_total'), SOON).toBeGreaterThan(compactions);
  });
  await fc.assert(property, { numRuns: RUNS, seed, endOnFailure: true });

  expect(await running.stop()).toBe(0);
  const store = await openSqliteStore({ dir: running.data });
  const stored = await Promise.all(ids.map((id) => store.load(id)));
  await store.close();
  expect(
    stored.every((document) => document?.snapshot),
    'each was compacted',
  ).toBe(true);
});
