/** What one tab has written beside the document: the first `durable` of the `made` local changes are on the server. */
export interface Marker {
  readonly made: number;
  readonly durable: number;
}

/** What to write once more is known to be durable. */
export interface Settled {
  /** Whether every change made here is durable. */
  readonly own: boolean;
  /** By marker, the number of that tab's changes that are durable now. */
  readonly others: ReadonlyMap<string, number>;
}

/** Changes of other tabs, counted where they came in. */
interface Inherited {
  /** How many changes, of all, came before. */
  readonly after: number;
  readonly changes: number;
  readonly made: ReadonlyMap<string, number>;
}

/**
 * One row of numbers over all changes the document holds: those made here, and between them those that were read from
 * this browser's store, made by tabs that may be long gone. It tells from "the first n are durable" whose they are.
 */
export class ChangeCount {
  #own: Marker = { made: 0, durable: 0 };
  #total = 0;
  #inherited: Inherited[] = [];
  /** Of each other tab, how many changes have been taken over. */
  readonly #taken = new Map<string, number>();

  /** This tab's marker. */
  get own(): Marker {
    return this.#own;
  }

  /** One more change, made here. */
  add(): void {
    this.#own = { ...this.#own, made: this.#own.made + 1 };
    this.#total += 1;
  }

  /** Takes over what other tabs' markers say is not durable; returns how many of these changes are new. */
  inherit(markers: ReadonlyMap<string, Marker>): number {
    const fresh = [...markers].filter(
      ([key, { made, durable }]) => made > Math.max(durable, this.#taken.get(key) ?? 0),
    );
    const changes = fresh.reduce(
      (sum, [key, { made, durable }]) => sum + made - Math.max(durable, this.#taken.get(key) ?? 0),
      0,
    );
    if (changes === 0) return 0;
    const made = new Map(fresh.map(([key, marker]) => [key, marker.made]));
    for (const [key, count] of made) this.#taken.set(key, count);
    this.#inherited.push({ after: this.#total, changes, made });
    this.#total += changes;
    return changes;
  }

  /** The first `count` of all changes are durable. */
  settle(count: number): Settled {
    const foreign = this.#inherited.reduce(
      (sum, { after, changes }) => sum + Math.min(Math.max(count - after, 0), changes),
      0,
    );
    const durable = Math.max(this.#own.durable, count - foreign);
    const own = durable > this.#own.durable && durable === this.#own.made;
    this.#own = { ...this.#own, durable };
    const isDone = ({ after, changes }: Inherited) => after + changes <= count;
    const others = new Map(this.#inherited.filter(isDone).flatMap(({ made }) => [...made]));
    // A batch that is done stays, empty of names, for it still has its place among the numbers.
    this.#inherited = this.#inherited.map((batch) => (isDone(batch) ? { ...batch, made: new Map() } : batch));
    return { own, others };
  }
}
