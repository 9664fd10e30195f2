import type { Connection } from './connection.ts';
import type { Documents } from './documents.ts';
import type { Snapshots } from './snapshots.ts';

/** How long a document's `changedAt` may stay unwritten: a commit for it every so often, however busy the document. */
const notesEvery = 30_000;

/** Free pages that stay in the file to be used again, and how many are given back in one transaction. */
const freeReserve = 1024;
const vacuumStep = 256;

/**
 * What the thread does beside appends and calls: one job after the other, in short transactions, with a turn of the
 * event loop between them in which appends go first.
 */
export class Background {
  readonly #connection: Connection;
  readonly #documents: Documents;
  readonly #snapshots: Snapshots;
  readonly #timer: NodeJS.Timeout;
  #last: Promise<unknown> = Promise.resolve();
  #closing = false;

  constructor(connection: Connection, documents: Documents, snapshots: Snapshots) {
    this.#connection = connection;
    this.#documents = documents;
    this.#snapshots = snapshots;
    this.#timer = setInterval(() => this.tidy(), notesEvery);
    this.tidy();
  }

  /** Runs a job after those before it. */
  run<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#last.then(job);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** One turn of the event loop. */
  readonly pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** Writes what was put off, removes what nobody refers to, and gives free space back. What fails is tried again later. */
  tidy(): void {
    void this.run(async () => {
      try {
        if (this.#documents.hasNotes()) this.#documents.writeNotes();
        while (!this.#closing && this.#snapshots.removeStrayPart()) await this.pause();
        while (!this.#closing && this.#vacuum()) await this.pause();
      } catch {
        // A full or failing disk: the next append reports it to whom it concerns.
      }
    });
  }

  /** Ends: jobs that were asked for run to their end, tidying doesn't. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#closing = true;
    await this.#last;
    try {
      if (this.#documents.hasNotes()) this.#documents.writeNotes();
      this.#connection.db.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // Nothing is lost: the log tells when a document was last changed, and the next opening reads the WAL.
    }
  }

  #vacuum(): boolean {
    const { db } = this.#connection;
    const free = Number(db.pragma('freelist_count', { simple: true }));
    const pages = Number(db.pragma('page_count', { simple: true }));
    if (free <= freeReserve + vacuumStep || free < pages / 8) return false;
    db.exec(`pragma incremental_vacuum(${vacuumStep})`);
    return Number(db.pragma('freelist_count', { simple: true })) < free;
  }
}
