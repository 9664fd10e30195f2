import { Worker } from 'node:worker_threads';
import { StoreOpenError, StoreUnavailableError } from '../../document-store.ts';
import { fromPlainError } from '../plain-error.ts';
import type { AssetAnswer, AssetCall, AssetOperations, AssetThreadData } from './asset-messages.ts';

interface Waiter {
  resolve(value: never): void;
  reject(error: Error): void;
}

/** One life of the thread that has the file of assets open. When it ends, for whatever reason, nothing is left waiting. */
export class AssetThread {
  /** Resolves when the file is open; rejects with `StoreOpenError`. */
  readonly opened: Promise<void>;
  readonly exited: Promise<void>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiter>();
  #lastCall = 0;
  #ended: StoreUnavailableError | null = null;

  constructor(workerData: AssetThreadData) {
    // The compiled file, from `src` as from `dist`: a worker of Node 20 can't load TypeScript.
    this.#worker = new Worker(new URL('../../../dist/sqlite/assets/asset-worker.js', import.meta.url), {
      workerData,
      execArgv: [],
    });
    this.opened = new Promise((resolve, reject) => {
      this.#waiting.set(OPENING, { resolve, reject: ({ message }) => reject(new StoreOpenError(message)) });
    });
    this.exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.on('message', (answer: AssetAnswer) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#end(`The thread of assets failed: ${error}`));
    this.#worker.on('exit', () => this.#end('The thread of assets ended.'));
  }

  /** Why the thread takes no more calls; null while it does. */
  get ended(): StoreUnavailableError | null {
    return this.#ended;
  }

  call<Name extends keyof AssetOperations>(
    name: Name,
    args: Parameters<AssetOperations[Name]>,
    transfer: ArrayBuffer[] = [],
  ): Promise<ReturnType<AssetOperations[Name]>> {
    const id = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, name, args } satisfies AssetCall, transfer);
    });
  }

  #settle(answer: AssetAnswer): void {
    if (answer.type === 'opened') this.#take(OPENING)?.resolve(undefined as never);
    else if (answer.type === 'refused') this.#end(answer.message);
    else if (answer.type === 'done') this.#take(answer.id)?.resolve(answer.value as never);
    else this.#take(answer.id)?.reject(fromPlainError(answer.error));
  }

  #take(id: number): Waiter | undefined {
    const waiter = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiter;
  }

  #end(reason: string): void {
    this.#ended ??= new StoreUnavailableError(reason);
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

/** The number in `#waiting` that no call has. */
const OPENING = -1;
