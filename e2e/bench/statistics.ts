const BUCKETS = 1024;
const BUCKETS_PER_E = 50;

/** Latencies in milliseconds, kept to 2 % from a microsecond to minutes. */
export class Histogram {
  readonly #buckets = new Uint32Array(BUCKETS);
  #count = 0;
  max = 0;

  add(milliseconds: number): void {
    const microseconds = Math.max(1, milliseconds * 1000);
    const bucket = Math.min(BUCKETS - 1, Math.floor(Math.log(microseconds) * BUCKETS_PER_E));
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.#count++;
    if (milliseconds > this.max) this.max = milliseconds;
  }

  /** NaN where nothing was added. */
  quantile(share: number): number {
    let left = share * this.#count;
    for (let bucket = 0; bucket < BUCKETS && this.#count > 0; bucket++) {
      left -= this.#buckets[bucket] ?? 0;
      if (left <= 0) return Math.exp((bucket + 0.5) / BUCKETS_PER_E) / 1000;
    }
    return Number.NaN;
  }
}

/** Of the numbers among them; NaN where there are none. */
export const median = (values: readonly number[]): number => {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
};
