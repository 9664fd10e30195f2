import {
  type DocumentMeta,
  DocumentMissingError,
  type DocumentStore,
  type LogRow,
  type Trail,
  type VersionMeta,
} from '@cowrite/storage';
import { customAlphabet } from 'nanoid';
import type { ContentThreads } from '../content/content-threads.ts';
import type { WriteRequest } from '../content/documents/document-tasks.ts';
import type { ServerEdits } from '../content/documents/server-edits.ts';
import type { ClientDeeds, Side, TrailMade } from './history-tasks.ts';
import { packRows } from './packed-rows.ts';
import { expiredVersions } from './retention.ts';

const newId = customAlphabet('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 12);

/** What every call may name in the place of a version: the document as it is. */
export const NOW = 'now';

/** Why a version was made. */
export type VersionCause = 'busy' | 'named' | 'quiet' | 'restore';

export interface VersionRequest {
  readonly cause: VersionCause;
  readonly name: string | null;
  readonly user: string | null;
}

/** The document has no such version. */
export class VersionMissingError extends Error {
  override readonly name = 'VersionMissingError';
}

interface HistoryOptions {
  readonly store: DocumentStore;
  readonly threads: ContentThreads;
}

/**
 * Versions of documents, and who wrote what. What a document comes to is worked out in a thread of its own; here bytes
 * are moved. Of one document one thing is done at a time, so that trails follow each other.
 */
export class History {
  readonly #options: HistoryOptions;
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /**
   * Makes a version of what is stored. Where the newest one is that already, it is that one which gets the name; and
   * where it has one, and none is asked for, nothing is made: it is returned as it is. Null for a document that nobody
   * has written in. Rejects with `DocumentMissingError`, and as `load` of the store does.
   */
  make(documentId: string, request: VersionRequest): Promise<VersionMeta | null> {
    return this.#inTurn(documentId, () => this.#make(documentId, request));
  }

  /** Sees to it that what the log says of who did what outlives its rows. To be called before compaction takes them. */
  keepTrail(documentId: string): Promise<void> {
    return this.#inTurn(documentId, async () => {
      const { past } = this.#options.store;
      const found = await past.untrailed(documentId);
      const last = found?.log.at(-1);
      if (!found || !last) return;
      const trail = await this.#options.threads.runHistory('trail', { trails: [], rows: packRows(found.log) });
      await this.#addTrail(documentId, { after: found.seq, seq: last.seq }, trail);
    });
  }

  /** How one state became another, as the JSON of `VersionChanges`; either may be `NOW`, and the older one nothing. */
  async compare(documentId: string, was: string | null, now: string): Promise<Uint8Array> {
    const { store, threads } = this.#options;
    const meta = await this.#existing(documentId);
    const [older, newer] = [
      was === null ? EMPTY : await this.#side(documentId, was),
      await this.#side(documentId, now),
    ];
    const { owners } = newer;
    // Of what lay before the older state only clientIDs are asked for, and the store knows those.
    const trails = await this.#trailsUntil(documentId, newer.seq, newer.log);
    const known = [...(owners ?? (await store.clientOwners(documentId)))];
    const users = [...known.map(([, { user }]) => user), ...trails.rows.names, ...trails.users];
    return await threads.runHistory('compare', {
      kind: meta.kind,
      was: older.side,
      now: newer.side,
      trails: { trails: trails.trails, rows: trails.rows },
      people: await store.past.findPeople([...new Set(users)].filter((user) => user !== null)),
      owners: known.flatMap(([client, { user }]) => (user === null ? [] : [[client, user] as const])),
    });
  }

  /** The state of a version as it was. Rejects with `VersionMissingError`. */
  async stateOf(documentId: string, id: string): Promise<Uint8Array> {
    return await this.#options.threads.runHistory('state', { pieces: await this.#pieces(documentId, id) });
  }

  /** The same as a file. */
  async write(documentId: string, id: string, request: WriteRequest): Promise<string> {
    const { kind } = await this.#existing(documentId);
    const pieces = await this.#pieces(documentId, id);
    return await this.#options.threads.runHistory('write', { pieces, kind, request });
  }

  /** The content of a version as the first update of another document. */
  async copyOf(documentId: string, id: string): Promise<Uint8Array> {
    return await this.#options.threads.runHistory('copy', { pieces: await this.#pieces(documentId, id) });
  }

  /**
   * Makes the document what it was in a version, by an edit in somebody's name that merges with what others write. What
   * it is now is kept as a version first, which is returned.
   */
  async restore(
    documentId: string,
    id: string,
    request: { user: string | null; edits: ServerEdits },
  ): Promise<VersionMeta | null> {
    const pieces = await this.#pieces(documentId, id);
    const saved = await this.make(documentId, { cause: 'restore', name: null, user: request.user });
    await request.edits.edit(documentId, 'restore', { pieces }, { user: request.user });
    return saved;
  }

  /** Under which clientIDs whom wrote, and when last. */
  async authors(documentId: string): Promise<readonly ClientDeeds[]> {
    const { store, threads } = this.#options;
    const found = await store.past.untrailed(documentId);
    if (!found) throw new DocumentMissingError(`There is no document ${documentId}.`);
    const trails = await store.past.trails(documentId, 0, Number.MAX_SAFE_INTEGER);
    const told = await threads.runHistory('authors', {
      trails: trails.map(({ bytes }) => bytes),
      rows: packRows(found.log),
    });
    const times = new Map(told.map(([client, , at]) => [client, at]));
    const owned = [...(await store.clientOwners(documentId))].flatMap(([client, { user }]): ClientDeeds[] =>
      user === null ? [] : [[client, user, times.get(client) ?? null]],
    );
    const known = new Set(owned.map(([client]) => client));
    return [...owned, ...told.filter(([client]) => !known.has(client))];
  }

  async #make(documentId: string, { cause, name, user }: VersionRequest): Promise<VersionMeta | null> {
    const { store, threads } = this.#options;
    const stored = await store.load(documentId);
    if (!stored) throw new DocumentMissingError(`There is no document ${documentId}.`);
    const { snapshot, log } = stored;
    const seq = log.at(-1)?.seq ?? snapshot?.seq ?? 0;
    const at = log.at(-1)?.at ?? snapshot?.at ?? 0;
    if (seq === 0) return null;
    const newest = await store.past.newestVersion(documentId);
    if (newest?.seq === seq) {
      if (name === null) return newest;
      if (newest.name === null) return await store.past.nameVersion(documentId, newest.id, name);
    }
    const after = newest?.seq ?? 0;
    const trails = await store.past.trails(documentId, after, seq);
    const covered = trails.at(-1)?.seq ?? after;
    const rows = packRows(log.filter((row) => row.seq > covered));
    const content = { state: snapshot?.state ?? null, rows: packRows(log) };
    const made = await threads.runHistory('version', {
      content,
      trails: { trails: trails.map(({ bytes }) => bytes), rows },
    });
    if (seq > after) await this.#addTrail(documentId, { after, seq }, made.trail);
    const { pieces, assets } = made;
    const id = newId();
    const version = await store.past.addVersion({
      documentId,
      id,
      seq,
      at,
      name,
      cause,
      createdBy: user,
      pieces,
      assets,
    });
    await this.#letGo(documentId);
    return version;
  }

  async #addTrail(
    documentId: string,
    range: { after: number; seq: number },
    { authors, bytes }: TrailMade,
  ): Promise<void> {
    const { past } = this.#options.store;
    if (await past.addTrail(documentId, { ...range, authors, bytes })) return;
    // No trail ends where the version before does: it was made of what compaction had taken already.
    await past.addTrail(documentId, { after: 0, seq: range.after, authors: [], bytes: new Uint8Array() });
    await past.addTrail(documentId, { ...range, authors, bytes });
  }

  /** Lets go of what the rule doesn't keep any longer. */
  async #letGo(documentId: string): Promise<void> {
    const { past } = this.#options.store;
    const versions: VersionMeta[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await past.listVersions(documentId, cursor === undefined ? { limit: 200 } : { limit: 200, cursor });
      versions.push(...page.versions);
      cursor = page.next;
    }
    const expired = expiredVersions(versions, Date.now());
    if (expired.length > 0) await past.removeVersions(documentId, expired);
  }

  async #existing(documentId: string): Promise<DocumentMeta> {
    const meta = await this.#options.store.find(documentId);
    if (!meta) throw new DocumentMissingError(`There is no document ${documentId}.`);
    return meta;
  }

  async #pieces(documentId: string, id: string): Promise<readonly Uint8Array[]> {
    const { past } = this.#options.store;
    if (id === NOW) {
      const version = await this.make(documentId, { cause: 'quiet', name: null, user: null });
      return version ? await this.#pieces(documentId, version.id) : [];
    }
    const loaded = await past.loadVersion(documentId, id);
    if (!loaded) throw new VersionMissingError(`Document ${documentId} has no version ${id}.`);
    return loaded.pieces;
  }

  async #side(documentId: string, id: string): Promise<LoadedSide> {
    const { store } = this.#options;
    if (id !== NOW) {
      const loaded = await store.past.loadVersion(documentId, id);
      if (!loaded) throw new VersionMissingError(`Document ${documentId} has no version ${id}.`);
      return { side: { pieces: loaded.pieces }, seq: loaded.version.seq, log: [], owners: null };
    }
    const stored = await store.load(documentId);
    if (!stored) throw new DocumentMissingError(`There is no document ${documentId}.`);
    const { snapshot, log, owners } = stored;
    const seq = log.at(-1)?.seq ?? snapshot?.seq ?? 0;
    return { side: { state: snapshot?.state ?? null, rows: packRows(log) }, seq, log, owners };
  }

  /** All that is known of who did what until a seq; `log` has what no trail may cover yet. */
  async #trailsUntil(documentId: string, seq: number, log: readonly LogRow[]) {
    const trails: Trail[] = await this.#options.store.past.trails(documentId, 0, seq);
    const covered = trails.at(-1)?.seq ?? 0;
    return {
      trails: trails.map(({ bytes }) => bytes),
      users: trails.flatMap(({ authors }) => authors.map(({ user }) => user)),
      rows: packRows(log.filter((row) => row.seq > covered)),
    };
  }

  #inTurn<T>(documentId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#queues.get(documentId) ?? Promise.resolve();
    const result = before.catch(() => {}).then(work);
    const settled = result.catch(() => {});
    this.#queues.set(documentId, settled);
    void settled.then(() => {
      if (this.#queues.get(documentId) === settled) this.#queues.delete(documentId);
    });
    return result;
  }
}

interface LoadedSide {
  readonly side: Side;
  readonly seq: number;
  readonly log: readonly LogRow[];
  readonly owners: Awaited<ReturnType<DocumentStore['clientOwners']>> | null;
}

const EMPTY: LoadedSide = { side: { state: null, rows: packRows([]) }, seq: 0, log: [], owners: null };
