import { setTimeout as sleep } from 'node:timers/promises';
import { BenchClient, joinAll } from '../client/bench-client.ts';
import { confirm, quiet, until } from '../client/waiting.ts';
import type { TypedDocument } from '../documents/typed-document.ts';
import { temporaryDir } from '../paths.ts';
import { type TargetProcess, withServer } from '../process/target-process.ts';
import { atMost, withinConstant } from '../report/bars.ts';
import { type Figures, PEERS, type Scenario } from '../scenario.ts';

const SEEDS_AT_ONCE = 25;
const CYCLES = 3;
const LOAD_LIMIT_MS = 20_000;

const documentId = (index: number): string => `idle-${index}`;

const seed = async (server: TargetProcess, count: number, { beginning, client }: TypedDocument): Promise<void> => {
  let next = 0;
  const seedSome = async (): Promise<void> => {
    while (next < count) {
      const seeder = new BenchClient(server, documentId(next++));
      await seeder.joined;
      seeder.sendUpdate(beginning.state);
      await confirm(seeder, client, beginning.clock);
      seeder.close();
    }
  };
  await Promise.all(Array.from({ length: SEEDS_AT_ONCE }, seedSome));
  await sleep(3_000);
  await quiet(server);
};

const connectAndLeave = async (server: TargetProcess, count: number, typed: TypedDocument): Promise<Figures> => {
  const { meter } = server;
  await sleep(1_000);
  const before = meter.resident();
  const after: number[] = [];
  let [idle, idleCpu, joinCpu] = [0, 0, 0];
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const joinSpent = meter.start();
    const clients = await joinAll(count, (index) => new BenchClient(server, documentId(index)));
    const isLoaded = (client: BenchClient): boolean =>
      server.target.isRelay || client.sawClock(typed.client, typed.beginning.clock);
    if (!(await until(() => clients.every(isLoaded), LOAD_LIMIT_MS, 50))) throw new Error('documents were not loaded');
    if (cycle === 0) {
      joinCpu = joinSpent().cpu;
      await sleep(8_000);
      idle = meter.resident();
      const idleSpent = meter.start();
      await sleep(5_000);
      idleCpu = idleSpent().cpu / 5;
    }
    for (const client of clients) client.close();
    await sleep(5_000);
    await quiet(server, 20_000);
    after.push(meter.resident());
  }
  server.collectGarbage();
  await sleep(3_000);
  return {
    perConnection: ((idle - before) * 1024) / count,
    joinCpu,
    idleCpuShare: idleCpu * 100,
    growth: (after.at(-1) ?? Number.NaN) - before,
    growth1: (after[0] ?? Number.NaN) - before,
    collected: meter.resident() - before,
  };
};

export const idleConnectionsScenario: Scenario = {
  name: 'idle-2000',
  title: '2,000 idle connections on 2,000 stored documents of 10 kB; then all leave, three times over',
  targets: ['cowrite', ...PEERS, 'relay'],
  repeats: 1,
  columns: [
    { figure: 'perConnection', heading: 'RSS kB / connection' },
    { figure: 'joinCpu', heading: 'CPU-s of all joins' },
    { figure: 'idleCpuShare', heading: 'CPU % while idle' },
    { figure: 'growth1', heading: 'RSS grown MB, left once' },
    { figure: 'growth', heading: 'three times' },
    { figure: 'collected', heading: 'after a forced collection' },
  ],
  bars: [
    atMost({ figure: 'perConnection', label: 'RSS kB / connection', times: 0.2 }),
    withinConstant('growth', 'RSS grown MB', 90),
  ],
  measure: async (target, { quick, typed, nodeArgs }) => {
    const count = quick ? 500 : 2_000;
    const dir = temporaryDir(target.name);
    const collecting = ['--expose-gc', '--import', new URL('../servers/collect-garbage.js', import.meta.url).href];
    const options = { dir, nodeArgs: [...collecting, ...nodeArgs] };
    if (!target.isRelay) await withServer(target, options, (server) => seed(server, count, typed()));
    return withServer(target, options, (server) => connectAndLeave(server, count, typed()));
  },
};
