import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
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
  const structs = new Map<number, Run>();
  const deletions = new Map<number, Run>();
  let size = 16;
  for (const { bytes, sections, deletions: deleted } of updates) {
    size += bytes.length;
    for (const { client, clock, end, count, from, to } of sections) {
      const part = { bytes, clock, count, from, to };
      const run = structs.get(client);
      if (!run) structs.set(client, { client, clock, end, parts: [part] });
      else {
        if (run.end !== clock) throw new RangeError('updates with a gap between them');
        run.end = end;
        run.parts.push(part);
      }
    }
    for (const { client, count, from, to } of deleted) {
      const part = { bytes, clock: 0, count, from, to };
      const run = deletions.get(client);
      if (!run) deletions.set(client, { client, clock: 0, end: 0, parts: [part] });
      else run.parts.push(part);
    }
  }
  const writer = new ByteWriter(size + structs.size * 8);
  writer.varUint(structs.size);
  for (const run of highestFirst(structs)) writeStructs(writer, run);
  writer.varUint(deletions.size);
  for (const run of highestFirst(deletions)) writeDeletions(writer, run);
  return writer.take();
};

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

/** Yjs writes clients in this order, because structs of younger clients refer to older ones more often than the reverse. */
const highestFirst = (runs: ReadonlyMap<number, Run>): Iterable<Run> =>
  runs.size > 1 ? [...runs.values()].sort((a, b) => b.client - a.client) : runs.values();

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
