import { setTimeout as sleep } from 'node:timers/promises';
import { BenchClient } from '../client/bench-client.ts';
import { typedCharacter } from '../client/edits.ts';
import { until } from '../client/waiting.ts';
import { type LargeDocument, largeDocument } from '../documents/large-document.ts';
import { temporaryDir } from '../paths.ts';
import { type TargetProcess, withServer } from '../process/target-process.ts';
import { withinConstant } from '../report/bars.ts';
import { type Figures, type Scenario, SERVERS } from '../scenario.ts';
import { type Endpoint, TARGETS } from '../targets.ts';
import { scrape } from './metrics.ts';
import { type Delays, StallProbe } from './stall-probe.ts';

const LIMIT_MS = 60_000;
/** Between phases; the probe itself keeps the server from being quiet. */
const PAUSE_MS = 2_000;
/** For what follows the last one's leaving. */
const STORED_MS = 8_000;
/** What Node's own measurement adds to every value: the interval that it samples at. */
const LOOP_SAMPLE_MS = 20;
const TYPIST = 3100;
const EDITS = 100;

const LARGE = 'large';
const LARGE_IN_ONE_FRAME = 'large-whole';

let made: LargeDocument | null = null;

/** The longest delays of several phases. */
class Phases {
  readonly #server: TargetProcess;
  readonly #probe: StallProbe;
  readonly delays = new Map<string, Delays>();
  loopDelay = 0;

  constructor(server: TargetProcess, probe: StallProbe) {
    this.#server = server;
    this.#probe = probe;
  }

  async run(phase: string, work: () => Promise<unknown>): Promise<void> {
    await sleep(PAUSE_MS);
    await this.#probe.take();
    await this.#loop();
    await work();
    this.delays.set(phase, await this.#probe.take());
    this.loopDelay = Math.max(this.loopDelay, await this.#loop());
  }

  /** The longest delay of the event loop since the last call, as cowrite tells it. */
  async #loop(): Promise<number> {
    if (this.#server.target.name !== 'cowrite') return Number.NaN;
    const metrics = await scrape(this.#server);
    return Math.max(0, metrics('nodejs_eventloop_lag_max_seconds') * 1000 - LOOP_SAMPLE_MS);
  }
}

const withProbe = (server: TargetProcess, use: (phases: Phases) => Promise<void>): Promise<Phases> => {
  const relay = TARGETS.find(({ name }) => name === 'relay');
  if (!relay) throw new RangeError('no relay');
  return withServer(relay, {}, async (control) => {
    const probe = await StallProbe.start(server, control);
    try {
      const phases = new Phases(server, probe);
      await use(phases);
      return phases;
    } finally {
      probe.stop();
    }
  });
};

/** Sends the whole document, until another client has it. */
const send = async (server: Endpoint, documentId: string, { update, client, clock }: LargeDocument): Promise<void> => {
  const reader = new BenchClient(server, documentId);
  const writer = new BenchClient(server, documentId);
  if (!(await reader.joined) || !(await writer.joined)) throw new Error('not joined');
  writer.sendUpdate(update);
  if (!(await until(() => reader.sawClock(client, clock), LIMIT_MS))) throw new Error('the document did not arrive');
  writer.close();
  reader.close();
};

const receivedAndStored = (server: TargetProcess, large: LargeDocument): Promise<Phases> =>
  withProbe(server, async (phases) => {
    await phases.run('idle', () => sleep(3_000));
    await phases.run('received', () => send(server, LARGE, large));
    await phases.run('stored', () => sleep(STORED_MS));
    // As a client sends it that knows nothing of parts.
    const stock = { target: { ...server.target, subprotocol: null }, port: server.port };
    await phases.run('receivedWhole', () => send(stock, LARGE_IN_ONE_FRAME, large));
    await phases.run('storedWhole', () => sleep(STORED_MS));
  });

const openedAndCompacted = (server: TargetProcess, large: LargeDocument): Promise<Phases> =>
  withProbe(server, async (phases) => {
    const isWhole = (client: BenchClient): Promise<boolean> =>
      until(() => client.sawClock(large.client, large.clock), LIMIT_MS);
    const open = async (stateVector?: Uint8Array): Promise<BenchClient> => {
      const client = new BenchClient(server, LARGE, stateVector ? { stateVector } : {});
      if (!(await isWhole(client))) throw new Error('the document was not sent');
      return client;
    };
    const clients: BenchClient[] = [];
    await phases.run('opened', async () => clients.push(await open()));
    await phases.run('diffed', async () => clients.push(await open(large.stateVector)));
    for (let clock = 0; clock < EDITS; clock++) clients[0]?.sendUpdate(typedCharacter(TYPIST, clock, 'x'));
    await until(() => clients[1]?.sawClock(TYPIST, EDITS) ?? false, LIMIT_MS);
    await phases.run('compacted', async () => {
      for (const client of clients) client.close();
      await sleep(STORED_MS);
    });
  });

const WORK = ['received', 'stored', 'receivedWhole', 'storedWhole', 'opened', 'diffed', 'compacted'] as const;

export const stallScenario: Scenario = {
  name: 'stall',
  title: 'A document of 20 MB comes, is stored, opened, diffed and compacted: longest delay of a cursor in another, ms',
  targets: SERVERS,
  repeats: 2,
  columns: [
    { figure: 'idle', heading: 'before' },
    { figure: 'received', heading: 'received' },
    { figure: 'stored', heading: 'left, stored' },
    { figure: 'receivedWhole', heading: 'received in one frame' },
    { figure: 'storedWhole', heading: 'left, stored' },
    { figure: 'opened', heading: 'opened' },
    { figure: 'diffed', heading: 'diffed' },
    { figure: 'compacted', heading: 'edited, compacted' },
    { figure: 'keystroke', heading: 'longest of a keystroke' },
    { figure: 'loop', heading: "longest of the event loop's own" },
    { figure: 'control', heading: 'longest of a bare relay beside it' },
  ],
  bars: [
    ...WORK.map((phase) => withinConstant(phase, `stall ms, ${phase}`, 20)),
    withinConstant('loop', 'loop ms', 20),
  ],
  measure: async (target, { nodeArgs }): Promise<Figures> => {
    made ??= largeDocument();
    const large = made;
    const dir = temporaryDir(target.name);
    const options = { dir, nodeArgs };
    const first = await withServer(target, options, (server) => receivedAndStored(server, large));
    const second = await withServer(target, options, (server) => openedAndCompacted(server, large));
    const delays = new Map([...first.delays, ...second.delays]);
    const longest = (kind: keyof Delays): number => Math.max(...WORK.map((phase) => delays.get(phase)?.[kind] ?? 0));
    return {
      ...Object.fromEntries([...delays].map(([phase, { cursor }]) => [phase, cursor])),
      ...Object.fromEntries([...delays].map(([phase, each]) => [`${phase}Keystroke`, each.keystroke])),
      keystroke: longest('keystroke'),
      control: longest('control'),
      loop: Math.max(first.loopDelay, second.loopDelay),
    };
  },
};
