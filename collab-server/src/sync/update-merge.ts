import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { LARGE } from './limits.ts';
import { StructWriter } from './struct-writer.ts';
import type { GuardedUpdate } from './update-guard.ts';

/** One client's structs, or what is deleted of its, in several updates. */
interface Run {
  readonly client: number;
  readonly clock: number;
  end: number;
  readonly parts: Part[];
}

/** Bytes `from` to `to` of an update, which hold `count` structs or pairs. */
interface Part {
  readonly bytes: Uint8Array;
  readonly clock: number;
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Merges updates on their bytes: each client's structs are strung together and the delete sets joined; what was typed
 * in one go becomes one struct, and what was deleted in one go one range. Every update must begin, for each client, just
 * where the ones before it end, which is how a room orders them. Throws RangeError where that doesn't hold.
 */
export const mergeGuarded = (updates: readonly GuardedUpdate[]): Uint8Array => {
  const [first] = updates;
  if (updates.length === 1 && first) return first.bytes;
  const structs = new Runs();
  const deletions = new Runs();
  let size = 16;
  for (const { bytes, sections, deletions: deleted } of updates) {
    size += bytes.length;
    for (const { client, clock, end, count, from, to } of sections) {
      const run = structs.of(client, clock);
      if (run.end !== clock) throw new RangeError('updates with a gap between them');
      run.end = end;
      run.parts.push({ bytes, clock, count, from, to });
    }
    for (const { client, count, from, to } of deleted) {
      deletions.of(client, 0).parts.push({ bytes, clock: 0, count, from, to });
    }
  }
  const isLarge = size > LARGE;
  const writer = isLarge ? new ByteWriter(size) : merged;
  writer.clear();
  writer.varUint(structs.size);
  for (const run of structs.highestFirst()) writeStructs(writer, run);
  writer.varUint(deletions.size);
  for (const run of deletions.highestFirst()) writeDeletions(writer, run);
  return isLarge ? writer.take() : new Uint8Array(writer.take());
};

/** One run a client. A few are found by looking at each: a map of two costs more than all the rest of a merge. */
class Runs {
  readonly #runs: Run[] = [];
  #byClient: Map<number, Run> | null = null;

  get size(): number {
    return this.#runs.length;
  }

  /** The client's run; a new one begins at `clock`. */
  of(client: number, clock: number): Run {
    const known = this.#byClient ? this.#byClient.get(client) : this.#runs.find((run) => run.client === client);
    if (known) return known;
    const run: Run = { client, clock, end: clock, parts: [] };
    this.#runs.push(run);
    this.#byClient?.set(client, run);
    if (this.#runs.length === FEW) this.#byClient = new Map(this.#runs.map((each) => [each.client, each]));
    return run;
  }

  /** Yjs writes clients in this order, because structs of younger clients refer to older ones more often than the reverse. */
  highestFirst(): readonly Run[] {
    const [first, second] = this.#runs;
    if (this.#runs.length === 2 && first && second) return first.client > second.client ? this.#runs : [second, first];
    return this.#runs.length > 2 ? this.#runs.sort((a, b) => b.client - a.client) : this.#runs;
  }
}

const FEW = 12;

/**
 * Merges as many as can be: a new update begins wherever one doesn't follow on the ones before it. A log has such
 * places where two servers accepted the same change.
 */
export const mergeRuns = (updates: readonly GuardedUpdate[]): Uint8Array[] => {
  const runs: GuardedUpdate[][] = [];
  const ends = new Map<number, number>();
  for (const update of updates) {
    const run = runs.at(-1);
    if (run && update.sections.every(({ client, clock }) => (ends.get(client) ?? clock) === clock)) run.push(update);
    else {
      ends.clear();
      runs.push([update]);
    }
    for (const { client, end } of update.sections) ends.set(client, end);
  }
  return runs.map(mergeGuarded);
};

/** For all small ones in turn. What is handed out is a copy of its own size: a log's tail is made of such. */
const merged = new ByteWriter(1024);
const structWriter = new StructWriter();

const writeStructs = (writer: ByteWriter, { client, clock, parts }: Run): void => {
  structWriter.begin(client);
  for (const part of parts) structWriter.add(part);
  const { count, bytes } = structWriter.end();
  writer.varUint(count);
  writer.varUint(client);
  writer.varUint(clock);
  writer.copy(bytes);
};

const pairs = new ByteWriter();

/** Ranges that touch the one before them are joined to it, as those of a key that is held down do. */
const writeDeletions = (writer: ByteWriter, { client, parts }: Run): void => {
  pairs.clear();
  let [start, end, count] = [0, 0, 0];
  for (const part of parts) {
    const reader = new ByteReader(part.bytes, part.from, part.to);
    for (let left = part.count; left > 0; left--) {
      const clock = reader.varUint();
      const behind = clock + reader.varUint();
      if (count > 0 && clock === end) end = behind;
      else if (count > 0 && behind === start) start = clock;
      else {
        if (count > 0) writePair(start, end);
        [start, end] = [clock, behind];
        count++;
      }
    }
  }
  if (count > 0) writePair(start, end);
  writer.varUint(client);
  writer.varUint(count);
  writer.copy(pairs.take());
};

const writePair = (start: number, end: number): void => {
  pairs.varUint(start);
  pairs.varUint(end - start);
};
