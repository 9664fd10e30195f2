import { TokenBucket } from '../sync/limits.ts';

/** Tries at one link's password. */
const TRIES = { burst: 10, perSecond: 1 / 6 };
const MOST_LINKS = 10_000;

/** How often passwords of share links were tried, here and at other nodes. */
export class LinkTries {
  /** Is told of each try that is made here. */
  onTry: ((link: string) => void) | null = null;
  readonly #buckets = new Map<string, TokenBucket>();

  /** Whether one more try may be made. */
  take(link: string): boolean {
    const may = this.note(link);
    if (may) this.onTry?.(link);
    return may;
  }

  /** One was made at another node. */
  note(link: string): boolean {
    if (this.#buckets.size >= MOST_LINKS) this.#buckets.clear();
    const bucket = this.#buckets.get(link) ?? new TokenBucket(TRIES, Date.now());
    this.#buckets.set(link, bucket);
    return bucket.take(1, Date.now());
  }
}
