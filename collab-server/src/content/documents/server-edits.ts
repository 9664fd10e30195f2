import { createHash, randomBytes } from 'node:crypto';
import { emptyDocumentUpdate } from '@cowrite/editor/content/empty';
import { type DocumentKind, type DocumentMeta, DocumentMissingError, type DocumentStore } from '@cowrite/storage';
import type { IncomingChange, Room } from '../../sync/room.ts';
import type { RoomContent } from '../../sync/room-content.ts';
import type { Rooms } from '../../sync/rooms.ts';
import type { ContentThreads } from '../content-threads.ts';
import { IncompleteDocumentError } from '../incomplete-document-error.ts';
import type { DocumentTasks, NewBlocks } from './document-tasks.ts';
import type { DocumentTaskCall, TaskDone, TaskFailed } from './hydrated-documents.ts';
import { ChangedMeanwhileError, ServerAuthor } from './server-author.ts';
import { versionTag } from './version-tag.ts';

/** Tasks on one document that go to its thread together. */
const AT_ONCE = 64;
/** How often one is tried whose ground moved under it. */
const TRIES = 3;
/** Documents of which it is remembered what the thread has of them. */
const MOST_REMEMBERED = 200;

/** In whose name an edit is made. */
export interface EditAuthor {
  /** The user's id; null where nobody is told apart. */
  readonly user: string | null;
}

export interface EditOptions extends EditAuthor {
  /** The edit is made only while the document is what this tag of `read` named; else `ChangedMeanwhileError`. */
  readonly ifMatch?: string;
}

/** What a task came to, and the tag of the content it is true of; null where others may have written meanwhile. */
export interface Worked<Result> {
  readonly result: Result;
  readonly tag: string | null;
}

/** A task can't be done as it was asked for; nothing was changed. The message is a sentence that says what to do. */
export class TaskRefusedError extends Error {
  override readonly name = 'TaskRefusedError';
  /** `missing`: what it is about isn't there. `invalid`: what it brings can't be put in. */
  readonly reason: 'invalid' | 'missing';

  constructor(reason: 'invalid' | 'missing', message: string) {
    super(message);
    this.reason = reason;
  }
}

type TaskName = keyof DocumentTasks;
type Input<Name extends TaskName> = Parameters<DocumentTasks[Name]>[1];
type Output<Name extends TaskName> = ReturnType<DocumentTasks[Name]>;

interface Job {
  readonly name: TaskName;
  readonly input: unknown;
  /** Null for what only reads. */
  readonly author: EditAuthor | null;
  readonly ifMatch: string | null;
  tries: number;
  readonly resolve: (worked: Worked<never>) => void;
  readonly reject: (error: unknown) => void;
}

interface ServerEditsOptions {
  readonly store: DocumentStore;
  readonly rooms: Rooms;
  readonly threads: ContentThreads;
}

/**
 * Edits that the server makes in somebody's name, and reading what a document says: tasks of `document-tasks.ts`, done
 * in a content thread on the document as it is, in the order in which they are asked for. An edit goes the way of any
 * change: through the guard into the log, then to everybody. It merges with what people type meanwhile.
 */
export class ServerEdits {
  readonly #options: ServerEditsOptions;
  /** By document, what waits; one that has an entry is being worked on. */
  readonly #jobs = new Map<string, Job[]>();
  /** By document, the seq through which the thread has it. A guess: the thread may have let it go. */
  readonly #held = new Map<string, number>();
  /**
   * Makes the clientIDs of this process. Only here it is known that everything written under one is in what is loaded:
   * after a restore from a backup a client may have more of it than the store.
   */
  readonly #secret = randomBytes(16);

  constructor(options: ServerEditsOptions) {
    this.#options = options;
  }

  /**
   * Changes a document in somebody's name; resolves once that is durable and told to everybody. Rejects, with nothing
   * changed, with `TaskRefusedError`, with `ChangedMeanwhileError` where it was to be made on `ifMatch` only, and as
   * `append` and `load` of the store do.
   */
  edit<Name extends TaskName>(
    documentId: string,
    name: Name,
    input: Input<Name>,
    { user, ifMatch }: EditOptions,
  ): Promise<Worked<Output<Name>>> {
    return this.#add(documentId, { name, input, author: { user }, ifMatch: ifMatch ?? null });
  }

  /** Reads a document, as of all that was told so far. Rejects as `edit` does. */
  read<Name extends TaskName>(documentId: string, name: Name, input: Input<Name>): Promise<Worked<Output<Name>>> {
    return this.#add(documentId, { name, input, author: null, ifMatch: null });
  }

