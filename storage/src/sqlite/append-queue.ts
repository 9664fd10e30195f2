import { DocumentCorruptError, DocumentDeletedError, type LogEntry, LogMovedError } from '../document-store.ts';
import { fromPlainError } from '../threads/plain-error.ts';
import { packAppends, type Queued } from './packed-appends.ts';
import { type AppendAnswer, type PackedAppends, refusals } from './thread-messages.ts';

/** A commit takes no more than this much of what waits, so that no one waits long for another's flood. */
const mostBytes = 4 * 1024 * 1024;

interface Waiting extends Queued {
  resolve(seq: number): void;
  reject(error: Error): void;
}

/** What a commit came to, for counters and for `failure`. */
export interface Commit {
  readonly rows: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

export interface AppendQueueOptions {
  send(appends: PackedAppends): Promise<AppendAnswer>;
  onCommit(commit: Commit): void;
  onFailure(error: Error): void;
}

/**
 * Group commit: what comes while a commit is under way shares the next one. With none under way, what one callback of
 * the event loop appends goes out together at its end, so that one who writes alone waits for nothing.
 */
export class AppendQueue {
  readonly #options: AppendQueueOptions;
  #waiting: Waiting[] = [];
  #busy = false;
  #idle: Promise<void> = Promise.resolve();
  #becomeIdle: (() => void) | null = null;

  constructor(options: AppendQueueOptions) {
    this.#options = options;
  }

  append(entry: LogEntry, generation = 0): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, generation, resolve, reject });
      if (this.#busy) return;
      this.#busy = true;
      this.#idle = new Promise((becomeIdle) => {
        this.#becomeIdle = becomeIdle;
      });
      process.nextTick(() => void this.#flush());
    });
  }

  /** Resolves when nothing waits and no commit is under way. */
  idle(): Promise<void> {
    return this.#idle;
  }

  async #flush(): Promise<void> {
    const batch = this.#takeBatch();
    try {
      const bytes = packAppends(batch);
      const answer = await this.#options.send({ bytes, count: batch.length });
      if ('error' in answer) throw fromPlainError(answer.error);
      this.#settle(batch, answer.results, answer.milliseconds);
    } catch (error) {
      const reason = error instanceof Error ? error : new Error(String(error));
      this.#options.onFailure(reason);
      for (const { reject } of batch) reject(reason);
    }
    if (this.#waiting.length > 0) void this.#flush();
    else {
      this.#busy = false;
      this.#becomeIdle?.();
    }
  }

  #takeBatch(): Waiting[] {
    let bytes = 0;
    let end = 0;
    for (const { entry } of this.#waiting) {
      if (bytes >= mostBytes) break;
      bytes += entry.update.byteLength;
      end++;
    }
    return this.#waiting.splice(0, end);
  }

  /** What waits to come behind a refused entry was made on top of it. */
  #refuseMoved(documentId: string, reject: Waiting['reject']): void {
    const error = new LogMovedError(`Document ${documentId} has another last update.`);
    reject(error);
    const isBehind = ({ entry }: Waiting) => entry.documentId === documentId && entry.after !== undefined;
    for (const waiting of this.#waiting.filter(isBehind)) waiting.reject(error);
    this.#waiting = this.#waiting.filter((waiting) => !isBehind(waiting));
  }

  #settle(batch: Waiting[], results: Float64Array, milliseconds: number): void {
    let rows = 0;
    let bytes = 0;
    batch.forEach(({ entry, resolve, reject }, index) => {
      const result = results[index] ?? 0;
      if (result === refusals.deleted)
        reject(new DocumentDeletedError(`Document ${entry.documentId} is in the trash.`));
      else if (result === refusals.corrupt)
        reject(new DocumentCorruptError(`Document ${entry.documentId} is damaged.`));
      else if (result === refusals.moved) this.#refuseMoved(entry.documentId, reject);
      else {
        rows++;
        bytes += entry.update.byteLength;
        resolve(result);
      }
    });
    if (rows > 0) this.#options.onCommit({ rows, bytes, milliseconds });
  }
}
