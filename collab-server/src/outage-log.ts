import type { DocumentStore } from '@cowrite/storage';
import type { Logger } from 'pino';

/** Milliseconds between two looks. */
const PAUSE = 1_000;

/** Says in the log that nothing can be saved, and that it can be again: one line each, also where nobody writes. */
export class OutageLog {
  readonly #store: DocumentStore;
  readonly #log: Logger;
  readonly #timer = setInterval(() => this.#look(), PAUSE).unref();
  #since: number | null = null;

  constructor(store: DocumentStore, log: Logger) {
    this.#store = store;
    this.#log = log;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const { failure } = this.#store;
    if (failure && this.#since === null) {
      this.#since = performance.now();
      this.#log.error({ reason: failure.message }, 'nothing can be saved');
    } else if (!failure && this.#since !== null) {
      const seconds = Math.round((performance.now() - this.#since) / 1000);
      this.#since = null;
      this.#log.warn({ seconds }, 'everything can be saved again');
    }
  }
}
