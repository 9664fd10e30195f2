import { EditError } from '@cowrite/editor/content';
import type { DocumentKind } from '@cowrite/storage';
import * as Y from 'yjs';
import { type DocumentTasks, documentTasks, type NewBlocks } from './document-tasks.ts';
import { HydratedDocument } from './hydrated-document.ts';
import { versionTag } from './version-tag.ts';

/** Bytes of the updates that the documents kept were made of; the one at hand is kept in any case. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_DOCUMENTS = 50;

type TaskName = keyof DocumentTasks;

export interface DocumentTaskCall {
  readonly name: TaskName;
  readonly input: unknown;
  /** Whose writing it is, as a Yjs client; null for what only reads. */
  readonly clientId: number | null;
}

/** Tasks on one document, in their order, and what the thread needs for them. */
export interface DocumentRequest {
  readonly documentId: string;
  readonly kind: DocumentKind;
  /** What of the log the thread has already, as the caller believes; null where `updates` are all there is. */
  readonly since: number | null;
  readonly updates: readonly Uint8Array[];
  /** Of the last of the updates. */
  readonly seq: number;
  readonly calls: readonly DocumentTaskCall[];
}

export interface TaskDone {
  readonly result: unknown;
  /** What it changed; null where that is nothing. */
  readonly update: Uint8Array | null;
  /** Of the content it is true of; null where nobody asked, or a task before it changed that. */
  readonly tag: string | null;
}

export interface TaskFailed {
  readonly error: { readonly name: string; readonly message: string; readonly reason?: EditError['reason'] };
}

/** What came of them, one by one; or `absent`: the document isn't held here, or what is held can't be trusted, from this call on. */
export interface DocumentReply {
  readonly outcomes: readonly (TaskDone | TaskFailed)[];
  readonly absent: boolean;
}

interface Held {
  readonly document: HydratedDocument;
  bytes: number;
  seq: number;
}

/** The documents that a thread holds hydrated, the least recently used let go first. */
export class HydratedDocuments {
  readonly #held = new Map<string, Held>();

  run(request: DocumentRequest): DocumentReply {
    const held = this.#hold(request);
    if (!held) return { outcomes: [], absent: true };
    const outcomes: (TaskDone | TaskFailed)[] = [];
    const { doc } = held.document;
    const isRead = request.calls.some(({ clientId }) => clientId === null);
    let tag = isRead ? versionTag(request.seq, Y.decodeStateVector(Y.encodeStateVector(doc))) : null;
    for (const call of request.calls) {
      const { outcome, isSound } = perform(held.document, call, tag);
      outcomes.push(outcome);
      if ('update' in outcome && outcome.update !== null) tag = null;
      if (isSound) continue;
      this.#release(request.documentId);
      return { outcomes, absent: true };
    }
    return { outcomes, absent: false };
  }

  #hold({ documentId, kind, since, updates, seq }: DocumentRequest): Held | null {
    const present = this.#held.get(documentId);
    if (since === null) this.#release(documentId);
    else if (present?.seq !== since) return null;
    const held = since === null || !present ? { document: new HydratedDocument(kind), bytes: 0, seq: 0 } : present;
    // Taken out until it is whole: what an update broke must not be found again.
    this.#held.delete(documentId);
    try {
      held.document.apply(updates);
    } catch (error) {
      held.document.close();
      throw error;
    }
    held.seq = seq;
    held.bytes += updates.reduce((sum, { length }) => sum + length, 0);
    this.#held.set(documentId, held);
    this.#makeRoom();
    return held;
  }

  #makeRoom(): void {
    let bytes = [...this.#held.values()].reduce((sum, each) => sum + each.bytes, 0);
    for (const [documentId, held] of this.#held) {
      if (this.#held.size === 1 || (bytes <= MOST_BYTES && this.#held.size <= MOST_DOCUMENTS)) return;
      bytes -= held.bytes;
      this.#release(documentId);
    }
  }

  #release(documentId: string): void {
    this.#held.get(documentId)?.document.close();
    this.#held.delete(documentId);
  }
}

/** The first update of a document that has these blocks. */
export const makeDocument = (content: NewBlocks, clientId: number): TaskDone | TaskFailed => {
  const document = new HydratedDocument('document');
  try {
    return perform(document, { name: 'fill', input: { content }, clientId }, null).outcome;
  } finally {
    document.close();
  }
};

/** Runs one task; what it held is sound unless it failed in the midst of changing it. */
const perform = (
  document: HydratedDocument,
  { name, input, clientId }: DocumentTaskCall,
  tag: string | null,
): { outcome: TaskDone | TaskFailed; isSound: boolean } => {
  const { doc } = document;
  const updates: Uint8Array[] = [];
  const note = (update: Uint8Array, origin: unknown): void => {
    if (origin !== 'store') updates.push(update);
  };
  doc.on('update', note);
  try {
    if (clientId !== null) doc.clientID = clientId;
    const run = documentTasks[name] as (document: HydratedDocument, input: unknown) => unknown;
    const result = run(document, input);
    if (clientId === null && updates.length > 0) throw new Error(`${name} changed what it was to read`);
    const update = updates.length === 0 ? null : Y.mergeUpdates(updates);
    return { outcome: { result, update, tag: update === null ? tag : null }, isSound: true };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const reason = error instanceof EditError ? { reason: error.reason } : {};
    return {
      outcome: { error: { name, message, ...reason } },
      isSound: error instanceof EditError && updates.length === 0,
    };
  } finally {
    doc.off('update', note);
  }
};
