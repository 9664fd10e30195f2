import type { DocumentStore, LogRow } from '@cowrite/storage';
import type { ToldRow } from './room-link.ts';

/** Milliseconds that a row may take to arrive which a later one overtook; after that it is read from the store. */
const PATIENCE = 25;
/** Rows that wait for one before them; more are read from the store when it is there. */
const MOST_AHEAD = 1_000;

export interface LogFollowerOptions {
  readonly documentId: string;
  readonly store: Pick<DocumentStore, 'tail'>;
  /** Of the last row that the room has. */
  readonly seq: () => number;
  /** Whether an append is under way: which row it becomes isn't known yet. */
  readonly isAppending: () => boolean;
  /** Takes the next row. */
  readonly take: (row: ToldRow) => void;
  /** Takes rows that were read from the store, where any may be large. */
  readonly takeStored: (row: LogRow) => Promise<void>;
  /** Compaction has taken rows that the room hasn't: it starts over from what the store holds. */
  readonly reload: () => Promise<void>;
  /** Nothing is appended from `true` to `false`: it couldn't be told from what is being read. */
  readonly onReading: (isReading: boolean) => void;
  readonly onFailure: (error: Error) => void;
}

/**
 * Brings a room the rows that other nodes appended, each once and in order, whatever becomes of the messages that tell
 * of them: those that are lost are read from the log, which is the truth.
 */
export class LogFollower {
  readonly #options: LogFollowerOptions;
  /** Rows told of that can't be taken yet; null where only the seq is known. */
  readonly #ahead = new Map<number, ToldRow | null>();
  #timer: NodeJS.Timeout | null = null;
  #reading: Promise<void> | null = null;
  #passed: (() => void) | null = null;

  constructor(options: LogFollowerOptions) {
    this.#options = options;
  }

  /** Another node tells of a row, or of its seq alone. */
  hear(seq: number, row: ToldRow | null): void {
    if (seq <= this.#options.seq()) return;
    if (row === null || this.#ahead.size < MOST_AHEAD) this.#ahead.set(seq, row);
    this.proceed();
  }

  /** Takes what can be taken by now. To be called when an append has ended. */
  proceed(): void {
    const { seq, isAppending, take } = this.#options;
    if (this.#reading || this.#ahead.size === 0) return;
    for (let next = this.#ahead.get(seq() + 1); next; next = this.#ahead.get(seq() + 1)) {
      this.#ahead.delete(next.seq);
      take(next);
      this.#passed?.();
    }
    for (const told of this.#ahead.keys()) if (told <= seq()) this.#ahead.delete(told);
    if (this.#ahead.size === 0 || isAppending()) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (this.#ahead.size > 0 && !isAppending()) void this.read().catch(this.#options.onFailure);
    }, PATIENCE).unref();
  }

  /**
   * Resolves when the room is past a seq which the log is known to have more than: mostly by a message that is on its way
   * already, else by reading. Never while an append is under way. Rejects as the store does.
   */
  async pass(seq: number): Promise<void> {
    if (this.#options.seq() > seq) return;
    await new Promise<void>((resolve) => {
      const late = setTimeout(resolve, PATIENCE).unref();
      this.#passed = () => {
        clearTimeout(late);
        resolve();
      };
    });
    this.#passed = null;
    if (this.#options.seq() <= seq) await this.read();
  }

  /** Reads on from what the room has to the end of the log. Never while an append is under way. Rejects as the store does. */
  read(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
      this.#options.onReading(false);
      this.proceed();
    });
    return this.#reading;
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#ahead.clear();
  }

  async #read(): Promise<void> {
    const { documentId, store, seq, takeStored, reload, onReading } = this.#options;
    onReading(true);
    try {
      const rows = await store.tail(documentId, seq());
      if (rows === null) await reload();
      else for (const row of rows) if (row.seq === seq() + 1) await takeStored(row);
    } catch (error) {
      // Whoever recovers from it reads all there is.
      this.#ahead.clear();
      throw error;
    }
  }
}
