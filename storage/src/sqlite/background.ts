import { moveRecent } from './move-recent.ts';
import type { Tables } from './updates.ts';

/** Free pages that stay in the file to be used again (`recent` alone needs 2,000), and how many go in one transaction. */
const freeReserve = 4096;
const vacuumStep = 256;

/** Milliseconds that closing may take to make the file smaller. */
const shrinkTime = 500;

/** Milliseconds before tidying is tried again where it failed. */
const retryAfter = 10_000;

/**
 * What the thread does beside appends and calls: one job after the other, in short transactions, with a turn of the
 * event loop between them in which appends go first.
 */
export class Background {
  readonly #tables: Tables;
  #last: Promise<unknown> = Promise.resolve();
  #tidying = false;
  #failedAt = Number.NEGATIVE_INFINITY;
  #closing = false;

  constructor(tables: Tables) {
    this.#tables = tables;
    // What a crash left where it was.
    this.tidy({ moveAll: true });
  }

  /** Runs a job after those before it. */
  run<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#last.then(job);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** One turn of the event loop. */
  readonly pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** To be called after each commit of appends. */
  noteCommit(): void {
    if (this.#tables.recent.isFull() || this.#tables.parts.hasStrays) this.tidy();
  }

  /** Moves `recent` to the log where it is full, removes parts of states that no snapshot has, gives free space back. */
  tidy({ moveAll = false } = {}): void {
    if (this.#tidying || this.#closing || performance.now() - this.#failedAt < retryAfter) return;
    this.#tidying = true;
    void this.run(async () => {
      try {
        if (moveAll || this.#tables.recent.isFull()) await moveRecent(this.#tables, this.pause);
        while (!this.#closing && this.#tables.parts.removeStrayPart()) await this.pause();
        await this.#vacuum();
      } catch {
        // The disk is full or fails. Nothing is lost by waiting, and whoever appends hears of it.
        this.#failedAt = performance.now();
      } finally {
        this.#tidying = false;
      }
    });
  }

  /** Ends: jobs that were asked for run to their end. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#last;
    try {
      await moveRecent(this.#tables, this.pause);
      this.#shrink();
      this.#tables.connection.db.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // Nothing is lost: the next opening finds it in `recent` and in the WAL.
    }
  }

  /** Gives back what is free now that nobody is going to use it, as much as the time allows. */
  #shrink(): void {
    const { db } = this.#tables.connection;
    const end = performance.now() + shrinkTime;
    const free = () => Number(db.pragma('freelist_count', { simple: true }));
    for (let before = Number.POSITIVE_INFINITY, now = free(); now > 0 && now < before && performance.now() < end; ) {
      db.exec(`pragma incremental_vacuum(${vacuumStep})`);
      before = now;
      now = free();
    }
  }

  async #vacuum(): Promise<void> {
    const { db } = this.#tables.connection;
    const count = (name: string) => Number(db.pragma(`${name}_count`, { simple: true }));
    let free = count('freelist');
    if (free < Math.max(2 * freeReserve, count('page') / 8)) return;
    for (let before = Number.POSITIVE_INFINITY; !this.#closing && free > freeReserve && free < before; ) {
      db.exec(`pragma incremental_vacuum(${vacuumStep})`);
      before = free;
      free = count('freelist');
      await this.pause();
    }
    // The file itself becomes shorter when its last pages are written back.
    db.pragma('wal_checkpoint(PASSIVE)');
  }
}
