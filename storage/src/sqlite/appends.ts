import { type LogEntry, StoreUnavailableError } from '../document-store.ts';
import type { AppendQueue } from './append-queue.ts';
import { partSize } from './parts.ts';
import { refusals } from './thread-messages.ts';

interface AppendsOptions {
  readonly queue: AppendQueue;
  /** Writes the next part of an update, the first where the generation is null; resolves with its generation. */
  writePart(generation: number | null, part: Uint8Array<ArrayBuffer>): Promise<number>;
  onFailure(error: unknown): void;
}

/** A document's newest append, where that or one before it isn't in the queue yet. */
type Queued = Promise<{ readonly seq: Promise<number> }>;

/**
 * Appends on their way to the queue of commits. A large update is written first, in parts that others' commits go
 * between, and then queued like any other; whatever is appended to its document meanwhile waits, to keep the order.
 */
export class Appends {
  readonly #options: AppendsOptions;
  readonly #held = new Map<string, Queued>();

  constructor(options: AppendsOptions) {
    this.#options = options;
  }

  append(entry: LogEntry): Promise<number> {
    const before = this.#held.size > 0 ? this.#held.get(entry.documentId) : undefined;
    if (before || entry.update.byteLength > partSize) return this.#appendHeld(entry, before);
    return this.#options.queue.append(entry);
  }

  /** Resolves when nothing waits and no commit is under way. */
  async idle(): Promise<void> {
    while (this.#held.size > 0) await Promise.allSettled(this.#held.values());
    await this.#options.queue.idle();
  }

  async #appendHeld(entry: LogEntry, before: Queued | undefined): Promise<number> {
    const queued = this.#hold(entry, before);
    this.#held.set(entry.documentId, queued);
    const isIn = () => {
      if (this.#held.get(entry.documentId) === queued) this.#held.delete(entry.documentId);
    };
    const { seq } = await queued.finally(isIn);
    const result = await seq;
    if (result === refusals.lost) throw new StoreUnavailableError('The storage thread ended before it had it all.');
    return result;
  }

  /** Once those before it are in the queue, and its bytes in the file where they are many. */
  async #hold(entry: LogEntry, before: Queued | undefined): Queued {
    await before?.catch(() => undefined);
    const isLarge = entry.update.byteLength > partSize;
    const generation = isLarge ? await this.#write(entry) : 0;
    return { seq: this.#options.queue.append(entry, generation) };
  }

  async #write({ update }: LogEntry): Promise<number> {
    let generation: number | null = null;
    try {
      for (let at = 0; at < update.byteLength; at += partSize) {
        generation = await this.#options.writePart(generation, Uint8Array.from(update.subarray(at, at + partSize)));
      }
    } catch (error) {
      this.#options.onFailure(error);
      throw error;
    }
    return generation ?? 0;
  }
}
