import { setTimeout as sleep } from 'node:timers/promises';
import { BenchClient } from '../client/bench-client.ts';
import { typedCharacter } from '../client/edits.ts';
import { type TargetProcess, withServer } from '../process/target-process.ts';
import { PEERS, type Scenario } from '../scenario.ts';
import { Histogram } from '../statistics.ts';
import { scrape } from './metrics.ts';

const WRITER = 1000;
const PAUSE_MS = 15;
const LIMIT_MS = 5_000;

interface Echo {
  readonly latency: Histogram;
  /** Mean milliseconds of a commit, fsync included; NaN where the server doesn't tell. */
  readonly commit: number;
}

/** One after the other, each once the last has arrived. */
const echo = async (server: TargetProcess, documentId: string, count: number): Promise<Echo> => {
  const latency = new Histogram();
  let arrived: (() => void) | null = null;
  const reader = new BenchClient(server, documentId, { progress: () => arrived?.() });
  const writer = new BenchClient(server, documentId);
  if (!(await reader.joined) || !(await writer.joined)) throw new Error('not joined');
  const before = await commits(server);
  for (let clock = 0; clock < count; clock++) {
    await sleep(PAUSE_MS);
    const sent = performance.now();
    const there = new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('an update did not arrive')), LIMIT_MS);
      arrived = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    writer.sendUpdate(typedCharacter(WRITER, clock, 'x'));
    await there;
    latency.add(performance.now() - sent);
  }
  const after = await commits(server);
  reader.close();
  writer.close();
  return { latency, commit: ((after.seconds - before.seconds) / (after.count - before.count)) * 1000 };
};

const commits = async (server: TargetProcess): Promise<{ seconds: number; count: number }> => {
  if (server.target.name !== 'cowrite') return { seconds: Number.NaN, count: Number.NaN };
  const metrics = await scrape(server);
  return { seconds: metrics('cowrite_commit_seconds_total'), count: metrics('cowrite_commits_total') };
};

export const echoScenario: Scenario = {
  name: 'echo',
  title: 'One writer, one reader, an idle server: from sent to seen',
  targets: ['cowrite', ...PEERS, 'relay'],
  repeats: 2,
  columns: [
    { figure: 'p50', heading: 'p50 ms' },
    { figure: 'p99', heading: 'p99 ms' },
    { figure: 'commit', heading: 'of it one commit, mean ms' },
    { figure: 'cpuPerUpdate', heading: 'CPU ms / update' },
  ],
  bars: [
    (medians) => {
      const [ours, relay] = [medians.get('cowrite'), medians.get('relay')];
      const theirs = relay?.p50 ?? Number.NaN;
      const limit = theirs + (ours?.commit ?? Number.NaN);
      const p50 = ours?.p50 ?? Number.NaN;
      return {
        bar: 'p50 ms ≤ relay + one commit',
        ours: p50,
        theirs,
        limit,
        met: Number.isFinite(p50) && Number.isFinite(limit) ? p50 <= limit : null,
      };
    },
  ],
  measure: (target, { quick, nodeArgs }) =>
    withServer(target, { nodeArgs }, async (server) => {
      await echo(server, 'warm-up', 50);
      const count = quick ? 150 : 400;
      const spent = server.meter.start();
      const { latency, commit } = await echo(server, 'measured', count);
      const { cpu, starved } = spent();
      const cpuPerUpdate = (cpu * 1000) / count;
      return { p50: latency.quantile(0.5), p99: latency.quantile(0.99), commit, cpuPerUpdate, starved };
    }),
};
