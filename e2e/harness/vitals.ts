import { readFileSync, writeFileSync } from 'node:fs';
import type { CowriteServer } from './server.ts';

const MB = 1024 * 1024;
/** Linux counts processor time in hundredths of a second, whatever the kernel's own tick is. */
const TICK_MS = 10;

export interface Toll {
  /** How far resident memory rose at its highest above what it was before. */
  readonly peakMb: number;
  /** And how far it stands above it afterwards. */
  readonly restMb: number;
  /** Processor time of all its threads. */
  readonly cpuMs: number;
  /** The longest that its event loop was held up by its own work: as the process measured it, less what its thread waited for a processor. */
  readonly stallMs: number;
  readonly wallMs: number;
}

/** What some work of others costs the server's process. Linux only: it reads /proc. */
export const tollOf = async (server: CowriteServer, work: () => Promise<void>): Promise<Toll> => {
  await stallOf(server);
  const before = residentMb(server.pid);
  resetPeak(server.pid);
  const [cpu, waited, started] = [cpuMs(server.pid), waitedMs(server.pid), performance.now()];
  await work();
  const wallMs = performance.now() - started;
  const stallMs = Math.max(0, (await stallOf(server)) - (waitedMs(server.pid) - waited));
  const peakMb = statusMb(server.pid, 'VmHWM') - before;
  const toll = { peakMb, restMb: residentMb(server.pid) - before, cpuMs: cpuMs(server.pid) - cpu, stallMs, wallMs };
  return Object.fromEntries(Object.entries(toll).map(([name, value]) => [name, Math.round(value)])) as unknown as Toll;
};

/**
 * The cheapest in each respect of several times the same work. Other processes of a busy machine can make one run look
 * dear, which says nothing; what is dear every time is the server's doing.
 */
export const leastTollOf = async (server: CowriteServer, work: () => Promise<void>, runs = 3): Promise<Toll> => {
  let least = await tollOf(server, work);
  for (let run = 1; run < runs; run++) {
    const toll = await tollOf(server, work);
    const names = Object.keys(toll) as (keyof Toll)[];
    least = Object.fromEntries(names.map((name) => [name, Math.min(least[name], toll[name])])) as unknown as Toll;
  }
  return least;
};

export const residentMb = (pid: number): number => statusMb(pid, 'VmRSS');

/** A figure of the server's /metrics, the sum over its labels; 0 where there is none. */
export const metricOf = async (server: CowriteServer, name: string, label = ''): Promise<number> => {
  // Not one that was kept open: the server may close it while this asks.
  const text = await (await fetch(`${server.url}/metrics`, { headers: { connection: 'close' } })).text();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return lines.filter((line) => line.includes(label)).reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
};

/** The longest hold-up since it was last asked for. */
const stallOf = async (server: CowriteServer): Promise<number> =>
  (await metricOf(server, 'nodejs_eventloop_lag_max_seconds')) * 1000;

const statusMb = (pid: number, name: string): number => {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'));
  return (Number(line?.[1]) * 1024) / MB;
};

const resetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** How long the main thread was ready to run and others had the processors. */
const waitedMs = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;

const cpuMs = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
};
