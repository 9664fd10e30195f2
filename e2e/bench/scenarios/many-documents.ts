import { setTimeout as sleep } from 'node:timers/promises';
import { BenchClient, joinAll } from '../client/bench-client.ts';
import { typedCharacter } from '../client/edits.ts';
import { until } from '../client/waiting.ts';
import { withServer } from '../process/target-process.ts';
import { atMost } from '../report/bars.ts';
import { PEERS, type Scenario } from '../scenario.ts';
import { Histogram } from '../statistics.ts';

const DOCUMENTS = 1000;
const PER_DOCUMENT = 2;
const CLIENTS = DOCUMENTS * PER_DOCUMENT;
const FIRST_CLIENT = 1000;
const ARRIVAL_LIMIT_MS = 10_000;
const PER = 100_000;

export const manyDocumentsScenario: Scenario = {
  name: 'documents-1000',
  title: `${DOCUMENTS} documents, ${PER_DOCUMENT} connections in each, each writing 1 update/s`,
  targets: ['cowrite', ...PEERS, 'relay', 'relay-framed'],
  repeats: 2,
  columns: [
    { figure: 'cpuPer100k', heading: 'CPU-s / 100k updates' },
    { figure: 'residentPerDocument', heading: 'RSS kB / document' },
    { figure: 'joinCpu', heading: 'CPU-s of all joins' },
    { figure: 'p50', heading: 'p50 ms' },
    { figure: 'p99', heading: 'p99 ms' },
    { figure: 'residentAfter', heading: 'RSS MB at the end' },
  ],
  bars: [
    atMost({ figure: 'cpuPer100k', label: 'CPU-s / 100k updates', times: 0.55 }),
    atMost({ figure: 'residentPerDocument', label: 'RSS kB / document', times: 0.5 }),
  ],
  measure: (target, { quick, nodeArgs }) =>
    withServer(target, { nodeArgs }, async (server) => {
      const { meter } = server;
      await sleep(500);
      const residentBefore = meter.resident();
      const joinSpent = meter.start();
      const sentAt: number[] = [];
      const clocks = new Array<number>(CLIENTS).fill(0);
      let latency = new Histogram();
      let delivered = 0;
      const clients = await joinAll(CLIENTS, (index) => {
        const progress = (client: number, from: number, to: number): void => {
          if (client === FIRST_CLIENT + index) return;
          delivered += to - from;
          latency.add(performance.now() - (sentAt[client - FIRST_CLIENT] ?? 0));
        };
        return new BenchClient(server, `document-${Math.floor(index / PER_DOCUMENT)}`, { progress });
      });
      const joinCpu = joinSpent().cpu;
      await sleep(1_000);
      const residentJoined = meter.resident();

      const write = async (seconds: number): Promise<number> => {
        delivered = 0;
        latency = new Histogram();
        const start = performance.now();
        const total = CLIENTS * seconds;
        for (let written = 0; written < total; await sleep(1)) {
          const due = Math.min(total, Math.floor(((performance.now() - start) * CLIENTS) / 1000));
          for (; written < due; written++) {
            const index = written % CLIENTS;
            const clock = clocks[index] ?? 0;
            clocks[index] = clock + 1;
            sentAt[index] = performance.now();
            clients[index]?.sendUpdate(typedCharacter(FIRST_CLIENT + index, clock, 'x'));
          }
        }
        const isComplete = await until(() => delivered >= total, ARRIVAL_LIMIT_MS, 20);
        if (!isComplete) throw new Error(`${delivered} of ${total} updates arrived`);
        return total;
      };

      await write(5);
      const spent = meter.start();
      const written = await write(quick ? 5 : 15);
      const { cpu, starved } = spent();
      const residentAfter = meter.resident();
      for (const client of clients) client.socket.destroy();
      return {
        cpuPer100k: (cpu / written) * PER,
        residentPerDocument: ((residentJoined - residentBefore) * 1024) / DOCUMENTS,
        joinCpu,
        p50: latency.quantile(0.5),
        p99: latency.quantile(0.99),
        residentAfter,
        starved,
      };
    }),
};
