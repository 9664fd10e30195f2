import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random, seedOf } from '../harness/random.ts';
import { CowriteServer } from '../harness/server.ts';
import { metricOf, residentMb } from '../harness/vitals.ts';
import { WireClient } from '../harness/wire-client.ts';
import { Bystanders } from './bystanders.ts';

const SECONDS = Number(process.env.SECONDS ?? 60);
const VISITORS = 12;
/** Most milliseconds between two visits of one: beside other tests it leaves them the processor, the long run is at full tilt. */
const PAUSE_MS = SECONDS < 120 ? 1_000 : 0;
const DOCUMENTS = 30;
/** Of the time: until caches, heaps and compiled code have their size. */
const WARM_UP = 0.4;
const SAMPLES = 100;

const random = new Random(seedOf('soak'));
let server: CowriteServer;
beforeAll(async () => {
  server = await CowriteServer.start({ args: ['--log-level', 'warn'] });
});
afterAll(() => server.dispose());

/** Comes, writes a little, moves a cursor, and goes, in good order or not. */
const visit = async (): Promise<void> => {
  const protocols = random.chance(0.5) ? {} : { protocols: [] };
  const url = server.syncUrl(`soaked-${random.between(1, DOCUMENTS)}`);
  const client = await WireClient.join(url, new Y.Doc(), protocols);
  const text = client.doc.getText('text');
  for (let edit = random.between(0, 5); edit > 0; edit--) {
    // It stays about as long as it is, so that what grows is the server and not the document.
    if (text.length > 500) text.delete(0, 100);
    text.insert(random.between(0, text.length), 'a few words ');
    client.sendAwareness(client.doc.clientID, edit, { cursor: edit });
  }
  if (random.chance(0.5)) await client.close();
  else await client.drop();
};

/** Megabytes a minute by least squares over `samples` of seconds and megabytes. */
const slopeOf = (samples: readonly (readonly [number, number])[]): number => {
  const mean = (at: 0 | 1) => samples.reduce((sum, sample) => sum + sample[at], 0) / samples.length;
  const [seconds, megabytes] = [mean(0), mean(1)];
  const covariance = samples.reduce((sum, [x, y]) => sum + (x - seconds) * (y - megabytes), 0);
  return (60 * covariance) / samples.reduce((sum, [x]) => sum + (x - seconds) ** 2, 0);
};

test(`for ${SECONDS} s people come and go; memory is flat after the warm-up, and nothing stays open`, {
  timeout: (SECONDS + 60) * 1_000,
}, async () => {
  const bystanders = await Bystanders.join(server, 'all-the-time');
  const started = Date.now();
  const elapsed = () => (Date.now() - started) / 1_000;
  let visits = 0;
  const comeAndGo = async () => {
    for (; elapsed() < SECONDS; visits++) {
      await visit();
      await delay(random.between(0, PAUSE_MS));
    }
  };
  const samples: [number, number][] = [];
  const watch = async () => {
    for (; elapsed() < SECONDS; await delay((SECONDS * 1_000) / SAMPLES))
      samples.push([elapsed(), residentMb(server.pid)]);
  };
  await Promise.all([watch(), ...Array.from({ length: VISITORS }, comeAndGo)]);
  await bystanders.goOn();
  await bystanders.leave();

  const settled = samples.filter(([at]) => at > SECONDS * WARM_UP);
  const half = settled.length / 2;
  const highest = (part: typeof samples) => Math.max(...part.map(([, megabytes]) => megabytes));
  const [first, second] = [highest(settled.slice(0, half)), highest(settled.slice(half))];
  const slope = slopeOf(settled);
  console.info(
    `${visits} visits in ${SECONDS} s: highest ${first.toFixed(0)}, then ${second.toFixed(0)} MB, ${slope.toFixed(1)} MB a minute`,
  );
  expect(visits).toBeGreaterThan(SECONDS * 5);
  // A garbage-collected heap breathes by tens of MB, and the thread that compacts lets its own grow before it collects,
  // which a short run doesn't see the end of; hence the long one is the one that tells.
  expect(second - first).toBeLessThan(SECONDS < 120 ? 100 : 15);
  for (const end = Date.now() + 10_000; (await metricOf(server, 'cowrite_connections')) > 0; await delay(50)) {
    if (Date.now() > end) throw new Error('connections stay behind');
  }
});
