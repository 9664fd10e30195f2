import type { AccessStore } from '../access-store.ts';
import type { CommentStore } from '../comment-store.ts';
import {
  type ClientClaim,
  type ClientOwners,
  type DocumentMeta,
  type DocumentStore,
  type ListPage,
  type ListQuery,
  type LogEntry,
  type LogRow,
  type NewDocument,
  type NewSnapshot,
  type StoredDocument,
  type StoreStats,
  StoreUnavailableError,
} from '../document-store.ts';
import type { LibraryStore } from '../library-store.ts';
import { expectPage } from '../pages.ts';
import type { ProgramStore } from '../program-store.ts';
import type { ThumbnailStore } from '../thumbnail-store.ts';
import type { VersionStore } from '../version-store.ts';
import { AppendQueue, type Commit } from './append-queue.ts';
import { Appends } from './appends.ts';
import type { ConnectionOptions } from './connection.ts';
import { onItsOwn, unpackLog } from './packed-log.ts';
import { unpackOwners } from './packed-owners.ts';
import { Thread } from './thread.ts';
import type { Operations } from './thread-messages.ts';

export interface SqliteStoreOptions {
  /** Directory of the file `cowrite.sqlite`; made where it is missing. One process at a time has it. */
  readonly dir: string;
  /**
   * `FULL` unless told: each commit is on the disk before it is acknowledged. `NORMAL` breaks that promise; it exists
   * only as the control of tests that cut the power, which have to see it lose data.
   */
  readonly synchronous?: 'FULL' | 'NORMAL';
}

/**
 * Opens the store in a directory: one SQLite file, one thread. Rejects with `StoreOpenError` where another process has
 * it, where the directory can't be written or the file isn't a store of this version or an older one.
 */
export async function openSqliteStore({ dir, synchronous = 'FULL' }: SqliteStoreOptions): Promise<DocumentStore> {
  const options = { dir, synchronous };
  const thread = new Thread(options);
  await thread.opened;
  return new SqliteStore(options, thread);
}

/** A thread that died isn't started again sooner than this after its last start, in milliseconds. */
const restartAfter = 1000;

