import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { BenchClient, joinAll } from '../client/bench-client.ts';
import { typedCharacter } from '../client/edits.ts';
import { until } from '../client/waiting.ts';
import type { Effort } from '../process/meter.ts';
import type { TargetProcess } from '../process/target-process.ts';
import { Histogram } from '../statistics.ts';

const FIRST_CLIENT = 1000;
/** Those that are read at once, and whose latency counts; the others are read every 20 ms. */
const PROMPT_READERS = 30;
const ARRIVAL_LIMIT_MS = 30_000;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

export interface TypingResult extends Effort {
  readonly sent: number;
  /** Updates that reached another client, counted by what its state came to be: merging doesn't make them fewer. */
  readonly delivered: number;
  /** Those of them whose writer is at another node. */
  readonly across: number;
  /** Frames that all clients received. */
  readonly frames: number;
  /** Of those across nodes, where there are several. */
  readonly latency: Histogram;
}

/** Many connections in one document, the first of which type. */
export class TypingRoom {
  readonly #server: TargetProcess;
  readonly #writers: number;
  readonly #clocks: number[];
  readonly #sentAt: number[][];
  #clients: readonly BenchClient[] = [];
  #next = 0;
  #delivered = 0;
  #across = 0;
  #latency = new Histogram();
  #latencyFrom = 0;

  private constructor(server: TargetProcess, writers: number) {
    this.#server = server;
    this.#writers = writers;
    this.#clocks = new Array<number>(writers).fill(0);
    this.#sentAt = Array.from({ length: writers }, () => []);
  }

  static async open(server: TargetProcess, { connections, writers }: { connections: number; writers: number }) {
    const room = new TypingRoom(server, writers);
    room.#clients = await joinAll(connections, (index) => {
      const isPrompt = room.#isPrompt(index);
      return new BenchClient(server.at(index), 'room', {
        progress: (client, from, to) => room.#arrived({ reader: index, isPrompt }, client - FIRST_CLIENT, from, to),
      });
    });
    room.#clients.forEach((client, index) => {
      if (!room.#isPrompt(index)) client.socket.relax();
    });
    await sleep(500);
    return room;
  }

  /** Types so many updates a second, the writers in turn. */
  typeAtRate(rate: number, milliseconds: number): Promise<TypingResult> {
    return this.#measure(async (start) => {
      let sent = 0;
      while (sent < (rate * milliseconds) / 1000) {
        const due = Math.min(performance.now() - start, milliseconds);
        const count = Math.floor((due * rate) / 1000) - sent;
        this.#type(count);
        sent += count;
        await sleep(1);
      }
      return sent;
    });
  }

  /** Keeps so many updates under way, so that the server always has work. */
  typeSaturated(underWay: number, milliseconds: number): Promise<TypingResult> {
    const prompt = this.#clients.filter((_, index) => this.#isPrompt(index));
    const before = this.#total(this.#clocks);
    return this.#measure(async (start) => {
      let sent = 0;
      while (performance.now() - start < milliseconds) {
        const arrived = Math.min(...prompt.map(({ seen }) => this.#total(seen.values()))) - before;
        const count = underWay - (sent - arrived);
        this.#type(count);
        sent += Math.max(0, count);
        await turn();
      }
      return sent;
    });
  }

  close(): void {
    for (const client of this.#clients) client.socket.destroy();
  }

  #isPrompt(index: number): boolean {
    return index >= this.#writers && index < this.#writers + PROMPT_READERS;
  }

  #total(counts: Iterable<number>): number {
    let total = 0;
    for (const count of counts) total += count;
    return total;
  }

  async #measure(type: (start: number) => Promise<number>): Promise<TypingResult> {
    this.#delivered = 0;
    this.#across = 0;
    this.#latency = new Histogram();
    this.#latencyFrom = performance.now();
    const framesBefore = this.#frames();
    const spent = this.#server.meter.start();
    const sent = await type(this.#latencyFrom);
    const expected = sent * (this.#clients.length - 1);
    const isComplete = await until(() => this.#delivered >= expected, ARRIVAL_LIMIT_MS, 20);
    if (!isComplete) throw new Error(`${this.#delivered} of ${expected} deliveries arrived`);
    const frames = this.#frames() - framesBefore;
    return { ...spent(), sent, delivered: this.#delivered, across: this.#across, frames, latency: this.#latency };
  }

  #frames(): number {
    return this.#total(this.#clients.map(({ socket }) => socket.frames));
  }

  /** Each writer's part of it leaves in one write. */
  #type(count: number): void {
    const touched = new Set<BenchClient>();
    const now = performance.now();
    for (let index = 0; index < count; index++) {
      const writer = this.#next++ % this.#writers;
      const client = this.#clients[writer];
      const clock = this.#clocks[writer] ?? 0;
      if (!client) throw new RangeError(`no writer ${writer}`);
      if (!touched.has(client)) client.socket.cork();
      touched.add(client);
      this.#clocks[writer] = clock + 1;
      this.#sentAt[writer]?.push(now);
      client.sendUpdate(typedCharacter(FIRST_CLIENT + writer, clock, ALPHABET[clock % ALPHABET.length] ?? ''));
    }
    for (const client of touched) client.socket.uncork();
  }

  #arrived(at: { reader: number; isPrompt: boolean }, writer: number, from: number, to: number): void {
    const sentAt = this.#sentAt[writer];
    if (!sentAt || at.reader === writer) return;
    this.#delivered += to - from;
    const { nodes } = this.#server;
    const isAcross = at.reader % nodes !== writer % nodes;
    if (isAcross) this.#across += to - from;
    if (!at.isPrompt || (nodes > 1 && !isAcross)) return;
    const now = performance.now();
    for (let clock = from; clock < to; clock++) {
      const sent = sentAt[clock] ?? 0;
      if (sent >= this.#latencyFrom) this.#latency.add(now - sent);
    }
  }
}
