import { ContentThreadHandle } from './content-thread-handle.ts';
import type { ContentTasks } from './tasks.ts';

/**
 * V8 collects a heap that began small each time it has grown by a tenth, which was most of what compacting 20 MB cost:
 * 3.2 CPU-s, and 1.3 where the first collection comes at this size, in MB. It is memory only while it is used.
 */
const PATIENT_HEAP = 256;

/** Tasks that mostly nobody waits for, and that have a whole document before them. */
const PATIENT: ReadonlySet<keyof ContentTasks> = new Set(['compact', 'assets']);

/**
 * Runs content tasks off the main thread: those that nobody waits for in one thread, since compacting a large document
 * takes a second, and the others in another. Each is started with its first task and let go when idle.
 */
export class ContentThreads {
  readonly #prompt = new ContentThreadHandle();
  readonly #patient = new ContentThreadHandle({ initialHeap: PATIENT_HEAP });

  /** `transfer` names buffers of the input that the caller gives up; without it they are copied, unless they are shared. */
  run<T extends keyof ContentTasks>(
    task: T,
    input: Parameters<ContentTasks[T]>[0],
    transfer: ArrayBuffer[] = [],
  ): Promise<ReturnType<ContentTasks[T]>> {
    return (PATIENT.has(task) ? this.#patient : this.#prompt).run(task, input, transfer);
  }

  async close(): Promise<void> {
    await Promise.all([this.#prompt.close(), this.#patient.close()]);
  }
}
