import { randomUUID } from 'node:crypto';
import type { AccessStore } from '../access-store.ts';
import type { CommentStore } from '../comment-store.ts';
import {
  type ClientClaim,
  type ClientOwners,
  DocumentCorruptError,
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
import { Access } from './access.ts';
import { append } from './append.ts';
import { AppendQueue } from './append-queue.ts';
import { claimClients } from './claims.ts';
import { commentsOf } from './comments.ts';
import { compact, endCompactionLease, leaseCompaction } from './compact.ts';
import { Database, type DatabaseOptions } from './database.ts';
import { Documents } from './documents.ts';
import { Library } from './library.ts';
import { openDatabase } from './open-database.ts';
import { pastOf } from './past.ts';
import { Programs } from './programs.ts';
import { readDocument, readOwners, readTail } from './stored-document.ts';
import { Thumbnails } from './thumbnails.ts';
import { Watchdog } from './watchdog.ts';

export type PostgresStoreOptions = DatabaseOptions;

/**
 * Appends have connections of their own: nobody's keystroke waits for a list. They are short; one that takes longer than
 * this hangs.
 */
const CALLS = { connections: 6, timeout: 30_000 };
const APPENDS = { connections: 4, timeout: 10_000 };

/**
 * Opens the store in a PostgreSQL database, which any number of processes may have open at the same time. Rejects with
 * `StoreOpenError` where there is no such server or database, or it can't keep what is promised.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<DocumentStore> {
  const watchdog = new Watchdog();
  const onFailure = watchdog.noteFailure;
  const calls = await openDatabase(options, { ...CALLS, onFailure });
  return new PostgresStore({ calls, appends: new Database(options, { ...APPENDS, onFailure }), watchdog });
}

interface Parts {
  readonly calls: Database;
  readonly appends: Database;
  readonly watchdog: Watchdog;
}

class PostgresStore implements DocumentStore {
  readonly access: AccessStore;
  readonly past: VersionStore;
  readonly comments: CommentStore;
  readonly thumbnails: ThumbnailStore;
  readonly library: LibraryStore;
  readonly programs: ProgramStore;
  readonly #calls: Database;
  readonly #appends: Database;
  readonly #documents: Documents;
  readonly #watchdog: Watchdog;
  readonly #queue: AppendQueue;
  /** Documents that `load` found damaged. */
  readonly #damaged = new Set<string>();
  /** By which leases are told apart. */
  readonly #name = randomUUID();
  #compaction: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | null = null;

  constructor({ calls, appends, watchdog }: Parts) {
    this.#calls = calls;
    this.#appends = appends;
    this.#documents = new Documents(calls);
    this.access = new Access(calls);
    this.past = pastOf(calls, (id, read) => this.#read(id, read));
    this.comments = commentsOf(calls);
    this.thumbnails = new Thumbnails(calls);
    this.library = new Library(calls);
    this.programs = new Programs(calls);
    this.#watchdog = watchdog;
    watchdog.watch({ ask: () => calls.runFirst('select'), write: () => this.#write() });
    this.#queue = new AppendQueue({
      commit: (entries, waits) => append(appends, entries, waits),
      onCommit: () => watchdog.noteSuccess(),
    });
  }

  get failure(): StoreUnavailableError | null {
    return this.#watchdog.failure;
  }

  get stats(): StoreStats {
    return this.#queue.stats;
  }

  create(document: NewDocument): Promise<DocumentMeta> {
    return this.#documents.create(document);
  }

  find(id: string): Promise<DocumentMeta | null> {
    return this.#documents.find(id);
  }

  async list(query: ListQuery = {}): Promise<ListPage> {
    expectPage(query);
    return this.#documents.list(query);
  }

  rename(id: string, title: string): Promise<DocumentMeta> {
    return this.#documents.rename(id, title);
  }

  trash(id: string): Promise<DocumentMeta> {
    return this.#documents.trash(id);
  }

  restore(id: string): Promise<DocumentMeta> {
    return this.#documents.restore(id);
  }

  async load(id: string): Promise<StoredDocument | null> {
    const document = await this.#read(id, () => readDocument(this.#calls, id));
    this.#damaged.delete(id);
    return document;
  }

  tail(id: string, after: number): Promise<LogRow[] | null> {
    return this.#read(id, () => readTail(this.#calls, id, after));
  }

  lastSeqs(ids: readonly string[]): Promise<Map<string, number | null>> {
    return this.#documents.lastSeqs(ids);
  }

  clientOwners(id: string): Promise<ClientOwners> {
    return readOwners(this.#calls, id);
  }

  claimClients(claims: readonly ClientClaim[]): Promise<void> {
    return claimClients(this.#calls, claims);
  }

  async append(entry: LogEntry): Promise<number> {
    if (this.#closed) throw new StoreUnavailableError('The store is closed.');
    if (this.#damaged.has(entry.documentId)) throw new DocumentCorruptError(`Document ${entry.documentId} is damaged.`);
    return this.#queue.append(entry);
  }

  /** One after the other: a snapshot may be large, and its bytes are in memory until they are sent. */
  async compact(id: string, snapshot: NewSnapshot, replaces: number): Promise<boolean> {
    if (this.#closed) throw new StoreUnavailableError('The store is closed.');
    if (this.#damaged.has(id)) throw new DocumentCorruptError(`Document ${id} can't be read, so it isn't compacted.`);
    const result = this.#compaction.then(async () => {
      const done = await compact(this.#calls, id, snapshot, replaces);
      await endCompactionLease(this.#calls, id, this.#name);
      return done;
    });
    this.#compaction = result.catch(() => undefined);
    return result;
  }

  leaseCompaction(id: string, milliseconds: number): Promise<boolean> {
    return leaseCompaction(this.#calls, id, milliseconds, this.#name);
  }

  async probe(): Promise<void> {
    await this.#write();
    this.#watchdog.noteSuccess();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#watchdog.close();
    await Promise.all([this.#queue.idle(), this.#compaction]);
    await Promise.all([this.#appends.close(), this.#calls.close()]);
  }

  async #write(): Promise<void> {
    await this.#appends.runFirst(
      'insert into probe (key, at) values (1, now_ms()) on conflict (key) do update set at = excluded.at',
    );
  }

  async #read<T>(id: string, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (error instanceof DocumentCorruptError) this.#damaged.add(id);
      throw error;
    }
  }
}
