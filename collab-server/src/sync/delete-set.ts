import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import type { Deletions } from './update-guard.ts';

/** What is deleted: by client, ranges of clocks as alternating starts and ends. */
export class DeleteSet {
  readonly #ranges = new Map<number, number[]>();
  /** Clients whose ranges are unsorted since the last question. */
  readonly #loose = new Set<number>();

  /** Takes in one update's deletions; `bytes` is the update that they point into. */
  add(bytes: Uint8Array, deletions: readonly Deletions[]): void {
    for (const each of deletions) {
      const known = this.#ranges.get(each.client);
      if (known) readRanges(bytes, each, known);
      else this.#ranges.set(each.client, readRanges(bytes, each, []));
      this.#loose.add(each.client);
    }
  }

  /** What `deletions` would add to this, encoded as an update's delete set; null where it is nothing. */
  encodeMissing(bytes: Uint8Array, deletions: readonly Deletions[]): Uint8Array | null {
    const missing = new Map<number, number[]>();
    for (const each of deletions) {
      const left = subtract(normalise(readRanges(bytes, each, [])), this.#sorted(each.client));
      if (left.length > 0) missing.set(each.client, left);
    }
    return missing.size > 0 ? encodeRanges(missing) : null;
  }

  #sorted(client: number): readonly number[] {
    const ranges = this.#ranges.get(client);
    if (!ranges) return [];
    if (!this.#loose.delete(client)) return ranges;
    const sorted = normalise(ranges);
    this.#ranges.set(client, sorted);
    return sorted;
  }
}

const readRanges = (bytes: Uint8Array, { count, from, to }: Deletions, ranges: number[]): number[] => {
  const reader = new ByteReader(bytes, from, to);
  for (let left = count; left > 0; left--) {
    const start = reader.varUint();
    ranges.push(start, start + reader.varUint());
  }
  return ranges;
};

/** Sorts, and joins what touches or overlaps. */
const normalise = (ranges: readonly number[]): number[] => {
  const pairs: [number, number][] = [];
  for (let index = 0; index < ranges.length; index += 2)
    pairs.push([ranges[index] as number, ranges[index + 1] as number]);
  pairs.sort((a, b) => a[0] - b[0]);
  const joined: number[] = [];
  for (const [start, end] of pairs) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last) joined[joined.length - 1] = Math.max(last, end);
    else joined.push(start, end);
  }
  return joined;
};

/** Both normalised. */
const subtract = (ranges: readonly number[], taken: readonly number[]): number[] => {
  const left: number[] = [];
  let next = 0;
  for (let index = 0; index < ranges.length; index += 2) {
    let start = ranges[index] as number;
    const end = ranges[index + 1] as number;
    while (next < taken.length && (taken[next + 1] as number) <= start) next += 2;
    for (let at = next; at < taken.length && (taken[at] as number) < end && start < end; at += 2) {
      if ((taken[at] as number) > start) left.push(start, taken[at] as number);
      start = Math.max(start, taken[at + 1] as number);
    }
    if (start < end) left.push(start, end);
  }
  return left;
};

const encodeRanges = (ranges: ReadonlyMap<number, readonly number[]>): Uint8Array => {
  const writer = new ByteWriter();
  writer.varUint(ranges.size);
  for (const [client, each] of ranges) {
    writer.varUint(client);
    writer.varUint(each.length / 2);
    for (let index = 0; index < each.length; index += 2) {
      writer.varUint(each[index] as number);
      writer.varUint((each[index + 1] as number) - (each[index] as number));
    }
  }
  return writer.take();
};
