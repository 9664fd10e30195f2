import { DocumentDeletedError } from '@cowrite/storage';
import type { Logger } from 'pino';
import type { History } from './history.ts';

/** When a version is made by itself, milliseconds. */
export interface VersionTimes {
  /** After so long in which nobody wrote. */
  readonly quiet: number;
  /** So long after the one before, while people go on writing. */
  readonly busy: number;
  /** So long after the last one left. */
  readonly left: number;
}

export const VERSION_TIMES: VersionTimes = { quiet: 5 * 60_000, busy: 60 * 60_000, left: 30_000 };

/** A document whose version couldn't be made is left alone for so long. */
const RETRY_AFTER = 60_000;

interface Changed {
  /** Since the version before, or since the service has seen it change. */
  firstAt: number;
  lastAt: number;
  leftAt: number | null;
}

interface AutomaticVersionsOptions {
  readonly history: History;
  readonly times: VersionTimes;
  readonly log: Logger;
}

/** Makes a version of each document after a working session, and each hour of a long one. */
export class AutomaticVersions {
  readonly #options: AutomaticVersionsOptions;
  readonly #changed = new Map<string, Changed>();
  readonly #timer: NodeJS.Timeout;
  /** Documents that people have open, and not only programs. */
  readonly #attended = new Set<string>();
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(options: AutomaticVersionsOptions) {
    this.#options = options;
    const { quiet, busy, left } = options.times;
    const pause = Math.max(20, Math.min(15_000, quiet / 4, busy / 4, left / 2));
    this.#timer = setInterval(() => this.#look(), pause).unref();
  }

  /** What somebody wrote is stored. */
  noteChange(documentId: string): void {
    const now = Date.now();
    const changed = this.#changed.get(documentId);
    if (changed) changed.lastAt = now;
    else this.#changed.set(documentId, { firstAt: now, lastAt: now, leftAt: null });
  }

  /** Everybody left. */
  noteLeft(documentId: string): void {
    // A program that writes now and then leaves each time.
    if (!this.#attended.delete(documentId)) return;
    const changed = this.#changed.get(documentId);
    if (changed) changed.leftAt = Date.now();
  }

  /** Somebody is there again. */
  noteJoined(documentId: string): void {
    this.#attended.add(documentId);
    const changed = this.#changed.get(documentId);
    if (changed) changed.leftAt = null;
  }

  /** Starts nothing more, and waits for the version under way, `timeout` milliseconds at most. */
  async close(timeout: number): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    await Promise.race([this.#running, new Promise((resolve) => setTimeout(resolve, timeout).unref())]);
  }

  #look(): void {
    this.#running ??= this.#makeDue().finally(() => {
      this.#running = null;
    });
  }

  async #makeDue(): Promise<void> {
    for (const [documentId, changed] of this.#changed) {
      if (this.#closed) return;
      if (this.#isDue(changed)) await this.#make(documentId, changed);
    }
  }

  #isDue({ firstAt, lastAt, leftAt }: Changed): boolean {
    const { quiet, busy, left } = this.#options.times;
    const now = Date.now();
    return now - lastAt >= quiet || now - firstAt >= busy || (leftAt !== null && now - leftAt >= left);
  }

  async #make(documentId: string, { firstAt }: Changed): Promise<void> {
    const { history, times, log } = this.#options;
    // What is written while it is made is the next one's.
    this.#changed.delete(documentId);
    const cause = Date.now() - firstAt >= times.busy ? 'busy' : 'quiet';
    try {
      await history.make(documentId, { cause, name: null, user: null });
    } catch (error) {
      if (error instanceof DocumentDeletedError || this.#closed) return;
      log.error({ document: documentId, err: error }, 'a version could not be made');
      const again = Date.now() + RETRY_AFTER - times.quiet;
      if (!this.#changed.has(documentId))
        this.#changed.set(documentId, { firstAt: again, lastAt: again, leftAt: null });
    }
  }
}
