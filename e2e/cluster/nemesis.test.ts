import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Random, seedOf } from '../harness/random.ts';
import { Cluster } from './harness/cluster.ts';
import { Nemesis } from './harness/nemesis.ts';
import { Workload } from './harness/workload.ts';

const RUNS = Number(process.env.RUNS ?? 5);
const SECONDS = Number(process.env.SECONDS ?? 10);
const NODES = 3;
const DOCUMENTS = ['one', 'two'];

const firstSeed = seedOf('nemesis');

test(`three nodes lose nothing, whatever fails (${RUNS} runs of ${SECONDS} s)`, {
  timeout: RUNS * (SECONDS + 180) * 1000,
}, async () => {
  for (let seed = firstSeed; seed < firstSeed + RUNS; seed++) await run(seed);
});

const run = async (seed: number): Promise<void> => {
  const random = new Random(seed);
  const cluster = await Cluster.start(NODES, random);
  const workload = new Workload(cluster, new Random(seed + 1), DOCUMENTS);
  const nemesis = new Nemesis(cluster, random);
  try {
    workload.start();
    for (const end = Date.now() + SECONDS * 1000; Date.now() < end; ) {
      await nemesis.strike();
      await delay(random.between(200, 2_500));
    }
    await nemesis.heal();
    const said = `SEED=${seed}: ${nemesis.story.join(', ')}`;
    expect(
      cluster.nodes.map(({ server }) => server.isRunning),
      `${said}: a node ended by itself`,
    ).not.toContain(false);
    expect(await workload.losses(), said).toEqual([]);
    expect(await workload.differences(), said).toEqual([]);
    console.info(`${said}; ${workload.summary}`);
  } finally {
    await nemesis.heal().catch(() => {});
    await workload.stop();
    await cluster.dispose();
  }
};
