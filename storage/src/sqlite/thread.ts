import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { StoreOpenError, StoreUnavailableError } from '../document-store.ts';
import type { ConnectionOptions } from './connection.ts';
import { fromPlainError } from './plain-error.ts';
import type { Answer, AppendAnswer, Call, Operations, PackedAppends, ThreadData } from './thread-messages.ts';

interface Waiter {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** One life of the thread that has the database open. When it ends, for whatever reason, nothing is left waiting. */
export class Thread {
  /** Resolves when the file is open; rejects with `StoreOpenError`. */
  readonly opened: Promise<void>;
  readonly exited: Promise<void>;
  readonly #worker: Worker;
  readonly #appends: MessagePort;
  readonly #waiting = new Map<number, Waiter>();
  #lastCall = 0;
  #ended: StoreUnavailableError | null = null;

  constructor(options: ConnectionOptions) {
    const { port1, port2 } = new MessageChannel();
    const workerData: ThreadData = { ...options, appends: port2 };
    // The compiled file, from `src` as from `dist`: a worker of Node 20 can't load TypeScript. Of the process's own
    // options it takes those that profile: some others, such as --input-type, keep a worker from starting.
    this.#worker = new Worker(new URL('../../dist/sqlite/worker.js', import.meta.url), {
      workerData,
      execArgv: process.execArgv.filter((option) => /^--(cpu|heap)-prof/.test(option)),
      transferList: [port2],
    });
    this.#appends = port1;
    this.#appends.on('message', (answer: AppendAnswer) => this.#take(appending)?.resolve(answer));
    this.opened = new Promise((resolve, reject) => {
      const refuse = ({ message }: Error) => reject(new StoreOpenError(message));
      this.#waiting.set(opening, { resolve: () => resolve(), reject: refuse });
    });
    this.exited = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.on('message', (answer: Answer) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#end(`The storage thread failed: ${error}`));
    this.#worker.on('exit', () => this.#end('The storage thread ended.'));
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
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#waiting.set(id, { resolve: resolve as Waiter['resolve'], reject });
      this.#worker.postMessage({ id, name, args } as Call, transfer);
    });
  }

  /** Appends in one commit. One at a time: the answer to one comes before the next is given. */
  append(appends: PackedAppends): Promise<AppendAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      this.#waiting.set(appending, { resolve: resolve as Waiter['resolve'], reject });
      this.#appends.postMessage(appends, [appends.bytes]);
    });
  }

  #settle(answer: Answer): void {
    if (answer.type === 'opened') this.#take(opening)?.resolve(undefined);
    else if (answer.type === 'refused') this.#end(answer.message);
    else if (answer.type === 'done') this.#take(answer.id)?.resolve(answer.value);
    else this.#take(answer.id)?.reject(fromPlainError(answer.error));
  }

  #take(id: number): Waiter | undefined {
    const waiter = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiter;
  }

  #end(reason: string): void {
    this.#ended ??= new StoreUnavailableError(reason);
    this.#appends.close();
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
  }
}

/** Numbers in `#waiting` that no call has. */
const opening = -1;
const appending = -2;
