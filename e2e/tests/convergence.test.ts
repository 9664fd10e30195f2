import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random, seedOf } from '../harness/random.ts';
import { replicaHash } from '../harness/replica.ts';
import { RoamingClient, readRoamed } from '../harness/roaming-client.ts';
import { CowriteServer } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';

const RUNS = Number(process.env.RUNS ?? 8);
const CLIENTS = 5;
const MOVES = 400;

const firstSeed = seedOf('convergence');
let server: CowriteServer | null = null;
afterEach(async () => {
  await server?.dispose();
  server = null;
});

test(`clients that edit, drop and return end alike, on the server's disk as well (${RUNS} seeds)`, {
  timeout: RUNS * 20_000,
}, async () => {
  server = await CowriteServer.start();
  const hashes = new Map<string, string>();
  for (let seed = firstSeed; seed < firstSeed + RUNS; seed++) {
    const documentId = `roamed-${seed}`;
    const url = server.syncUrl(documentId);
    hashes.set(documentId, await roam(url, new Random(seed)));
    expect(hashOf(await fresh(url)), `a late joiner, SEED=${seed}`).toBe(hashes.get(documentId));
  }
  expect(await server.stop()).toBe(0);
  await server.start();
  for (const [documentId, hash] of hashes) {
    expect(hashOf(await fresh(server.syncUrl(documentId))), `${documentId} after a restart`).toBe(hash);
  }
});

/** Has several clients roam in one document, brings them all to rest, and returns the hash that all of them have. */
const roam = async (url: string, random: Random): Promise<string> => {
  const clients = Array.from({ length: CLIENTS }, () => new RoamingClient(url, random));
  for (let move = 0; move < MOVES; move++) {
    await random.pick(clients).move();
    // Letting sockets work between some moves and not between others is what mixes concurrent with seen.
    if (random.chance(0.2)) await new Promise(setImmediate);
  }
  await rest(clients);
  const hashes = new Set(clients.map(({ doc }) => hashOf(doc)));
  await Promise.all(clients.map((client) => client.leave()));
  expect([...hashes], `SEED=${random.seed}`).toHaveLength(1);
  return [...hashes].join();
};

/** Resolves once every client has everything. Merging may make Yjs tidy up formatting, which is an edit once more. */
const rest = async (clients: readonly RoamingClient[]): Promise<void> => {
  const has = (doc: Y.Doc, update: Uint8Array) => Y.snapshotContainsUpdate(Y.snapshot(doc), update);
  const union = Y.mergeUpdates(clients.map(({ doc }) => Y.encodeStateAsUpdate(doc)));
  for (const client of clients) await client.settle();
  for (const client of clients) await client.until((doc) => has(doc, union), "all of the others' edits");
  const now = Y.mergeUpdates(clients.map(({ doc }) => Y.encodeStateAsUpdate(doc)));
  if (!clients.every(({ doc }) => has(doc, now))) await rest(clients);
};

const fresh = async (url: string): Promise<Y.Doc> => {
  const client = await WireClient.join(url);
  await client.close();
  return client.doc;
};

const hashOf = (doc: Y.Doc): string => replicaHash(doc, readRoamed);
