import { fileURLToPath } from 'node:url';
import { installPeer, peerDir } from '../peers.ts';
import { SharedServices } from '../process/shared-services.ts';
import { withServer } from '../process/target-process.ts';
import { atMost } from '../report/bars.ts';
import type { Scenario } from '../scenario.ts';
import type { Target } from '../targets.ts';
import { TypingRoom } from './typing-room.ts';

const NODES = fileURLToPath(new URL('../servers/nodes.js', import.meta.url));
const PEER = 'hocuspocus-nodes';
const CONNECTIONS = 100;
const WRITERS = 10;
const RATE = 200;
const WARM_UP_MS = 5_000;
const PER = 100_000;

/** Two processes of it, over services that they share. */
const nodesOf = (target: Target, env: Readonly<Record<string, string>>): Target => ({
  ...target,
  program: async (dir) => {
    const program = await target.program(dir);
    return { args: [NODES, ...program.args], env: { ...program.env, PEER: peerDir(PEER), ...env } };
  },
});

export const twoNodesScenario: Scenario = {
  name: 'two-nodes',
  title: `One document on two nodes, ${CONNECTIONS} connections, ${WRITERS} of them writing ${RATE} updates/s together; what reaches the other node counts`,
  targets: ['cowrite', 'hocuspocus'],
  repeats: 3,
  columns: [
    { figure: 'cpuPer100k', heading: 'CPU-s / 100k deliveries' },
    { figure: 'p50', heading: 'p50 ms' },
    { figure: 'p99', heading: 'p99 ms' },
    { figure: 'framesPerDelivery', heading: 'frames / delivery' },
    { figure: 'redisPerUpdate', heading: 'Redis bytes / update' },
    { figure: 'postgresPerUpdate', heading: 'PostgreSQL WAL bytes / update' },
    { figure: 'resident', heading: 'RSS MB, both' },
  ],
  bars: [
    atMost({ figure: 'cpuPer100k', label: 'CPU-s / 100k deliveries', rival: 'hocuspocus', times: 0.6 }),
    atMost({ figure: 'p99', label: 'p99 ms', rival: 'hocuspocus' }),
  ],
  measure: async (target, { quick, nodeArgs }) => {
    if (target.isPeer) installPeer(PEER);
    const services = await SharedServices.start();
    try {
      return await withServer(nodesOf(target, services.env), { nodeArgs }, async (server) => {
        const room = await TypingRoom.open(server, { connections: CONNECTIONS, writers: WRITERS });
        await room.typeAtRate(RATE, WARM_UP_MS);
        const before = await services.bytes();
        const { cpu, starved, across, delivered, frames, sent, latency } = await room.typeAtRate(
          RATE,
          quick ? 2_500 : 10_000,
        );
        const after = await services.bytes();
        room.close();
        return {
          cpuPer100k: (cpu / across) * PER,
          p50: latency.quantile(0.5),
          p99: latency.quantile(0.99),
          framesPerDelivery: frames / delivered,
          redisPerUpdate: (after.redis - before.redis) / sent,
          postgresPerUpdate: (after.postgres - before.postgres) / sent,
          resident: server.meter.resident(),
          starved,
        };
      });
    } finally {
      await services.stop();
    }
  },
};
