import type { Worker } from 'node:worker_threads';
import { StoreOpenError, StoreUnavailableError } from '../document-store.ts';
import type { Answer } from './answer.ts';
import { fromPlainError } from './plain-error.ts';

interface Waiter {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Functions by name, as the thread has them. */
export type Callable = (...args: never[]) => unknown;

/** The number in `#waiting` that no call has. */
const OPENING = -1;

/** One life of a thread that has a file open. When it ends, for whatever reason, nothing is left waiting. */
export class CallThread<Operations extends { [Name in keyof Operations]: Callable }> {
  /** Resolves when the file is open; rejects with `StoreOpenError`. */
  readonly opened: Promise<void>;
  readonly exited: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiter>();
  #lastCall = 0;
  #ended: StoreUnavailableError | null = null;

  /** @param name the thread's, as a sentence about its end begins */
  constructor(worker: Worker, name: string) {
    this.#worker = worker;
    this.opened = new Promise((resolve, reject) => {
      const refuse = ({ message }: Error) => reject(new StoreOpenError(message));
      this.#waiting.set(OPENING, { resolve: () => resolve(), reject: refuse });
    });
    this.exited = new Promise((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', (answer: Answer) => this.#settle(answer));
    worker.on('error', (error) => this.end(`${name} failed: ${error}`));
    worker.on('exit', () => this.end(`${name} ended.`));
  }

  /** Why the thread takes no more calls; null while it does. */
  get ended(): StoreUnavailableError | null {
    return this.#ended;
  }

  call<Name extends keyof Operations>(
    name: Name,
    args: Parameters<Operations[Name]>,
    transfer: ArrayBuffer[] = [],
  ): Promise<Awaited<ReturnType<Operations[Name]>>> {
    const id = ++this.#lastCall;
    return this.ask(id, () => this.#worker.postMessage({ id, name, args }, transfer));
  }

  /** What is answered under `id` to what `send` says. Rejects where the thread has ended, or ends first. */
  protected ask<Result>(id: number, send: () => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#waiting.set(id, { resolve: resolve as Waiter['resolve'], reject });
      send();
    });
  }

  /** The answer to what was asked under `id`. */
  protected take(id: number): Waiter | undefined {
    const waiter = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiter;
  }

  protected end(reason: string): void {
    this.#ended ??= new StoreUnavailableError(reason);
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }

  #settle(answer: Answer): void {
    if (answer.type === 'opened') this.take(OPENING)?.resolve(undefined);
    else if (answer.type === 'refused') this.end(answer.message);
    else if (answer.type === 'done') this.take(answer.id)?.resolve(answer.value);
    else this.take(answer.id)?.reject(fromPlainError(answer.error));
  }
}
