import type { Random } from './random.ts';
import { mergeLocally, type Patch, type Trace, TraceReplica, type Transaction, type Version } from './trace.ts';

const WORDS = 'the of a document and state list in that we each key value set tree local causal order'.split(' ');

interface Made {
  readonly index: number;
  readonly update: Uint8Array;
  readonly version: Version;
}

interface Writer {
  readonly agent: number;
  readonly replica: TraceReplica;
  readonly made: Made[];
  /** How many of the other's transactions this one has merged. */
  seen: number;
  cursor: number;
  /** What is left of the word being typed. */
  pending: string;
}

/**
 * Makes a concurrent trace of two writers who type words, correct themselves and jump about, each seeing the other's
 * work late: one keystroke a transaction, as recorded traces have it. Its `endContent` is what Yjs alone makes of it.
 */
export const generateTrace = (length: number, random: Random): Trace => {
  const empty: Trace = { endContent: '', numAgents: 2, txns: [] };
  const writer = (agent: number): Writer => ({
    agent,
    replica: new TraceReplica(empty, agent),
    made: [],
    seen: 0,
    cursor: 0,
    pending: '',
  });
  const txns: Transaction[] = [];
  const step = (active: Writer, passive: Writer, patches: readonly Patch[]) => {
    const transaction = { agent: active.agent, parents: parentsOf(active, passive), patches };
    const update = active.replica.apply(transaction);
    const counts = [active.made.length + 1, active.seen];
    const version = active.agent === 0 ? counts : counts.reverse();
    active.made.push({ index: txns.length, update, version });
    txns.push(transaction);
  };
  let [active, passive] = [writer(0), writer(1)];
  while (txns.length < length - 1) {
    if (txns.length > 0 && random.chance(0.2)) [active, passive] = [passive, active];
    if (active.made.length === 0) catchUp(active, passive, passive.made.length);
    else if (random.chance(0.1)) catchUp(active, passive, random.between(active.seen, passive.made.length));
    step(active, passive, [keystroke(active, random)]);
  }
  // The last transaction has everything behind it and changes nothing, so that the trace ends in one state.
  catchUp(active, passive, passive.made.length);
  step(active, passive, []);
  const trace = { ...empty, txns };
  return { ...trace, endContent: mergeLocally(trace) };
};

const catchUp = (writer: Writer, other: Writer, count: number): void => {
  for (const { update } of other.made.slice(writer.seen, count)) writer.replica.merge(update);
  writer.seen = count;
  writer.cursor = Math.min(writer.cursor, writer.replica.content.length);
};

/** The writer's own last transaction and the last merged of the other's, without one that the other has behind it. */
const parentsOf = (writer: Writer, other: Writer): number[] => {
  const own = writer.made.at(-1);
  const theirs = other.made[writer.seen - 1];
  if (own === undefined) return theirs === undefined ? [] : [theirs.index];
  if (theirs === undefined || own.version[other.agent] === writer.seen) return [own.index];
  if (theirs.version[writer.agent] === writer.made.length) return [theirs.index];
  return [own.index, theirs.index].sort((a, b) => a - b);
};

const keystroke = (writer: Writer, random: Random): Patch => {
  const { length } = writer.replica.content;
  if (random.chance(0.02)) writer.cursor = random.between(0, length);
  if (writer.cursor > 0 && random.chance(0.1)) {
    const deleted = Math.min(writer.cursor, random.between(1, 4));
    writer.cursor -= deleted;
    return [writer.cursor, deleted, ''];
  }
  if (writer.pending === '') writer.pending = `${random.pick(WORDS)} `;
  const key = writer.pending.slice(0, 1);
  writer.pending = writer.pending.slice(1);
  return [writer.cursor++, 0, key];
};
