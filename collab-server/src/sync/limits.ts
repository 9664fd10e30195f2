/** Lets `perSecond` through each second, and `burst` at once after a rest; its times are milliseconds of any clock. */
export class TokenBucket {
  readonly #burst: number;
  readonly #perSecond: number;
  #tokens: number;
  #at: number;

  constructor({ burst, perSecond }: { burst: number; perSecond: number }, now: number) {
    this.#burst = burst;
    this.#perSecond = perSecond;
    this.#tokens = burst;
    this.#at = now;
  }

  /** Takes `cost` where there is as much; false, taking nothing, where there isn't. */
  take(cost: number, now: number): boolean {
    this.#tokens = Math.min(this.#burst, this.#tokens + (Math.max(0, now - this.#at) * this.#perSecond) / 1000);
    this.#at = now;
    if (this.#tokens < cost) return false;
    this.#tokens -= cost;
    return true;
  }
}

/** How many of something each address has open, none more than `limit`. */
export class AddressCounts {
  readonly #limit: number;
  readonly #counts = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  isFull(address: string): boolean {
    return (this.#counts.get(address) ?? 0) >= this.#limit;
  }

  add(address: string): void {
    this.#counts.set(address, (this.#counts.get(address) ?? 0) + 1);
  }

  remove(address: string): void {
    const left = (this.#counts.get(address) ?? 0) - 1;
    if (left > 0) this.#counts.set(address, left);
    else this.#counts.delete(address);
  }
}

/** Bytes of one event, its name and data. */
export const MAX_EVENT = 16 * 1024;
/** Events of one session; more are passed over. */
export const EVENT_RATE = { burst: 120, perSecond: 60 };

/** What makes the server send more than it was sent: SyncStep1 and the query for awareness. More end the session. */
export const QUESTION_RATE = { burst: 100, perSecond: 10 };
/** Bytes of a state vector: more than a hundred thousand clients. */
export const MAX_STATE_VECTOR = 1024 * 1024;

/** Awareness of one session that is told to the others at once, each change at 1 and 1 more a KiB; the rest is told late. */
export const AWARENESS_RATE = { burst: 400, perSecond: 200 };
/** Entries of one awareness update; stock clients repeat all that they hear of others. */
export const MAX_AWARENESS_ENTRIES = 10_000;

/** What a frame costs beside its bytes, counted in bytes. */
export const FRAME_COST = 128;
/** Bytes, frames counted in, that one session is listened to before the others have their turn. */
export const MAX_TURN = 64 * 1024;

/** Bytes of an update or a state above which it isn't walked, nor joined with others, on the main thread. */
export const LARGE = 64 * 1024;
