import * as Y from 'yjs';
import { type Trace, TraceReplica, type Transaction, type Version } from './trace.ts';
import { EMPTY_UPDATE, WireClient } from './wire-client.ts';

/** A run of one agent's transactions that no other agent's version cuts in two. */
export interface Batch {
  /** How many of the agent's transactions the others can know once this is sent. */
  readonly through: number;
  readonly updates: Uint8Array[];
}

/** Updates as they came from the server, kept until a transaction wants all that they bring. */
interface Held {
  readonly brings: Version;
  readonly updates: readonly Uint8Array[];
}

/** One agent of a trace: what it has written, what it has sent, and what it was sent but doesn't know of yet. */
export class ReplayAgent {
  readonly index: number;
  sent = 0;
  readonly #url: string;
  readonly #replica: TraceReplica;
  /** All that the server has, as far as this agent was told: what it knows, what it holds, and what it sent. */
  readonly #inbox = new Y.Doc();
  readonly #made: Uint8Array[] = [];
  readonly #known: number[];
  /** The versions of this agent's transactions still to come, next first. */
  readonly #expected: Version[] = [];
  readonly #cuts = new Set<number>();
  #held: Held[] = [];
  #arrived: Uint8Array[] = [];
  #client: WireClient | null = null;

  constructor(trace: Trace, index: number, url: string) {
    this.index = index;
    this.#url = url;
    this.#replica = new TraceReplica(trace, index);
    this.#known = new Array<number>(trace.numAgents).fill(0);
  }

  addCut(count: number): void {
    this.#cuts.add(count);
  }

  expect(version: Version): void {
    this.#expected.push(version);
  }

  get content(): string {
    return this.#replica.content;
  }

  get document(): Y.Doc {
    return this.#replica.doc;
  }

  get made(): number {
    return this.#made.length;
  }

  get isConnected(): boolean {
    return this.#client !== null;
  }

  /** On its return an agent can't hold anything back, so it leaves holding nothing. */
  get mayLeave(): boolean {
    return this.#client !== null && this.#held.length === 0;
  }

  /** Whether this agent's next transaction is made on that much of an author's work. */
  wants(author: number, count: number): boolean {
    const next = this.#expected[this.#made.length];
    return next === undefined || (next[author] ?? 0) >= count;
  }

  lacks(version: Version): boolean {
    return version.some((count, author) => author !== this.index && count > (this.#known[author] ?? 0));
  }

  make(transaction: Transaction): void {
    this.#made.push(this.#replica.apply(transaction));
  }

  /** Connects where it isn't; everything that the server has by then arrives, and is held. `answer` goes up as SyncStep2. */
  async connect(server: Version, answer: Uint8Array = EMPTY_UPDATE): Promise<void> {
    if (this.#client !== null) return;
    const options = { sendsChanges: false, receive: this.#take, answer: () => answer };
    this.#client = await WireClient.join(this.#url, this.#inbox, options);
    await this.#client.until(() => this.#client?.framesSent === 1, "the server's SyncStep1");
    await this.#client.saved();
    this.#hold(server);
  }

  async drop(): Promise<void> {
    await this.#client?.drop();
    this.#client = null;
  }

  async leave(): Promise<void> {
    await this.#client?.close();
    this.#client = null;
  }

  nextBatch(): Batch {
    let through = this.sent + 1;
    while (through < this.made && !this.#cuts.has(through)) through++;
    return { through, updates: this.#made.slice(this.sent, through) };
  }

  /** Sends a batch, as frames of its own or, from an agent that was away, as the answer to the server's question. */
  async send({ through, updates }: Batch, server: Version): Promise<void> {
    for (const update of updates) Y.applyUpdate(this.#inbox, update, this);
    if (this.#client === null) await this.connect(server, Y.mergeUpdates(updates));
    else for (const update of updates) this.#client.sendUpdate(update);
    await this.#client?.saved();
    this.sent = through;
  }

  /** Waits until all of a batch has arrived, and holds it. */
  async receive(batch: Uint8Array, author: number, through: Version): Promise<void> {
    const client = this.#client;
    if (client === null) throw new Error(`agent ${this.index} is away`);
    const hasArrived = () => Y.snapshotContainsUpdate(Y.snapshot(this.#inbox), batch);
    await client.until(hasArrived, `agent ${author}'s transactions through ${through[author]}`);
    this.#hold(through.map((count, index) => (index === author ? count : 0)));
  }

  /** Applies what is held of the version; throws where that isn't all of it. */
  merge(version: Version): void {
    const isWanted = ({ brings }: Held) =>
      brings.every((count, author) => author === this.index || count <= (version[author] ?? 0));
    for (const { brings, updates } of this.#held.filter(isWanted)) {
      for (const update of updates) this.#replica.merge(update);
      brings.forEach((count, author) => {
        if (author !== this.index) this.#known[author] = Math.max(this.#known[author] ?? 0, count);
      });
    }
    this.#held = this.#held.filter((held) => !isWanted(held));
    const exact = this.#known.every((count, author) => author === this.index || count === (version[author] ?? 0));
    if (!exact) throw new Error(`agent ${this.index} has ${this.#known} of the others' work, and wants ${version}`);
  }

  readonly #take = (update: Uint8Array): void => {
    Y.applyUpdate(this.#inbox, update, this);
    this.#arrived.push(update);
  };

  #hold(brings: Version): void {
    this.#held.push({ brings, updates: this.#arrived });
    this.#arrived = [];
  }
}
