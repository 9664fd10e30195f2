import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { MalformedError } from '../sync/byte-reader.ts';
import { inParts, needsParts } from './copy-in-parts.ts';
import { IncompleteDocumentError } from './incomplete-document-error.ts';
import type { PatientThreadData } from './patient-thread.ts';
import type { TaskReply, TaskRequest, Tasks } from './serve-tasks.ts';

/**
 * V8 collects a heap that began small each time it has grown by a tenth, which was most of what compacting 20 MB cost:
 * 3.2 CPU-s, and 1.3 where the first collection comes at this size, in MB. It is memory only while it is used.
 */
const PATIENT_HEAP = 256;
/** Runs another script at a lower priority. */
const PATIENT_THREAD = new URL('../../dist/content/patient-thread.js', import.meta.url);

/** Yjs calls itself for types that lie in each other; in a hostile document they may do so many thousand times. */
const STACK_MB = 64;
/** An idle thread is let go after this long, with the memory that large documents left it. */
const IDLE_MS = 10_000;
/** One with a large heap to begin with never gets idle for so long where people come and go, and fills it all. */
const PATIENT_LIFE_MS = 60_000;

interface Pending {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

/** A task's thread died under it: out of memory, most likely. The task can be tried again. */
export class ContentThreadError extends Error {
  override readonly name = 'ContentThreadError';
}

interface ContentThreadOptions {
  /** The compiled file that serves the tasks. */
  readonly script: URL;
  /** Milliseconds without a task after which it is let go; 10 s unless told. */
  readonly idleTime?: number;
  /** What the thread finds in its `workerData`. */
  readonly data?: object;
  /** Nobody's keystroke waits for it: it gives way to the threads that somebody's does, and takes the memory that it likes. */
  readonly isPatient?: boolean;
}

/** One thread for content tasks, one after the other. It is started with the first task and let go when idle. */
export class ContentThreadHandle<T extends Tasks<T>> {
  readonly #script: URL;
  readonly #idleTime: number;
  readonly #data: object;
  readonly #isPatient: boolean;
  #worker: Worker | null = null;
  #startedAt = 0;
  #idle: NodeJS.Timeout | null = null;
  #nextId = 1;
  readonly #pending = new Map<number, Pending>();
  /** Settles when all that was asked before is on its way; null while it goes at once. */
  #sending: Promise<void> | null = null;

  constructor({ script, idleTime = IDLE_MS, data = {}, isPatient = false }: ContentThreadOptions) {
    this.#script = script;
    this.#idleTime = idleTime;
    this.#data = data;
    this.#isPatient = isPatient;
  }

  /** `transfer` names buffers of the input that the caller gives up; without it they are copied, large ones in parts. */
  run<Name extends keyof T & string>(
    task: Name,
    input: Parameters<T[Name]>[0],
    transfer: ArrayBuffer[] = [],
  ): Promise<ReturnType<T[Name]>> {
    if (!this.#sending && !needsParts(input, transfer)) return this.#send(task, input, transfer);
    const before = this.#sending;
    const sent = (async () => {
      const copied = await inParts(input, transfer);
      // What is asked later comes later, too.
      await before;
      return { answer: this.#send(task, copied.input, copied.transfer) };
    })();
    const sending: Promise<void> = sent
      .catch(() => undefined)
      .then(() => {
        if (this.#sending === sending) this.#sending = null;
      });
    this.#sending = sending;
    return sent.then(({ answer }) => answer);
  }

  async close(): Promise<void> {
    if (this.#idle) clearTimeout(this.#idle);
    await this.#worker?.terminate();
  }

  #send<Name extends keyof T & string>(
    task: Name,
    input: Parameters<T[Name]>[0],
    transfer: ArrayBuffer[],
  ): Promise<ReturnType<T[Name]>> {
    if (this.#idle) clearTimeout(this.#idle);
    this.#idle = null;
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = this.#nextId++;
    return new Promise<ReturnType<T[Name]>>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      worker.postMessage({ id, task, input } satisfies TaskRequest, transfer);
    });
  }

  #start(): Worker {
    this.#startedAt = performance.now();
    // A flag of the whole process, which only heaps yet to be made look at: it is taken back when this one's is there.
    if (this.#isPatient) setFlagsFromString(`--initial-heap-size=${PATIENT_HEAP}`);
    const script = this.#isPatient ? PATIENT_THREAD : this.#script;
    const workerData = { ...this.#data, script: this.#script.href } satisfies PatientThreadData;
    const worker = new Worker(script, { workerData, resourceLimits: { stackSizeMb: STACK_MB } });
    worker.once('online', () => setFlagsFromString('--initial-heap-size=0'));
    worker.unref();
    worker.on('message', (reply: TaskReply) => this.#settle(reply));
    worker.on('error', (error) => this.#fail(worker, error));
    worker.on('exit', () => this.#fail(worker, new Error('thread ended')));
    return worker;
  }

  #settle(reply: TaskReply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if ('result' in reply) pending?.resolve(reply.result as never);
    else pending?.reject(asError(reply.error));
    if (this.#pending.size > 0) return;
    if (this.#isPatient && performance.now() - this.#startedAt > PATIENT_LIFE_MS) this.#release();
    else this.#idle = setTimeout(() => this.#release(), this.#idleTime).unref();
  }

  #release(): void {
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
  }

  #fail(worker: Worker, cause: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(new ContentThreadError('the thread that worked on it died', { cause }));
  }
}

const asError = ({ name, message }: { name: string; message: string }): Error => {
  if (name === 'MalformedError') return new MalformedError(message);
  if (name === 'IncompleteDocumentError') return new IncompleteDocumentError(message);
  return new Error(`${name}: ${message}`);
};
