import { setTimeout as sleep } from 'node:timers/promises';
import { BenchClient } from '../client/bench-client.ts';
import { until } from '../client/waiting.ts';
import type { TypedDocument } from '../documents/typed-document.ts';
import { temporaryDir } from '../paths.ts';
import { type TargetProcess, withServer } from '../process/target-process.ts';
import { atMost, withinConstant } from '../report/bars.ts';
import { type Figures, type Scenario, SERVERS } from '../scenario.ts';
import { DOCUMENT, openDocument, storeDocument } from './trace-document.ts';

const CLIENTS = 200;
const LIMIT_MS = 60_000;

interface Storm {
  readonly milliseconds: number;
  readonly cpu: number;
  /** MB over what was in use before. */
  readonly peakGrowth: number;
  readonly starved: number;
}

const storm = async (server: TargetProcess, typed: TypedDocument): Promise<Storm> => {
  const { meter } = server;
  meter.resetPeak();
  const before = meter.resident();
  const spent = meter.start();
  const start = performance.now();
  let synced = 0;
  let milliseconds = Number.NaN;
  const progress = (client: number, from: number, to: number): void => {
    if (client !== typed.client || from >= typed.clock || to < typed.clock) return;
    synced++;
    milliseconds = performance.now() - start;
  };
  const clients = Array.from({ length: CLIENTS }, () => new BenchClient(server, DOCUMENT, { progress }));
  if (!(await until(() => synced === CLIENTS, LIMIT_MS))) throw new Error(`${synced} of ${CLIENTS} clients synced`);
  const peakGrowth = meter.peak() - before;
  const effort = spent();
  for (const client of clients) client.socket.destroy();
  return { ...effort, milliseconds, peakGrowth };
};

export const openTraceScenario: Scenario = {
  name: 'open-trace',
  title: 'The document of 260,000 edits: opened by a server that just started, then by 200 clients at once',
  targets: SERVERS,
  repeats: 3,
  columns: [
    { figure: 'coldMs', heading: 'cold ms' },
    { figure: 'coldCpuMs', heading: 'cold CPU ms' },
    { figure: 'stormMs', heading: '200 clients ms' },
    { figure: 'stormCpu', heading: 'CPU-s' },
    { figure: 'stormPeak', heading: 'peak + MB' },
    { figure: 'coldStormMs', heading: '200 clients, cold ms' },
    { figure: 'coldStormCpu', heading: 'CPU-s' },
    { figure: 'coldStormPeak', heading: 'peak + MB' },
  ],
  bars: [
    atMost({ figure: 'coldCpuMs', label: 'cold CPU ms', times: 0.2 }),
    atMost({ figure: 'stormMs', label: '200 clients ms', times: 0.25 }),
    atMost({ figure: 'stormCpu', label: '200 clients CPU-s', times: 0.25 }),
    withinConstant('stormPeak', '200 clients peak + MB', 20),
  ],
  measure: async (target, { typed, nodeArgs }): Promise<Figures> => {
    const dir = temporaryDir(target.name);
    const options = { dir, nodeArgs };
    await storeDocument(target, { dir }, typed());
    const warm = await withServer(target, options, async (server) => {
      await sleep(500);
      const cold = await openDocument(server, typed());
      await sleep(1_000);
      const holder = new BenchClient(server, DOCUMENT);
      await holder.joined;
      await sleep(500);
      const { milliseconds, cpu, peakGrowth, starved } = await storm(server, typed());
      holder.close();
      return {
        coldMs: cold.milliseconds,
        coldCpuMs: cold.cpuMilliseconds,
        stormMs: milliseconds,
        stormCpu: cpu,
        stormPeak: peakGrowth,
        starved,
      };
    });
    const cold = await withServer(target, options, async (server) => {
      await sleep(500);
      return storm(server, typed());
    });
    return { ...warm, coldStormMs: cold.milliseconds, coldStormCpu: cold.cpu, coldStormPeak: cold.peakGrowth };
  },
};
