import type { Author } from './author.ts';
import { type Frame, frameChange } from './frame.ts';
import { LARGE } from './limits.ts';
import type { Session } from './session.ts';
import type { GuardedUpdate } from './update-guard.ts';
import { mergeRuns } from './update-merge.ts';

/** The least milliseconds from what was told last to a row of another node, alone; and where a row of our own is on its way. */
const LEAST = 20;
const LEAST_WITH_OURS = 60;

/**
 * What a room's people are told of, in its order. A row of another node may wait for the next of this one, where many are
 * told: each time is a write to the socket of every one of them.
 */
export class Deliveries {
  readonly #sessions: ReadonlySet<Session>;
  #held: GuardedUpdate[] = [];
  #timer: NodeJS.Timeout | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(sessions: ReadonlySet<Session>) {
    this.#sessions = sessions;
  }

  /** Tells everybody at once, behind what waits; `author` has it already. */
  tell(update: Uint8Array, author: Author | null): void {
    this.flush();
    this.#send(update, author);
  }

  /** Tells everybody soon, with what comes meanwhile: something of our own, perhaps. */
  tellSoon(update: GuardedUpdate, withOurs: boolean): void {
    this.#held.push(update);
    const wait = this.#toldAt + (withOurs ? LEAST_WITH_OURS : LEAST) - performance.now();
    if (wait <= 0) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), wait).unref();
  }

  /** The same at once, in one with what waits. */
  tellTogether(updates: readonly GuardedUpdate[]): void {
    this.#held.push(...updates);
    this.flush();
  }

  get isWaiting(): boolean {
    return this.#held.length > 0;
  }

  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#held.length === 0) return;
    const held = this.#held;
    this.#held = [];
    for (const update of merged(held)) this.#send(update, null);
  }

  #send(update: Uint8Array, author: Author | null): void {
    this.#toldAt = performance.now();
    let stock: Frame[] | null = null;
    let parts: Frame[] | null = null;
    for (const session of this.#sessions) {
      if (session === author) continue;
      if (session.extended) {
        parts ??= frameChange(update, true);
        session.sendChange(parts);
      } else {
        stock ??= frameChange(update, false);
        session.sendChange(stock);
      }
    }
  }
}

/** All in their order as few updates; large ones stay by themselves, since copying megabytes would hold everybody up. */
const merged = (updates: readonly GuardedUpdate[]): Uint8Array[] => {
  const [first] = updates;
  if (first && updates.length === 1) return [first.bytes];
  const isLarge = updates.some(({ bytes }) => bytes.length > LARGE);
  return isLarge ? updates.map(({ bytes }) => bytes) : mergeRuns(updates);
};
