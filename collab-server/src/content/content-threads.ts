import type { HistoryTasks } from '../history/history-tasks.ts';
import { ContentThreadHandle } from './content-thread-handle.ts';
import type { NewBlocks } from './documents/document-tasks.ts';
import type { DocumentThreadTasks } from './documents/document-thread.ts';
import type { DocumentReply, DocumentRequest, TaskDone, TaskFailed } from './documents/hydrated-documents.ts';
import type { DocumentThreadData } from './documents/own-nodes.ts';
import { packDocuments, type SmallDocument } from './documents/packed-documents.ts';
import type { ContentTasks } from './tasks.ts';

/** Workers can't load TypeScript: from `src`, as from `dist`, these are the built files. */
const CONTENT_THREAD = new URL('../../dist/program/content-thread.js', import.meta.url);
const DOCUMENT_THREAD = new URL('../../dist/program/document-thread.js', import.meta.url);
const HISTORY_THREAD = new URL('../../dist/program/history-thread.js', import.meta.url);

/** The same module by module: an embedder's nodes extend those of the Lexical that is installed, not of a bundle. */
const OWN_NODES_THREADS = {
  documents: new URL('../../dist/content/documents/document-thread.js', import.meta.url),
  history: new URL('../../dist/history/history-thread.js', import.meta.url),
};

/** A document that a program works on stays hydrated for so long, in milliseconds: a sensor may write once a minute. */
const KEPT_HYDRATED = 120_000;

/** The module with an embedder's own nodes can't be used; the message says why. */
export class OwnNodesError extends Error {
  override readonly name = 'OwnNodesError';
}

/** Tasks that mostly nobody waits for, and that have a whole document before them. */
const PATIENT: ReadonlySet<keyof ContentTasks> = new Set(['compact', 'assets']);

/**
 * Runs content tasks off the main thread: those that nobody waits for in one thread, since compacting a large document
 * takes a second, those on hydrated documents in one that keeps them,
 * those about versions in a third, and the others in another. Each is started with its first task and let go when idle.
 */
export class ContentThreads {
  readonly #prompt = new ContentThreadHandle<ContentTasks>({ script: CONTENT_THREAD });
  readonly #patient = new ContentThreadHandle<ContentTasks>({ script: CONTENT_THREAD, isPatient: true });
  readonly #documents: ContentThreadHandle<DocumentThreadTasks>;
  readonly #history: ContentThreadHandle<HistoryTasks>;
  readonly #ownNodes: URL | null;

  /** `ownNodes` is a module with nodes of an embedder's own, which `checkOwnNodes` looks at. */
  constructor(ownNodes: URL | null = null) {
    this.#ownNodes = ownNodes;
    const data: DocumentThreadData = { ownNodes: ownNodes?.href ?? null };
    const scripts = ownNodes ? OWN_NODES_THREADS : { documents: DOCUMENT_THREAD, history: HISTORY_THREAD };
    this.#documents = new ContentThreadHandle({ script: scripts.documents, idleTime: KEPT_HYDRATED, data });
    this.#history = new ContentThreadHandle({ script: scripts.history, data, isPatient: true });
  }

  /** Rejects with `OwnNodesError` where the module of one's own nodes can't be used. */
  async checkOwnNodes(): Promise<void> {
    if (!this.#ownNodes) return;
    await this.#documents.run('begin', null).catch((error: Error) => {
      throw new OwnNodesError(error.cause instanceof Error ? error.cause.message : error.message);
    });
  }

  /** `transfer` names buffers of the input that the caller gives up; without it they are copied, unless they are shared. */
  run<T extends keyof ContentTasks>(
    task: T,
    input: Parameters<ContentTasks[T]>[0],
    transfer: ArrayBuffer[] = [],
  ): Promise<ReturnType<ContentTasks[T]>> {
    return (PATIENT.has(task) ? this.#patient : this.#prompt).run(task, input, transfer);
  }

  /** The first update of a new document with these blocks. */
  makeDocument(content: NewBlocks, clientId: number): Promise<TaskDone | TaskFailed> {
    return this.#documents.run('make', { content, clientId });
  }

  /** Has tasks done on a document in the thread that keeps such. */
  workOn(request: DocumentRequest): Promise<DocumentReply> {
    return this.#documents.run('work', request);
  }

  /** What documents say that are made for it alone; null of those that can't be read. */
  smallTexts(documents: readonly SmallDocument[]): Promise<(string | null)[]> {
    const packed = packDocuments(documents);
    return this.#documents.run('texts', packed, [packed.bytes.buffer]);
  }

  /** Makes and compares versions, in a thread that nobody's typing waits for. */
  runHistory<T extends keyof HistoryTasks>(
    task: T,
    input: Parameters<HistoryTasks[T]>[0],
  ): Promise<ReturnType<HistoryTasks[T]>> {
    return this.#history.run(task, input, buffersOf(input));
  }

  async close(): Promise<void> {
    const threads = [this.#prompt, this.#patient, this.#documents, this.#history];
    await Promise.all(threads.map((thread) => thread.close()));
  }
}

/** The bytes in a task's input that have a buffer to themselves: its caller reads them for it alone, and gives them up. */
const buffersOf = (input: unknown): ArrayBuffer[] => {
  const buffers = new Set<ArrayBuffer>();
  const add = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength)
        buffers.add(value.buffer);
    } else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) add(each);
  };
  add(input);
  return [...buffers];
};