  /**
   * Merges an update that somebody made elsewhere; resolves as `edit` does. Rejects with `ChangedMeanwhileError` where
   * it builds on what isn't here, or the document isn't what `ifMatch` names, with `ChangeRefusedError`, and with
   * `MalformedError` for what is no update.
   */
  async apply(documentId: string, update: Uint8Array, { user, ifMatch }: EditOptions): Promise<void> {
    await this.#expectThere(documentId);
    await this.#options.rooms.use(documentId, async (room) => {
      const onlyAfter = ifMatch === undefined ? {} : { onlyAfter: await seqWith(room, ifMatch) };
      await bring(room, { update: [update], ...onlyAfter }, user);
    });
  }

  /** Rejects with `ChangedMeanwhileError` where a document isn't what this tag names; without one with nothing. */
  async expectUnchanged(documentId: string, ifMatch: string | undefined): Promise<void> {
    if (ifMatch === undefined) return;
    await this.#expectThere(documentId);
    await this.#options.rooms.use(documentId, async (room) => void (await seqWith(room, ifMatch)));
  }

  /** The first update of a new document with these blocks, and the clientIDs in it; rejects with `TaskRefusedError`. */
  async make(content: NewBlocks): Promise<{ readonly update: Uint8Array; readonly claimed: readonly number[] }> {
    const clientId = randomBytes(4).readUInt32BE();
    const made = await this.#options.threads.makeDocument(content, clientId);
    if ('error' in made) throw asError(made.error);
    return made.update ? { update: made.update, claimed: [clientId] } : { update: emptyDocumentUpdate(), claimed: [] };
  }

  /** A document's state as one Yjs update, of any kind of document; rejects as `read` does. */
  async state(documentId: string): Promise<Worked<Uint8Array>> {
    await this.#expectThere(documentId);
    return await this.#options.rooms.use(documentId, async (room) => {
      const content = await room.awake();
      const { snapshotState: state, rows, seq } = content;
      const tag = room.isSettled ? versionTag(seq, room.stateVector) : null;
      const updates = rows.map(({ update }) => update);
      if (state && rows.length === 0) return { result: state, tag };
      const compacted = await this.#options.threads.run('compact', { state, updates });
      return { result: compacted.state, tag };
    });
  }

  async #expectThere(documentId: string): Promise<DocumentMeta> {
    const meta = await this.#options.store.find(documentId);
    if (!meta) throw new DocumentMissingError(`there is no document ${documentId}`);
    return meta;
  }

  #add<Result>(documentId: string, job: Pick<Job, 'name' | 'input' | 'author' | 'ifMatch'>): Promise<Worked<Result>> {
    return new Promise((resolve, reject) => {
      const added = { ...job, tries: 0, resolve, reject };
      const waiting = this.#jobs.get(documentId);
      if (waiting) {
        waiting.push(added);
        return;
      }
      const jobs = [added];
      this.#jobs.set(documentId, jobs);
      void this.#work(documentId, jobs);
    });
  }

  async #work(documentId: string, jobs: Job[]): Promise<void> {
    try {
      const meta = await this.#expectThere(documentId);
      await this.#options.rooms.use(documentId, async (room) => {
        while (jobs.length > 0) await this.#workOnSome(room, meta.kind, jobs);
      });
    } catch (error) {
      for (const { reject } of jobs.splice(0)) reject(error);
    }
    // One may have come in while the room was let go.
    if (jobs.length > 0) void this.#work(documentId, jobs);
    else this.#jobs.delete(documentId);
  }

  async #workOnSome(room: Room, kind: DocumentKind, jobs: Job[]): Promise<void> {
    // One that must not merge stands alone: what comes before it is content by then.
    const alone = jobs.findIndex(({ ifMatch }) => ifMatch !== null);
    const batch = jobs.splice(0, alone === -1 ? AT_ONCE : Math.max(1, Math.min(alone, AT_ONCE)));
    try {
      const again = await this.#workOn(room, kind, batch);
      jobs.unshift(...again);
    } catch (error) {
      this.#held.delete(room.documentId);
      for (const { reject } of batch) reject(error);
    }
  }

  /** Returns what has to be tried again. */
  async #workOn(room: Room, kind: DocumentKind, batch: readonly Job[]): Promise<Job[]> {
    const content = await room.awake();
    const { seq } = content;
    const [first] = batch;
    // It stands alone.
    if (first && first.ifMatch !== null) expectTag(room, seq, first.ifMatch);
    const outcomes = await this.#ask(room, kind, content, batch);
    const settled = outcomes.map((outcome, index) => this.#settle(room, batch[index] as Job, outcome, seq));
    const again = (await Promise.all(settled)).filter((job) => job !== null);
    if (again.length > 0 || outcomes.length < batch.length) this.#held.delete(room.documentId);
    return [...again, ...batch.slice(outcomes.length)];
  }

  /** What came of tasks, from the first on; of the others nothing, and they are to be asked again. */
  async #ask(
    room: Room,
    kind: DocumentKind,
    content: RoomContent,
    batch: readonly Job[],
  ): Promise<readonly (TaskDone | TaskFailed)[]> {
    const { documentId } = room;
    const { seq, snapshotSeq, snapshotState, rows } = content;
    const calls = batch.map(({ name, input, author }): DocumentTaskCall => {
      return { name, input, clientId: author && this.#clientIdOf(documentId, author.user) };
    });
    const held = this.#held.get(documentId);
    const since = held !== undefined && held >= snapshotSeq ? held : null;
    const state = since === null && snapshotState ? [snapshotState] : [];
    const updates = [...state, ...rows.filter((row) => row.seq > (since ?? 0)).map(({ update }) => update)];
    this.#held.delete(documentId);
    const { outcomes, absent } = await this.#options.threads.workOn({ documentId, kind, since, updates, seq, calls });
    if (!absent) this.#remember(documentId, seq);
    // Let go there meanwhile: all of it goes along now.
    else if (since !== null && outcomes.length === 0) return await this.#ask(room, kind, await room.awake(), batch);
    return outcomes;
  }

  #remember(documentId: string, seq: number): void {
    this.#held.set(documentId, seq);
    if (this.#held.size <= MOST_REMEMBERED) return;
    const [oldest] = this.#held.keys();
    if (oldest !== undefined) this.#held.delete(oldest);
  }

  /** Tells whoever asked; returns the job where it has to be tried again. */
  async #settle(room: Room, job: Job, outcome: TaskDone | TaskFailed, seq: number): Promise<Job | null> {
    if ('error' in outcome) {
      job.reject(asError(outcome.error));
      return null;
    }
    const result = outcome.result as never;
    if (outcome.update === null) {
      job.resolve({ result, tag: outcome.tag });
      return null;
    }
    try {
      const onlyAfter = job.ifMatch === null ? {} : { onlyAfter: seq };
      await bring(room, { update: [outcome.update], ...onlyAfter }, job.author?.user ?? null);
    } catch (error) {
      this.#held.delete(room.documentId);
      if (error instanceof ChangedMeanwhileError && job.ifMatch === null && ++job.tries < TRIES) return job;
      job.reject(error);
      return null;
    }
    // Only of an edit that merged with nothing it is known what the document is now.
    const { content } = room;
    const isAlone = job.ifMatch !== null && room.isSettled && content?.seq === seq + 1;
    job.resolve({ result, tag: isAlone ? versionTag(content.seq, room.stateVector) : null });
    return null;
  }

  /** One for each author of a document, as long as this process runs: a sensor's thousandth edit needs no thousandth client. */
  #clientIdOf(documentId: string, user: string | null): number {
    const name = JSON.stringify([documentId, user]);
    return createHash('sha256').update(this.#secret).update(name).digest().readUInt32BE();
  }
}

const ONLY_FRAME = { frame: 1, answers: 0 };

/** Brings a change in somebody's name; resolves once it is durable and told. */
const bring = async (
  room: Room,
  change: Pick<IncomingChange, 'update' | 'onlyAfter'>,
  user: string | null,
): Promise<void> => {
  const author = new ServerAuthor(user);
  await room.applyChange(author, { ...change, isAnswer: false, mark: ONLY_FRAME });
  await author.outcome;
};

/** Throws `ChangedMeanwhileError` where the document isn't what this tag names. */
const expectTag = (room: Room, seq: number, tag: string): void => {
  const now = room.isSettled ? versionTag(seq, room.stateVector) : null;
  if (tag !== now) throw new ChangedMeanwhileError('the document changed meanwhile');
};

/** Of the last row that the tag stands for; rejects as `expectTag` throws. */
const seqWith = async (room: Room, tag: string): Promise<number> => {
  const { seq } = await room.awake();
  expectTag(room, seq, tag);
  return seq;
};

const asError = ({ name, message, reason }: TaskFailed['error']): Error => {
  if (reason) return new TaskRefusedError(reason, message);
  if (name === 'IncompleteDocumentError') return new IncompleteDocumentError(message);
  return new Error(`${name}: ${message}`);
};
