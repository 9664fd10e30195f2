import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { BenchClient } from '../client/bench-client.ts';
import { confirm, quiet } from '../client/waiting.ts';
import type { TypedDocument } from '../documents/typed-document.ts';
import { temporaryDir } from '../paths.ts';
import { type TargetProcess, withServer } from '../process/target-process.ts';
import { atMost, type Bar } from '../report/bars.ts';
import { type Scenario, SERVERS } from '../scenario.ts';
import { DOCUMENT, openDocument } from './trace-document.ts';

const UNDER_WAY = 400;
const AT_ONCE = 100;
const LIMIT_MS = 240_000;
/** Hocuspocus stores 2 to 10 s after a change. */
const STORED_AFTER_MS = 11_000;
const PER = 100_000;
const QUICK_EDITS = 20_000;

const MEGABYTE = 1e6;

const bytesIn = (dir: string): number =>
  readdirSync(dir, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(dir, entry.name);
    return sum + (entry.isDirectory() ? bytesIn(path) : statSync(path).size);
  }, 0);

/** Only as many edits under way as `UNDER_WAY`, counted by the characters that a reader has seen. */
const typeAll = async (reader: BenchClient, writer: BenchClient, { updates, clocks, client }: TypedDocument) => {
  const end = performance.now() + LIMIT_MS;
  for (let next = 0; next < updates.length; ) {
    if (performance.now() > end) throw new Error(`only ${next} of ${updates.length} edits in ${LIMIT_MS} ms`);
    const limit = (reader.seen.get(client) ?? 0) + UNDER_WAY;
    const last = Math.min(next + AT_ONCE, updates.length);
    const first = next;
    writer.socket.cork();
    for (; next < last && (clocks[next] ?? 0) < limit; next++) writer.sendUpdate(updates[next] ?? new Uint8Array());
    writer.socket.uncork();
    if (next > first) await turn();
    else await sleep(1);
  }
};

const typeThrough = async (server: TargetProcess, typed: TypedDocument) => {
  const reader = new BenchClient(server, DOCUMENT, { staysLong: true });
  const writer = new BenchClient(server, DOCUMENT, { staysLong: true });
  if (!(await reader.joined) || !(await writer.joined)) throw new Error('not joined');
  server.meter.resetPeak();
  const spent = server.meter.start();
  const start = performance.now();
  await typeAll(reader, writer, typed);
  await confirm(reader, typed.client, typed.clocks.at(-1) ?? 0);
  const seconds = (performance.now() - start) / 1000;
  const delivered = spent();
  const drain = await quiet(server);
  await sleep(STORED_AFTER_MS);
  const writtenCpu = spent().cpu;
  const peak = server.meter.peak();
  writer.close();
  reader.close();
  await sleep(2_500);
  await quiet(server);
  const edits = typed.updates.length;
  return {
    cpuPer100k: (writtenCpu / edits) * PER,
    deliveredCpuPer100k: (delivered.cpu / edits) * PER,
    perSecond: edits / seconds,
    drain,
    peak,
    starved: delivered.starved,
  };
};

/** The first edits, as a document of their own. */
const shortened = (typed: TypedDocument): TypedDocument => ({
  ...typed,
  updates: typed.updates.slice(0, QUICK_EDITS),
  clocks: typed.clocks.slice(0, QUICK_EDITS),
});

const cpuBar: Bar = atMost({ figure: 'cpuPer100k', label: 'CPU-s / 100k edits until stored', times: 0.4 });

export const typeTraceScenario: Scenario = {
  name: 'type-trace',
  title: 'All 260,000 edits typed through the server, one update each, 400 under way; then closed, restarted, opened',
  targets: SERVERS,
  repeats: 1,
  columns: [
    { figure: 'cpuPer100k', heading: 'CPU-s / 100k edits until stored' },
    { figure: 'deliveredCpuPer100k', heading: 'until delivered' },
    { figure: 'perSecond', heading: 'edits / s' },
    { figure: 'drain', heading: 's from delivered to quiet' },
    { figure: 'peak', heading: 'peak RSS MB' },
    { figure: 'disk', heading: 'disk MB after' },
    { figure: 'coldMs', heading: 'cold open ms' },
    { figure: 'coldCpuMs', heading: 'cold open CPU ms' },
  ],
  bars: [
    cpuBar,
    atMost({ figure: 'disk', label: 'disk MB', times: 1.3 }),
    atMost({ figure: 'coldCpuMs', label: 'cold open after, CPU ms', times: 0.2 }),
  ],
  measure: async (target, { quick, typed, nodeArgs }) => {
    const dir = temporaryDir(target.name);
    const document = quick ? shortened(typed()) : typed();
    const typing = await withServer(target, { dir, nodeArgs }, (server) => typeThrough(server, document));
    const disk = bytesIn(dir) / MEGABYTE;
    if (quick) return { ...typing, disk };
    const cold = await withServer(target, { dir, nodeArgs }, async (server) => {
      await sleep(500);
      return openDocument(server, document);
    });
    return { ...typing, disk, coldMs: cold.milliseconds, coldCpuMs: cold.cpuMilliseconds };
  },
};
