/** The longest that a room waits to tell many of more, in milliseconds; half of it on average, and only where much goes on. */
const LONGEST = 12;
/** The longest that rooms wait for each other. With 1,000 in which 2 write, 24 took 14 % less CPU than 12. */
const LONGEST_FOR_OTHERS = 20;
/** What is told to many is a write to the socket of each; it may wait so long for every one of them. */
const PER_SESSION = 0.2;
/** The same where they are some dozens, who have a window of 7 ms by then. */
const PER_SESSION_OF_MANY = 0.0135;
const LONG = 7;
/** An append's part of a commit, of its way to another thread and back. */
const PER_APPEND = 2;
/** Appends that go at once after a rest, however close together. */
const AT_ONCE = 4;
/** A window longer than this is one of a room where many are told. */
const FEW = 1;
/** Timers come up to a millisecond early; who is due that soon goes along. */
const SLACK = 1;

/** The least milliseconds between two things told to so many sessions: next to nothing for a few, 8 for 100, 11 for 300. */
export const windowFor = (sessions: number): number =>
  Math.min(LONGEST, PER_SESSION * sessions, LONG + PER_SESSION_OF_MANY * sessions);

export const isForMany = (window: number): boolean => window > FEW;

interface Waiting {
  readonly append: () => void;
  readonly notBefore: number;
}

/**
 * When rooms append what they gathered. A room waits for its own window, so that many are told of much in one frame;
 * and where appends come fast, all rooms wait for each other, so that they share commits. Both waits run side by side,
 * so the longest of them is the longest there is. With little to do there is none, not even a turn of the event loop.
 */
export class Pace {
  #waiting: Waiting[] = [];
  /** When those that wait are looked at next; infinite while none do. */
  #next = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | null = null;
  /** Each append moves it by its own cost; while it lies ahead, appends wait. */
  #notBefore = 0;

  /**
   * Calls `append` once `notBefore`, a time of `performance.now`, has come and the log isn't too busy; where many are
   * told, not before all sockets that have something to say were read.
   */
  schedule(append: () => void, notBefore: number, many = false): void {
    this.#waiting.push({ append, notBefore });
    this.#lookAt(notBefore, many);
  }

  #lookAt(notBefore: number, many: boolean): void {
    const now = performance.now();
    const time = Math.max(now, notBefore, this.#notBefore);
    if (time >= this.#next) return;
    this.#next = time;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (time === now && many) setImmediate(() => this.#run());
    // At the end of the callback: what one read of a socket brought goes together.
    else if (time === now) process.nextTick(() => this.#run());
    else this.#timer = setTimeout(() => this.#run(), Math.ceil(time - now));
  }

  #run(): void {
    const now = performance.now();
    const due = this.#waiting.filter(({ notBefore }) => notBefore <= now + SLACK);
    this.#waiting = this.#waiting.filter(({ notBefore }) => notBefore > now + SLACK);
    this.#next = Number.POSITIVE_INFINITY;
    const spent = Math.max(this.#notBefore, now - AT_ONCE * PER_APPEND) + due.length * PER_APPEND;
    this.#notBefore = Math.min(spent, now + LONGEST_FOR_OTHERS);
    for (const { append } of due) append();
    for (const { notBefore } of this.#waiting) this.#lookAt(notBefore, false);
  }
}
