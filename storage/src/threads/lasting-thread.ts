import { StoreUnavailableError } from '../document-store.ts';
import type { Callable, CallThread } from './call-thread.ts';

/** A thread that died isn't started again sooner than this after its last start, in milliseconds. */
const RESTART_AFTER = 1_000;

/** A thread with a file of its own, started again where it died, until it is closed. */
export class LastingThread<Operations extends { [Name in keyof Operations]: Callable } & { close(): void }> {
  readonly #start: () => CallThread<Operations>;
  #running: CallThread<Operations>;
  #startedAt = performance.now();
  #closed: Promise<void> | null = null;

  /** Rejects with `StoreOpenError` where the file can't be opened. */
  static async open<Operations extends { [Name in keyof Operations]: Callable } & { close(): void }>(
    start: () => CallThread<Operations>,
  ): Promise<LastingThread<Operations>> {
    const thread = start();
    await thread.opened;
    return new LastingThread(start, thread);
  }

  private constructor(start: () => CallThread<Operations>, thread: CallThread<Operations>) {
    this.#start = start;
    this.#running = thread;
  }

  /** Rejects with `StoreUnavailableError` where the thread is dead and not yet due to start again, or closed. */
  async call<Name extends keyof Operations>(
    name: Name,
    args: Parameters<Operations[Name]>,
    transfer: ArrayBuffer[] = [],
  ): Promise<Awaited<ReturnType<Operations[Name]>>> {
    return this.now().call(name, args, transfer);
  }

  /** The thread that runs now: for calls that belong to one life of it. */
  now(): CallThread<Operations> {
    if (this.#closed) throw new StoreUnavailableError('The store is closed.');
    if (this.#running.ended && performance.now() - this.#startedAt >= RESTART_AFTER) {
      this.#startedAt = performance.now();
      this.#running = this.#start();
      // Calls on a thread that couldn't open the file reject for the same reason.
      this.#running.opened.catch(() => undefined);
    }
    return this.#running;
  }

  /** Ends what is under way. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const thread = this.#running;
    try {
      await thread.call('close', [] as unknown as Parameters<Operations['close']>);
    } catch (error) {
      if (!thread.ended) throw error;
    }
    await thread.exited;
  }
}
