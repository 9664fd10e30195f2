import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as Y from 'yjs';
import { EMPTY_UPDATE } from './wire-client.ts';

/** Deletes `deleted` characters at `position`, then inserts there; counted in Unicode code points. */
export type Patch = readonly [position: number, deleted: number, inserted: string];

export interface Transaction {
  /** Indexes of the transactions whose merged outcome this one was made on. */
  readonly parents: readonly number[];
  readonly agent: number;
  readonly patches: readonly Patch[];
}

/**
 * A concurrent editing trace, as josephg/editing-traces keeps them (concurrent_traces/README.md there says what each
 * field means). Each agent's own transactions are totally ordered.
 */
export interface Trace {
  readonly endContent: string;
  readonly numAgents: number;
  readonly txns: readonly Transaction[];
}

/** How many transactions of each agent a state contains: since agents are ordered, that says which. */
export type Version = readonly number[];

/** Reads a trace from a `.json` or `.json.gz`. Throws where the file isn't a concurrent trace. */
export const readTrace = (path: string): Trace => {
  const bytes = readFileSync(path);
  const trace: unknown = JSON.parse((path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
  if (!isTrace(trace)) throw new TypeError(`${path} is not a concurrent editing trace`);
  return trace;
};

const isTrace = (value: unknown): value is Trace =>
  typeof value === 'object' &&
  value !== null &&
  'kind' in value &&
  value.kind === 'concurrent' &&
  'endContent' in value &&
  typeof value.endContent === 'string' &&
  'numAgents' in value &&
  typeof value.numAgents === 'number' &&
  'txns' in value &&
  Array.isArray(value.txns);

/** For each transaction, what its agent has seen once it is made, itself included. Throws on an agent that forked. */
export const versionsOf = (trace: Trace): Version[] => {
  const versions: number[][] = [];
  const made = new Array<number>(trace.numAgents).fill(0);
  trace.txns.forEach(({ parents, agent }, index) => {
    const version = new Array<number>(trace.numAgents).fill(0);
    for (const parent of parents) {
      const seen = versions[parent];
      if (seen === undefined) throw new RangeError(`transaction ${index} has a parent that comes after it`);
      seen.forEach((count, other) => {
        version[other] = Math.max(version[other] ?? 0, count);
      });
    }
    if (version[agent] !== made[agent]) throw new RangeError(`agent ${agent} forked at transaction ${index}`);
    version[agent] = made[agent] = (made[agent] ?? 0) + 1;
    versions.push(version);
  });
  return versions;
};

export const TEXT = 'text';

/** One agent's document. Yjs orders concurrent inserts at one place by clientID: agents have theirs in their own order. */
export class TraceReplica {
  readonly doc = new Y.Doc();
  readonly #text = this.doc.getText(TEXT);
  readonly #countsCodePoints: boolean;

  constructor(trace: Trace, agent: number) {
    this.doc.clientID = 1_000 + agent;
    this.#countsCodePoints = trace.txns.some(({ patches }) =>
      patches.some(([, , text]) => /[\ud800-\udbff]/.test(text)),
    );
  }

  get content(): string {
    return this.#text.toString();
  }

  /** Makes the transaction's edits; returns the update they are. */
  apply({ patches }: Transaction): Uint8Array {
    let made: Uint8Array = EMPTY_UPDATE;
    const keep = (update: Uint8Array) => {
      made = update;
    };
    this.doc.once('update', keep);
    this.doc.transact(() => {
      for (const [position, deleted, inserted] of patches) {
        const at = this.#codeUnits(0, position);
        if (deleted > 0) this.#text.delete(at, this.#codeUnits(at, deleted));
        if (inserted !== '') this.#text.insert(at, inserted);
      }
    });
    this.doc.off('update', keep);
    return made;
  }

  merge(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, this);
  }

  /** UTF-16 code units of `count` code points from `start`. */
  #codeUnits(start: number, count: number): number {
    if (!this.#countsCodePoints) return count;
    const content = this.content;
    let end = start;
    for (let left = count; left > 0; left--) end += (content.codePointAt(end) ?? 0) > 0xffff ? 2 : 1;
    return end - start;
  }
}

/** The same history merged by Yjs alone: every agent a plain document, updates handed over by hand. */
export const mergeLocally = (trace: Trace): string => {
  const versions = versionsOf(trace);
  const agents = Array.from({ length: trace.numAgents }, (_, agent) => ({
    replica: new TraceReplica(trace, agent),
    made: [] as Uint8Array[],
    merged: new Array<number>(trace.numAgents).fill(0),
  }));
  const merge = (agent: (typeof agents)[number], version: Version) => {
    agents.forEach((author, index) => {
      const count = version[index] ?? 0;
      if (author === agent) return;
      for (const update of author.made.slice(agent.merged[index], count)) agent.replica.merge(update);
      agent.merged[index] = Math.max(agent.merged[index] ?? 0, count);
    });
  };
  trace.txns.forEach((transaction, index) => {
    const agent = at(agents, transaction.agent);
    merge(agent, at(versions, index));
    agent.made.push(agent.replica.apply(transaction));
  });
  const [first] = agents;
  if (first === undefined) return '';
  merge(
    first,
    agents.map(({ made }) => made.length),
  );
  return first.replica.content;
};

const at = <T>(list: readonly T[], index: number): T => {
  const value = list[index];
  if (value === undefined) throw new RangeError(`nothing at ${index}`);
  return value;
};
