import { moveRecent } from './move-recent.ts';
import { reserveWal } from './reserve-wal.ts';
import type { Tables } from './updates.ts';

/**
 * While people write, so many free pages stay in the file to be used again (`recent` alone needs 2,000). Once nothing
 * was written for `quietAfter` milliseconds they are given back, where they are at least `idleFree` and a quarter of
 * the file, and `recent` is moved if it has more than `idleRecent` bytes, most of which may be in snapshots by then.
 */
const freeReserve = 4096;
const quietAfter = 10_000;
const idleFree = 64;
const idleRecent = 64 * 1024;

/** So many commits within so many milliseconds give the log its length: for one who types alone it costs more than it saves. */
const busyCommits = 100;
const busyWithin = 5_000;

/** Pages that are given back in one transaction. */
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
  #written = false;
  /** Since `#countedFrom`, until there are enough. */
  #commits = 0;
  #countedFrom = 0;
  #quietTimer: NodeJS.Timeout | null = null;
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
    this.#written = true;
    this.#reserveWhereBusy();
    this.#quietTimer ??= setTimeout(() => this.#afterQuiet(), quietAfter);
    if (this.#tables.recent.isFull() || this.#tables.parts.hasStrays) this.tidy();
  }

  #reserveWhereBusy(): void {
    if (this.#commits === busyCommits) return;
    const now = performance.now();
    if (now - this.#countedFrom > busyWithin) {
      this.#commits = 0;
      this.#countedFrom = now;
    }
    if (++this.#commits === busyCommits) reserveWal(this.#tables.connection.db.name);
  }

  /** Moves `recent` to the log where it is full, removes parts of states that no snapshot has, gives free space back. */
  tidy({ moveAll = false, isQuiet = false } = {}): void {
    if (this.#tidying || this.#closing || performance.now() - this.#failedAt < retryAfter) return;
    this.#tidying = true;
    void this.run(async () => {
      try {
        const { recent, parts } = this.#tables;
        const isDue = moveAll || recent.isFull() || (isQuiet && recent.size > idleRecent);
        if (isDue) await moveRecent(this.#tables, this.pause);
        while (!this.#closing && parts.removeStrayPart()) await this.pause();
        await this.#vacuum(isQuiet);
      } catch {
        // The disk is full or fails. Nothing is lost by waiting, and whoever appends hears of it.
        this.#failedAt = performance.now();
      } finally {
        this.#tidying = false;
      }
    });
  }

  #afterQuiet(): void {
    this.#quietTimer = null;
    if (this.#written) {
      this.#written = false;
      this.#quietTimer = setTimeout(() => this.#afterQuiet(), quietAfter);
    } else this.tidy({ isQuiet: true });
  }

  /** Ends: jobs that were asked for run to their end. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#quietTimer) clearTimeout(this.#quietTimer);
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

  async #vacuum(isQuiet: boolean): Promise<void> {
    const { db } = this.#tables.connection;
    const count = (name: string) => Number(db.pragma(`${name}_count`, { simple: true }));
    let free = count('freelist');
    const reserve = isQuiet ? 0 : freeReserve;
    const least = isQuiet ? Math.max(idleFree, count('page') / 4) : Math.max(2 * freeReserve, count('page') / 8);
    if (free < least) return;
    for (let before = Number.POSITIVE_INFINITY; !this.#closing && free > reserve && free < before; ) {
      db.exec(`pragma incremental_vacuum(${vacuumStep})`);
      before = free;
      free = count('freelist');
      await this.pause();
    }
    // The file itself becomes shorter when its last pages are written back.
    db.pragma('wal_checkpoint(PASSIVE)');
  }
}
