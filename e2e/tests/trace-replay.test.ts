import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { Random, seedOf } from '../harness/random.ts';
import { replicaHash } from '../harness/replica.ts';
import { CowriteServer } from '../harness/server.ts';
import { mergeLocally, readTrace, TEXT, type Trace } from '../harness/trace.ts';
import { generateTrace } from '../harness/trace-generator.ts';
import { TraceReplay } from '../harness/trace-replay.ts';
import { WireClient } from '../harness/wire-client.ts';

/** Recorded traces are looked for here, besides the one that `TRACE` names; the folder isn't part of the repository. */
const DATA = join(import.meta.dirname, '../data');
const GENERATED_LENGTH = 3_000;
const DROPS = 60;

const random = new Random(seedOf('trace replay'));
let server: CowriteServer | null = null;
afterEach(async () => {
  await server?.dispose();
  server = null;
});

const recorded = [
  ...(process.env.TRACE === undefined ? [] : [process.env.TRACE]),
  ...(existsSync(DATA) ? readdirSync(DATA).filter((name) => /\.json(\.gz)?$/.test(name)) : []).map((name) =>
    join(DATA, name),
  ),
];

test('a generated trace, replayed through the server, reads everywhere as Yjs alone merges it', async () => {
  await replay(generateTrace(GENERATED_LENGTH, random));
});

test.each(recorded)(
  'the recorded trace %s, replayed through the server, reads everywhere as it ended',
  { timeout: 600_000 },
  async (path) => {
    const trace = readTrace(path);
    // Traces are meant to end alike under every algorithm: what Yjs alone makes of this one says whether it does.
    expect(mergeLocally(trace)).toBe(trace.endContent);
    await replay(trace);
  },
);

/** Both writers, a third who joins late, and a fourth who reads what a restarted server has on disk. */
const replay = async (trace: Trace): Promise<void> => {
  server = await CowriteServer.start();
  const url = server.syncUrl('trace');
  const writers = new TraceReplay(trace, url, { random, drops: DROPS });
  const started = performance.now();
  console.info(await writers.run(), `${Math.round(performance.now() - started)} ms`);
  expect(writers.contents).toEqual(writers.contents.map(() => trace.endContent));

  const late = await WireClient.join(url);
  await writers.leave();
  await late.close();
  expect(await server.stop()).toBe(0);
  await server.start();
  const afterRestart = await WireClient.join(url);
  await afterRestart.close();

  const read = (doc: Y.Doc) => doc.getText(TEXT).toString();
  expect(read(late.doc)).toBe(trace.endContent);
  expect(read(afterRestart.doc)).toBe(trace.endContent);
  const hashes = [...writers.documents, late.doc, afterRestart.doc].map((doc) => replicaHash(doc, read));
  expect(new Set(hashes).size).toBe(1);
};
