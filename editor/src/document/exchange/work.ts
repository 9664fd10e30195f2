import type { Answer, Job, Refusal } from './jobs.ts';

/** The text can't be taken, and why. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`refused: ${refusal.why}`);
    this.name = 'RefusedError';
    this.refusal = refusal;
  }
}

/**
 * A worker for one text or file: reading and writing take longer than a page may stand still. It ends with `end`, or
 * with the signal. Answers come one by one, so whoever takes them slowly is never flooded.
 */
export class Work {
  readonly #worker: Worker;
  readonly #answers: Answer[] = [];
  #wake: () => void = () => undefined;
  #failure: Error | null = null;

  constructor(signal: AbortSignal) {
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    this.#worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      this.#answers.push(data);
      this.#wake();
    };
    this.#worker.onerror = (event) => this.#fail(new Error(event.message || 'the worker could not be started'));
    signal.addEventListener('abort', () => this.#fail(new DOMException('Cancelled', 'AbortError')), { once: true });
    if (signal.aborted) this.#fail(new DOMException('Cancelled', 'AbortError'));
  }

  ask(job: Job, transfer: Transferable[] = []): void {
    this.#worker.postMessage(job, transfer);
  }

  /** The next answer. Throws `RefusedError`, an `AbortError`, or what went wrong. */
  async next(): Promise<Answer> {
    while (this.#failure === null && this.#answers.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#failure !== null) throw this.#failure;
    const answer = this.#answers.shift();
    if (answer === undefined) return this.next();
    if (answer.kind === 'refused') throw new RefusedError(answer.refusal);
    if (answer.kind === 'failed') throw new Error(answer.message);
    return answer;
  }

  end(): void {
    this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.end();
    this.#wake();
  }
}
