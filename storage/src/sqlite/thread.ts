import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { CallThread } from '../threads/call-thread.ts';
import type { ConnectionOptions } from './connection.ts';
import type { AppendAnswer, Operations, PackedAppends, ThreadData } from './thread-messages.ts';

/** What appends are asked under: a number that no call has. */
const APPENDING = -2;

/** The thread that has the database open. */
export class Thread extends CallThread<Operations> {
  readonly #appends: MessagePort;

  constructor(options: ConnectionOptions) {
    const { port1, port2 } = new MessageChannel();
    const workerData: ThreadData = { ...options, appends: port2 };
    // The compiled file, from `src` as from `dist`: a worker of Node 20 can't load TypeScript. Of the process's own
    // options it takes those that profile: some others, such as --input-type, keep a worker from starting.
    const worker = new Worker(new URL('../../dist/sqlite/worker.js', import.meta.url), {
      workerData,
      execArgv: process.execArgv.filter((option) => /^--(cpu|heap)-prof/.test(option)),
      transferList: [port2],
    });
    super(worker, 'The storage thread');
    this.#appends = port1;
    this.#appends.on('message', (answer: AppendAnswer) => this.take(APPENDING)?.resolve(answer));
  }

  /** Appends in one commit. One at a time: the answer to one comes before the next is given. */
  append(appends: PackedAppends): Promise<AppendAnswer> {
    return this.ask(APPENDING, () => this.#appends.postMessage(appends, [appends.bytes]));
  }

  protected override end(reason: string): void {
    this.#appends.close();
    super.end(reason);
  }
}
