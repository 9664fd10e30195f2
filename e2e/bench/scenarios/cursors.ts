import { setTimeout as sleep } from 'node:timers/promises';
import { BenchClient, joinAll } from '../client/bench-client.ts';
import { awarenessOf } from '../client/edits.ts';
import { until } from '../client/waiting.ts';
import { type TargetProcess, withServer } from '../process/target-process.ts';
import { atMost } from '../report/bars.ts';
import { PEERS, type Scenario } from '../scenario.ts';
import { Histogram } from '../statistics.ts';

const PEOPLE = 100;
const RATE_HZ = 10;
const FIRST_CLIENT = 1000;
const PROMPT_READERS = 30;
const ARRIVAL_LIMIT_MS = 30_000;
const PER = 100_000;

/** What y-codemirror.next and Lexical's binding put there. */
const cursorState = (person: number, clock: number) => {
  const position = { type: null, tname: 'text', item: { client: FIRST_CLIENT + person, clock: clock * 7 }, assoc: 0 };
  const user = { name: `User ${person}`, color: '#30bced', colorLight: '#30bced33' };
  return { user, cursor: { anchor: position, head: position } };
};

/** People in one document who all move their cursors, one after the other in even steps. */
class CursorRoom {
  readonly #clocks = new Array<number>(PEOPLE).fill(0);
  readonly #sentAt: number[][] = Array.from({ length: PEOPLE }, () => []);
  #clients: readonly BenchClient[] = [];
  latency = new Histogram();
  /** Moves that reached another person; one that a later one overtook counts as reached with it. */
  delivered = 0;

  async open(server: TargetProcess): Promise<void> {
    this.#clients = await joinAll(PEOPLE, (reader) => {
      const seen = new Array<number>(PEOPLE).fill(0);
      return new BenchClient(server, 'room', {
        awareness: (client, clock) => {
          const person = client - FIRST_CLIENT;
          const before = seen[person];
          if (before === undefined || person === reader || clock <= before) return;
          seen[person] = clock;
          this.#arrived(person, before, clock, reader < PROMPT_READERS);
        },
      });
    });
    for (const client of this.#clients.slice(PROMPT_READERS)) client.socket.relax();
  }

  /** Resolves with the number of moves. */
  async move(milliseconds: number): Promise<number> {
    this.delivered = 0;
    this.latency = new Histogram();
    const start = performance.now();
    const total = Math.floor((milliseconds * RATE_HZ) / 1000) * PEOPLE;
    for (let moved = 0; moved < total; await sleep(1)) {
      const due = Math.min(total, Math.floor(((performance.now() - start) * RATE_HZ * PEOPLE) / 1000));
      for (; moved < due; moved++) this.#moveOne(moved % PEOPLE);
    }
    const expected = total * (PEOPLE - 1);
    const isComplete = await until(() => this.delivered >= expected, ARRIVAL_LIMIT_MS, 20);
    if (!isComplete) throw new Error(`${this.delivered} of ${expected} moves arrived`);
    return total;
  }

  close(): void {
    for (const client of this.#clients) client.socket.destroy();
  }

  #moveOne(person: number): void {
    const clock = (this.#clocks[person] ?? 0) + 1;
    this.#clocks[person] = clock;
    const sentAt = this.#sentAt[person];
    if (sentAt) sentAt[clock] = performance.now();
    this.#clients[person]?.sendAwareness(awarenessOf(FIRST_CLIENT + person, clock, cursorState(person, clock)));
  }

  #arrived(person: number, before: number, clock: number, isPrompt: boolean): void {
    this.delivered += clock - before;
    if (!isPrompt) return;
    const now = performance.now();
    for (let each = before + 1; each <= clock; each++) this.latency.add(now - (this.#sentAt[person]?.[each] ?? now));
  }
}

export const cursorsScenario: Scenario = {
  name: 'cursors',
  title: `${PEOPLE} people in one document, all moving their cursors at ${RATE_HZ} Hz`,
  targets: ['cowrite', ...PEERS, 'relay', 'relay-framed', 'relay-window'],
  repeats: 3,
  columns: [
    { figure: 'cpuPer100k', heading: 'CPU-s / 100k deliveries' },
    { figure: 'p50', heading: 'p50 ms' },
    { figure: 'p99', heading: 'p99 ms' },
  ],
  bars: [atMost({ figure: 'cpuPer100k', label: 'CPU-s / 100k deliveries', times: 0.3 })],
  measure: (target, { quick, nodeArgs }) =>
    withServer(target, { nodeArgs }, async (server) => {
      const room = new CursorRoom();
      await room.open(server);
      await room.move(1_500);
      const spent = server.meter.start();
      const moves = await room.move(quick ? 2_500 : 6_000);
      const { cpu, starved } = spent();
      room.close();
      const [p50, p99] = [room.latency.quantile(0.5), room.latency.quantile(0.99)];
      return { cpuPer100k: (cpu / (moves * (PEOPLE - 1))) * PER, p50, p99, starved };
    }),
};