class SqliteStore implements DocumentStore {
  readonly access: AccessStore = {
    addLink: (link) => this.#write('addLink', [link]),
    findLink: (id) => this.#call('findLink', [id]),
    listLinks: (documentId) => this.#call('listLinks', [documentId]),
    changeLink: (id, change) => this.#write('changeLink', [id, change]),
    findMember: (documentId, user) => this.#call('findMember', [documentId, user]),
    setMember: (documentId, user, role) => this.#write('setMember', [documentId, user, role]),
  };
  readonly past: VersionStore = {
    addVersion: (version) => this.#write('addVersion', [version]),
    findVersion: (documentId, id) => this.#call('findVersion', [documentId, id]),
    newestVersion: (documentId) => this.#call('newestVersion', [documentId]),
    listVersions: async (documentId, query = {}) => {
      expectPage(query);
      return this.#call('listVersions', [documentId, query]);
    },
    loadVersion: (documentId, id) => this.#call('loadVersion', [documentId, id]),
    nameVersion: (documentId, id, name) => this.#write('nameVersion', [documentId, id, name]),
    removeVersions: (documentId, ids) => this.#write('removeVersions', [documentId, ids]),
    versionAssets: (documentId) => this.#call('versionAssets', [documentId]),
    untrailed: async (documentId) => {
      const found = await this.#call('untrailed', [documentId]);
      return found && { seq: found.seq, log: unpackLog(found.log) };
    },
    addTrail: (documentId, trail) => this.#write('addTrail', [documentId, trail]),
    trails: (documentId, after, through) => this.#call('trails', [documentId, after, through]),
    notePeople: (people) => this.#write('notePeople', [people]),
    findPeople: (ids) => this.#call('findPeople', [ids]),
  };
  readonly thumbnails: ThumbnailStore = {
    putThumbnail: (documentId, thumbnail) => this.#write('putThumbnail', [documentId, thumbnail]),
    findThumbnail: (documentId) => this.#call('findThumbnail', [documentId]),
  };
  readonly comments: CommentStore = {
    addThread: (...args) => this.#write('addThread', args),
    findThread: (...args) => this.#call('findThread', args),
    listThreads: (...args) => this.#call('listThreads', args),
    addReply: (...args) => this.#write('addReply', args),
    changeComment: (...args) => this.#write('changeComment', args),
    removeComment: (...args) => this.#write('removeComment', args),
    resolveThread: (...args) => this.#write('resolveThread', args),
    removeThread: (...args) => this.#write('removeThread', args),
    addMessage: (...args) => this.#write('addMessage', args),
    findMessage: (...args) => this.#call('findMessage', args),
    listMessages: (...args) => this.#call('listMessages', args),
    changeMessage: (...args) => this.#write('changeMessage', args),
    removeMessage: (...args) => this.#write('removeMessage', args),
    readMarks: (...args) => this.#call('readMarks', args),
    setReadMarks: (...args) => this.#write('setReadMarks', args),
    countUnreadMessages: (...args) => this.#call('countUnreadMessages', args),
  };
  readonly library: LibraryStore = {
    setTags: (documentId, tags) => this.#write('setTags', [documentId, tags]),
    setTemplate: (documentId, isTemplate) => this.#write('setTemplate', [documentId, isTemplate]),
    setFavourite: (documentId, user, isFavourite) => this.#write('setFavourite', [documentId, user, isFavourite]),
    noteVisit: (documentId, user, at) => this.#write('noteVisit', [documentId, user, at]),
    marks: (documentIds, user) => this.#call('marks', [documentIds, user]),
    tags: () => this.#call('tags', []),
    shelf: async (shelf, page) => {
      expectPage(page);
      return this.#call('shelf', [shelf, page]);
    },
  };
  readonly programs: ProgramStore = {
    addKey: (key) => this.#write('addKey', [key]),
    findKey: (id) => this.#call('findKey', [id]),
    listKeys: () => this.#call('listKeys', []),
    revokeKey: (id) => this.#write('revokeKey', [id]),
    beginAnswer: (asked, forgetBefore) => this.#write('beginAnswer', [asked, forgetBefore]),
    finishAnswer: (owner, id, answer) => this.#write('finishAnswer', [owner, id, answer]),
    dropAnswer: (owner, id) => this.#write('dropAnswer', [owner, id]),
    setValues: (values) => this.#write('setValues', [values]),
    listValues: (documentId) => this.#call('listValues', [documentId]),
    documentsWithValues: () => this.#call('documentsWithValues', []),
    removeValue: (documentId, name) => this.#write('removeValue', [documentId, name]),
  };
  readonly #options: ConnectionOptions;
  #running: Thread;
  #startedAt = performance.now();
  #closed: Promise<void> | null = null;
  #failure: StoreUnavailableError | null = null;
  #stats: StoreStats = { commits: 0, rows: 0, bytes: 0, commitMs: 0 };
  readonly #appends = new Appends({
    queue: new AppendQueue({
      send: (appends) => this.#thread().append(appends),
      onCommit: (commit) => this.#noteCommit(commit),
      onFailure: (error) => this.#noteFailure(error),
    }),
    writePart: (generation, part) => this.#thread().call('writePart', [generation, part], [part.buffer]),
    onFailure: (error) => this.#noteFailure(error),
  });

  constructor(options: ConnectionOptions, thread: Thread) {
    this.#options = options;
    this.#running = this.#watched(thread);
  }

  get failure(): StoreUnavailableError | null {
    return this.#failure;
  }

  get stats(): StoreStats {
    return this.#stats;
  }

  async create({ update, ...document }: NewDocument): Promise<DocumentMeta> {
    return this.#write('create', [update ? { ...document, update: Uint8Array.from(update) } : document]);
  }

  async find(id: string): Promise<DocumentMeta | null> {
    return this.#call('find', [id]);
  }

  async list(query: ListQuery = {}): Promise<ListPage> {
    expectPage(query);
    return this.#call('list', [query]);
  }

  async rename(id: string, title: string): Promise<DocumentMeta> {
    return this.#write('rename', [id, title]);
  }

  async trash(id: string): Promise<DocumentMeta> {
    return this.#write('trash', [id]);
  }

  async restore(id: string): Promise<DocumentMeta> {
    return this.#write('restore', [id]);
  }

  async load(id: string): Promise<StoredDocument | null> {
    const document = await this.#call('load', [id]);
    return document && { ...document, log: unpackLog(document.log), owners: unpackOwners(document.owners) };
  }

  async tail(id: string, after: number): Promise<LogRow[] | null> {
    const log = await this.#call('tail', [id, after]);
    return log && unpackLog(log);
  }

  async lastSeqs(ids: readonly string[]): Promise<Map<string, number | null>> {
    return this.#call('lastSeqs', [ids]);
  }

  async clientOwners(id: string): Promise<ClientOwners> {
    const owners = await this.#call('clientOwners', [id]);
    return owners ? unpackOwners(owners) : new Map();
  }

  async claimClients(claims: readonly ClientClaim[]): Promise<void> {
    await this.#write('claimClients', [claims]);
  }

  append(entry: LogEntry): Promise<number> {
    return this.#closed ? Promise.reject(closedError()) : this.#appends.append(entry);
  }

  async compact(id: string, snapshot: NewSnapshot, replaces: number): Promise<boolean> {
    const state = onItsOwn(snapshot.state);
    const args: Parameters<Operations['compact']> = [
      id,
      { ...snapshot, state, summary: onItsOwn(snapshot.summary) },
      replaces,
    ];
    return this.#write('compact', args, [state.buffer]);
  }

  /** Nobody else has the folder. */
  async leaseCompaction(): Promise<boolean> {
    return true;
  }

  async probe(): Promise<void> {
    await this.#write('probe', []);
    this.#failure = null;
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await this.#appends.idle();
    const thread = this.#running;
    try {
      await thread.call('close', []);
    } catch (error) {
      if (!thread.ended) throw error;
    }
    await thread.exited;
  }

  async #write<Name extends keyof Operations>(
    name: Name,
    args: Parameters<Operations[Name]>,
    transfer: ArrayBuffer[] = [],
  ): Promise<Awaited<ReturnType<Operations[Name]>>> {
    try {
      return await this.#call(name, args, transfer);
    } catch (error) {
      this.#noteFailure(error);
      throw error;
    }
  }

  async #call<Name extends keyof Operations>(
    name: Name,
    args: Parameters<Operations[Name]>,
    transfer: ArrayBuffer[] = [],
  ): Promise<Awaited<ReturnType<Operations[Name]>>> {
    if (this.#closed) throw closedError();
    return this.#thread().call(name, args, transfer);
  }

  /** The thread, started again where it died; until that is due, the dead one, which rejects calls with the reason. */
  #thread(): Thread {
    const { ended } = this.#running;
    if (ended && performance.now() - this.#startedAt >= restartAfter) {
      this.#startedAt = performance.now();
      this.#running = this.#watched(new Thread(this.#options));
    }
    return this.#running;
  }

  #watched(thread: Thread): Thread {
    // Calls on a thread that couldn't open the file reject for the same reason.
    thread.opened.catch(() => undefined);
    void thread.exited.then(() => {
      if (!this.#closed) this.#failure = thread.ended;
    });
    return thread;
  }

  #noteCommit({ rows, bytes, milliseconds }: Commit): void {
    this.#failure = null;
    const { commits, ...before } = this.#stats;
    this.#stats = {
      commits: commits + 1,
      rows: before.rows + rows,
      bytes: before.bytes + bytes,
      commitMs: before.commitMs + milliseconds,
    };
  }

  #noteFailure(error: unknown): void {
    if (error instanceof StoreUnavailableError) this.#failure = error;
  }
}

function closedError(): StoreUnavailableError {
  return new StoreUnavailableError('The store is closed.');
}
