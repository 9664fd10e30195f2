import type { Deletions, GuardedUpdate, Section } from './update-guard.ts';

/**
 * A guarded update on its way from another thread. An object for each client would take the main thread 70 ms to put
 * together again where there are 100,000; numbers in a row are handed over as they are.
 */
export interface PackedGuard {
  readonly bytes: Uint8Array;
  readonly structsEnd: number;
  /** Of each section client, clock, end, count, types, from and to. */
  readonly sections: Float64Array;
  /** Of each client that deletes client, count, end, from and to. */
  readonly deletions: Float64Array;
  /** Pairs of client and clock. */
  readonly references: Float64Array;
}

const SECTION = 7;
const DELETIONS = 5;

export const packGuard = ({ bytes, structsEnd, sections, deletions, references }: GuardedUpdate): PackedGuard => {
  const packed = {
    bytes,
    structsEnd,
    sections: new Float64Array(sections.length * SECTION),
    deletions: new Float64Array(deletions.length * DELETIONS),
    references: new Float64Array(references.size * 2),
  };
  sections.forEach(({ client, clock, end, count, types, from, to }, index) => {
    packed.sections.set([client, clock, end, count, types, from, to], index * SECTION);
  });
  deletions.forEach(({ client, count, end, from, to }, index) => {
    packed.deletions.set([client, count, end, from, to], index * DELETIONS);
  });
  let at = 0;
  for (const [client, clock] of references) {
    packed.references[at++] = client;
    packed.references[at++] = clock;
  }
  return packed;
};

export const unpackGuard = ({ bytes, structsEnd, ...packed }: PackedGuard): GuardedUpdate => {
  const sections: Section[] = [];
  const deletions: Deletions[] = [];
  const references = new Map<number, number>();
  const numbers = new Numbers(packed.sections);
  while (numbers.left) {
    const [client, clock, end] = [numbers.next(), numbers.next(), numbers.next()];
    const [count, types, from, to] = [numbers.next(), numbers.next(), numbers.next(), numbers.next()];
    sections.push({ client, clock, end, count, types, from, to });
  }
  const deleted = new Numbers(packed.deletions);
  while (deleted.left) {
    const [client, count, end] = [deleted.next(), deleted.next(), deleted.next()];
    deletions.push({ client, count, end, from: deleted.next(), to: deleted.next() });
  }
  const referred = new Numbers(packed.references);
  while (referred.left) references.set(referred.next(), referred.next());
  return { bytes, structsEnd, sections, deletions, references };
};

class Numbers {
  readonly #all: Float64Array;
  #at = 0;

  constructor(all: Float64Array) {
    this.#all = all;
  }

  get left(): boolean {
    return this.#at < this.#all.length;
  }

  next(): number {
    return this.#all[this.#at++] ?? 0;
  }
}
