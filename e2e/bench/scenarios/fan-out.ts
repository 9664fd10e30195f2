import { withServer } from '../process/target-process.ts';
import { atLeast, atMost, type Bar } from '../report/bars.ts';
import { PEERS, type Scenario } from '../scenario.ts';
import { TypingRoom } from './typing-room.ts';

const WRITERS = 10;
const RATE = 500;
/** V8 compiles what is busy meanwhile: two seconds in, that is still a tenth of the CPU. */
const WARM_UP_MS = 5_000;
const UNDER_WAY = 200;
const PER = 100_000;

const cpuPer100k = (times: number): Bar => atMost({ figure: 'cpuPer100k', label: 'CPU-s / 100k deliveries', times });

const fanOut = (connections: number, cpuShare: number): Scenario => ({
  name: `fan-out-${connections}`,
  title: `One document, ${connections} connections, ${WRITERS} of them writing ${RATE} updates/s together`,
  targets: ['cowrite', ...PEERS, 'relay', 'relay-framed', 'relay-window'],
  repeats: 3,
  columns: [
    { figure: 'cpuPer100k', heading: 'CPU-s / 100k deliveries' },
    { figure: 'p50', heading: 'p50 ms' },
    { figure: 'p99', heading: 'p99 ms' },
    { figure: 'framesPerDelivery', heading: 'frames / delivery' },
    { figure: 'resident', heading: 'RSS MB' },
  ],
  bars: [cpuPer100k(cpuShare), atMost({ figure: 'p99', label: 'p99 ms', plus: 10 })],
  measure: (target, { quick, nodeArgs }) =>
    withServer(target, { nodeArgs }, async (server) => {
      const room = await TypingRoom.open(server, { connections, writers: WRITERS });
      await room.typeAtRate(RATE, WARM_UP_MS);
      const { cpu, starved, delivered, frames, latency } = await room.typeAtRate(RATE, quick ? 2_500 : 6_000);
      room.close();
      return {
        cpuPer100k: (cpu / delivered) * PER,
        p50: latency.quantile(0.5),
        p99: latency.quantile(0.99),
        framesPerDelivery: frames / delivered,
        resident: server.meter.resident(),
        starved,
      };
    }),
});

const saturated: Scenario = {
  name: 'saturated-300',
  title: `One document, 300 connections, ${UNDER_WAY} updates always under way`,
  targets: ['cowrite', ...PEERS, 'relay', 'relay-framed', 'relay-window'],
  repeats: 3,
  columns: [
    { figure: 'perCpuSecond', heading: 'deliveries / CPU-s' },
    { figure: 'updatesPerCpuSecond', heading: 'updates / CPU-s' },
    { figure: 'framesPerDelivery', heading: 'frames / delivery' },
    { figure: 'resident', heading: 'RSS MB' },
  ],
  bars: [
    atLeast({ figure: 'perCpuSecond', label: 'deliveries / CPU-s', rival: 'hocuspocus', times: 2.5 }),
    atLeast({ figure: 'perCpuSecond', label: 'deliveries / CPU-s', rival: 'y-websocket', times: 100 }),
    atLeast({ figure: 'perCpuSecond', label: 'deliveries / CPU-s', rival: 'relay-framed' }),
  ],
  measure: (target, { quick, nodeArgs }) =>
    withServer(target, { nodeArgs }, async (server) => {
      const room = await TypingRoom.open(server, { connections: 300, writers: WRITERS });
      const { cpu, starved, delivered, sent, frames } = await room.typeSaturated(UNDER_WAY, quick ? 2_500 : 5_000);
      room.close();
      return {
        perCpuSecond: delivered / cpu,
        updatesPerCpuSecond: sent / cpu,
        framesPerDelivery: frames / delivered,
        resident: server.meter.resident(),
        starved,
      };
    }),
};

export const fanOutScenarios: readonly Scenario[] = [saturated, fanOut(100, 0.55), fanOut(300, 0.45)];
