import * as Y from 'yjs';
import type { Random } from './random.ts';
import { ReplayAgent } from './replay-agent.ts';
import { type Trace, type Transaction, type Version, versionsOf } from './trace.ts';

export interface ReplayReport {
  readonly transactions: number;
  readonly merges: number;
  readonly batches: number;
  readonly disconnections: number;
}

/**
 * Replays a trace through a server, every agent a client of its own, which merges exactly what a transaction's parents
 * say before it makes that transaction.
 *
 * A server may merge the updates that it hands on, and a delete set doesn't say who deleted what. So what a state must
 * contain in part is sent in parts: an agent's transactions go out in batches that nobody's version cuts in two, one
 * batch under way at a time, and a receiver holds each batch until a transaction of its own wants it. An agent may be
 * away from the server as long as nothing is sent that its next transaction doesn't want, for on its return it is given
 * everything at once.
 */
export class TraceReplay {
  readonly #transactions: readonly Transaction[];
  readonly #versions: readonly Version[];
  readonly #agents: readonly ReplayAgent[];
  readonly #random: Random;
  readonly #dropProbability: number;
  #merges = 0;
  #batches = 0;
  #disconnections = 0;

  constructor(trace: Trace, url: string, { random, drops }: { random: Random; drops: number }) {
    this.#transactions = trace.txns;
    this.#versions = versionsOf(trace);
    this.#random = random;
    this.#dropProbability = drops / trace.txns.length;
    this.#agents = Array.from({ length: trace.numAgents }, (_, agent) => new ReplayAgent(trace, agent, url));
    this.#transactions.forEach((transaction, index) => {
      this.#versions[index]?.forEach((count, author) => {
        if (author !== transaction.agent) this.#agents[author]?.addCut(count);
      });
      this.#agents[transaction.agent]?.expect(this.#versions[index] ?? []);
    });
  }

  /** Replays all of it, connects whoever is away and merges the rest; resolves with what happened on the way. */
  async run(): Promise<ReplayReport> {
    for (const agent of this.#agents) await agent.connect(this.#sent());
    for (const [index, transaction] of this.#transactions.entries()) {
      const agent = this.#agents[transaction.agent];
      const version = this.#versions[index];
      if (agent === undefined || version === undefined) throw new RangeError(`no agent ${transaction.agent}`);
      await this.#bring(agent, version);
      agent.make(transaction);
      if (agent.mayLeave && this.#random.chance(this.#dropProbability)) {
        await agent.drop();
        this.#disconnections++;
      }
    }
    const everything = this.#agents.map(({ made }) => made);
    for (const agent of this.#agents) await this.#bring(agent, everything);
    for (const agent of this.#agents) await agent.connect(this.#sent());
    return {
      transactions: this.#transactions.length,
      merges: this.#merges,
      batches: this.#batches,
      disconnections: this.#disconnections,
    };
  }

  /** What each agent ended with. */
  get contents(): string[] {
    return this.#agents.map(({ content }) => content);
  }

  get documents(): Y.Doc[] {
    return this.#agents.map(({ document }) => document);
  }

  async leave(): Promise<void> {
    await Promise.all(this.#agents.map((agent) => agent.leave()));
  }

  /** Brings an agent to just this version of the others' work. */
  async #bring(agent: ReplayAgent, version: Version): Promise<void> {
    for (const author of this.#agents) {
      while (author !== agent && author.sent < (version[author.index] ?? 0)) await this.#send(author);
    }
    if (agent.lacks(version)) {
      await agent.connect(this.#sent());
      agent.merge(version);
      this.#merges++;
    }
  }

  async #send(author: ReplayAgent): Promise<void> {
    const batch = author.nextBatch();
    for (const other of this.#agents) {
      if (other !== author && !other.isConnected && !other.wants(author.index, batch.through)) {
        await other.connect(this.#sent());
      }
    }
    const before = this.#sent();
    const whole = Y.mergeUpdates(batch.updates);
    await author.send(batch, before);
    const through = before.map((count, index) => (index === author.index ? batch.through : count));
    for (const other of this.#agents) {
      if (other !== author && other.isConnected) await other.receive(whole, author.index, through);
    }
    this.#batches++;
  }

  /** How many transactions of each agent the server has. */
  #sent(): Version {
    return this.#agents.map(({ sent }) => sent);
  }
}
