// Started by StallProbe, with name and port of a server and of a relay.
import { setTimeout as sleep } from 'node:timers/promises';
import { BenchClient, type ClientOptions } from '../client/bench-client.ts';
import { awarenessOf, typedCharacter } from '../client/edits.ts';
import { type Endpoint, TARGETS } from '../targets.ts';
import type { Delays } from './stall-probe.ts';

const CURSOR = 3001;
const TYPIST = 3002;
/** No more than a lively person sends, or the server may put it off. */
const PAUSE_MS = 10;
/** Several who take turns, so that a stall is measured to 2 ms. */
const CURSORS = 5;

/** Sends one thing after the other, each once the last was seen, and keeps the longest delay. */
class Pinger {
  readonly #send: (clock: number) => void;
  #sent = 0;
  #clock = 0;
  #longest = 0;
  #isUnderWay = false;

  constructor(send: (clock: number) => void) {
    this.#send = send;
    this.#ping();
  }

  seen(clock: number): void {
    if (!this.#isUnderWay || clock < this.#clock) return;
    this.#isUnderWay = false;
    this.#longest = Math.max(this.#longest, performance.now() - this.#sent);
    void sleep(PAUSE_MS).then(() => this.#ping());
  }

  take(): number {
    const soFar = this.#isUnderWay ? performance.now() - this.#sent : 0;
    const longest = Math.max(this.#longest, soFar);
    this.#longest = 0;
    return longest;
  }

  #ping(): void {
    this.#isUnderWay = true;
    this.#sent = performance.now();
    this.#send(++this.#clock);
  }
}

const endpoint = (name: string | undefined, port: string | undefined): Endpoint => {
  const target = TARGETS.find((each) => each.name === name);
  if (!target) throw new RangeError(`no target ${name}`);
  return { target, port: Number(port) };
};

const pair = async (at: Endpoint, documentId: string, options: ClientOptions): Promise<BenchClient> => {
  const reader = new BenchClient(at, documentId, options);
  const writer = new BenchClient(at, documentId);
  if (!(await reader.joined) || !(await writer.joined)) throw new Error('not joined');
  return writer;
};

const cursorPinger = async (at: Endpoint, index: number): Promise<Pinger> => {
  await sleep((index * PAUSE_MS) / CURSORS);
  let pinger: Pinger | null = null;
  const writer = await pair(at, `cursors-${index}`, {
    awareness: (client, clock) => {
      if (client === CURSOR) pinger?.seen(clock);
    },
  });
  pinger = new Pinger((clock) => writer.sendAwareness(awarenessOf(CURSOR, clock, { clock })));
  return pinger;
};

const keystrokePinger = async (at: Endpoint): Promise<Pinger> => {
  let pinger: Pinger | null = null;
  const writer = await pair(at, `keystrokes-${Date.now()}`, {
    progress: (client, _, to) => {
      if (client === TYPIST) pinger?.seen(to);
    },
  });
  pinger = new Pinger((clock) => writer.sendUpdate(typedCharacter(TYPIST, clock - 1, 'x')));
  return pinger;
};

const [, , serverName, serverPort, relayName, relayPort] = process.argv;
const server = endpoint(serverName, serverPort);
const relay = endpoint(relayName, relayPort);
const turns = Array.from({ length: CURSORS }, (_, index) => index);
const cursors = await Promise.all(turns.map((index) => cursorPinger(server, index)));
const controls = await Promise.all(turns.map((index) => cursorPinger(relay, index)));
const keystrokes = await keystrokePinger(server);

const longest = (pingers: readonly Pinger[]): number => Math.max(...pingers.map((pinger) => pinger.take()));

process.on('message', () => {
  const delays: Delays = { cursor: longest(cursors), keystroke: keystrokes.take(), control: longest(controls) };
  process.send?.(delays);
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
