import { ByteWriter } from './byte-writer.ts';
import type { GuardedUpdate } from './update-guard.ts';

interface Run {
  readonly client: number;
  readonly clock: number;
  end: number;
  count: number;
  /** Triples: the bytes, from, to. */
  readonly parts: (Uint8Array | number)[];
}

/**
 * Merges updates on their bytes: each client's structs are strung together and the delete sets joined, nothing is
 * decoded. Every update must begin, for each client, just where the ones before it end, which is how a room orders
 * them. Throws RangeError where that doesn't hold.
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
      const run = structs.get(client);
      if (!run) structs.set(client, { client, clock, end, count, parts: [bytes, from, to] });
      else {
        if (run.end !== clock) throw new RangeError('updates with a gap between them');
        run.end = end;
        run.count += count;
        run.parts.push(bytes, from, to);
      }
    }
    for (const { client, count, from, to } of deleted) {
      const run = deletions.get(client);
      if (!run) deletions.set(client, { client, clock: 0, end: 0, count, parts: [bytes, from, to] });
      else {
        run.count += count;
        run.parts.push(bytes, from, to);
      }
    }
  }
  const writer = new ByteWriter(size + structs.size * 8);
  writer.varUint(structs.size);
  for (const run of highestFirst(structs)) {
    writer.varUint(run.count);
    writer.varUint(run.client);
    writer.varUint(run.clock);
    writeParts(writer, run);
  }
  writer.varUint(deletions.size);
  for (const run of highestFirst(deletions)) {
    writer.varUint(run.client);
    writer.varUint(run.count);
    writeParts(writer, run);
  }
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

/** The same structs with another delete set, encoded. */
export const withDeleteSet = ({ bytes, structsEnd }: GuardedUpdate, deleteSet: Uint8Array): Uint8Array => {
  const writer = new ByteWriter(structsEnd + deleteSet.length);
  writer.copy(bytes, 0, structsEnd);
  writer.copy(deleteSet);
  return writer.take();
};

/** Yjs writes clients in this order, because structs of younger clients refer to older ones more often than the reverse. */
const highestFirst = (runs: ReadonlyMap<number, Run>): Iterable<Run> =>
  runs.size > 1 ? [...runs.values()].sort((a, b) => b.client - a.client) : runs.values();

const writeParts = (writer: ByteWriter, { parts }: Run): void => {
  for (let index = 0; index < parts.length; index += 3) {
    writer.copy(parts[index] as Uint8Array, parts[index + 1] as number, parts[index + 2] as number);
  }
};
