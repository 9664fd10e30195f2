import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { countOf, NumberedWriter } from '../harness/numbered-writer.ts';
import { Random, seedOf } from '../harness/random.ts';
import { CowriteServer } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';

const KILLS = Number(process.env.KILLS ?? 12);
const WRITERS = 4;
/** 200 updates a second in all. */
const WRITE_EVERY_MS = 20;
const LONGEST_ROUND_MS = 800;
/** Half of the kills fall this soon after updates left, where a commit or an acknowledgement is under way. */
const LONGEST_FLIGHT_MS = 2;

const random = new Random(seedOf('kill'));
let server: CowriteServer | null = null;
afterAll(() => server?.dispose());

test(`${KILLS} kills lose no update that was called saved, nor one that another client had seen`, {
  timeout: KILLS * 10_000,
}, async () => {
  server = await CowriteServer.start();
  const url = server.syncUrl('killed');
  const writers = Array.from({ length: WRITERS }, (_, index) => new NumberedWriter(`writer ${index}`));
  const losses: string[] = [];
  let killsInFlight = 0;
  for (let kill = 1; kill <= KILLS; kill++) {
    await Promise.all(writers.map((writer) => writer.connect(url)));
    const stop = writeInTurn(writers);
    await randomMoment(writers);
    const killed = server.kill();
    stop();
    await killed;
    await Promise.all(writers.map((writer) => writer.lose()));
    if (writers.some((writer) => writer.saved < writer.written)) killsInFlight++;

    await server.start();
    const reader = await WireClient.join(url);
    for (const writer of writers) {
      const others = writers.filter((other) => other !== writer);
      const seen = Math.max(...others.map((other) => countOf(other.doc, writer.name)));
      const kept = countOf(reader.doc, writer.name);
      if (kept < writer.saved) losses.push(`kill ${kill}: ${writer.saved - kept} saved of ${writer.name}`);
      if (kept < seen) losses.push(`kill ${kill}: ${seen - kept} seen of ${writer.name}`);
    }
    await reader.close();
  }
  await Promise.all(writers.map((writer) => writer.connect(url)));
  await Promise.all(writers.map((writer) => writer.allSaved()));
  await Promise.all(writers.map((writer) => writer.leave()));
  const reader = await WireClient.join(url);
  await reader.close();
  const kept = writers.map((writer) => countOf(reader.doc, writer.name));
  console.info(`${kept.join(' + ')} updates kept, ${killsInFlight} of ${KILLS} kills met updates on their way`);

  expect(losses).toEqual([]);
  expect(kept).toEqual(writers.map((writer) => writer.written));
});

/** Has the writers write, evenly spaced; returns what ends it. */
const writeInTurn = (writers: readonly NumberedWriter[]): (() => void) => {
  let turn = 0;
  const timer = setInterval(() => writers[turn++ % writers.length]?.write(), WRITE_EVERY_MS / writers.length);
  return () => clearInterval(timer);
};

const randomMoment = async (writers: readonly NumberedWriter[]): Promise<void> => {
  await delay(random.between(50, LONGEST_ROUND_MS));
  if (random.chance(0.5)) return;
  for (const writer of writers) writer.write();
  // A timer can't tell tenths of milliseconds: this spins while the server works on them.
  const end = performance.now() + random.fraction() ** 2 * LONGEST_FLIGHT_MS;
  while (performance.now() < end);
};
