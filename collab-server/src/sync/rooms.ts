import { emptyDocumentUpdate } from '@cowrite/editor/content/empty';
import { CloseCode, type DocumentKind, type EventMessage, encodeEvent } from '@cowrite/editor/protocol';
import {
  DocumentCorruptError,
  DocumentDeletedError,
  DocumentExistsError,
  type DocumentStore,
  type NewSnapshot,
  StoreUnavailableError,
} from '@cowrite/storage';
import type { Logger } from 'pino';
import type { User } from '../access/grant.ts';
import type { Order } from '../cluster/orders.ts';
import type { PeerListener, Peers } from '../cluster/peers.ts';
import { collectGarbage } from '../collect-garbage.ts';
import type { ContentThreads } from '../content/content-threads.ts';
import { IncompleteDocumentError } from '../content/incomplete-document-error.ts';
import type { Change } from './change-queue.ts';
import { ClientClaims } from './client-claims.ts';
import { Compactor, copyOf } from './compactor.ts';
import { Pace } from './pace.ts';
import { Recovery } from './recovery.ts';
import { Room, type RoomStart } from './room.ts';
import type { SpokenStates, ToldRow } from './room-link.ts';
import type { Session } from './session.ts';

/** A log longer than this is made a snapshot before its room opens: walking it would stall everybody else. */
const LARGE_LOG = 512 * 1024;
const SWEEP = 2_000;
/** A room that was of no use for so long gives its bytes back; reading them again takes less than a keystroke does. */
const QUIET = 3_000;
/** After so many rooms were let go it is worth a collection. */
const MANY = 200;
const RECOVERY_INTERVAL = 1_000;
/** How often it is looked whether other nodes' rows were missed, milliseconds; and while they can't be heard. */
const LOOK = 5_000;
const LOOK_UNHEARD = 500;
const REPORT_INTERVAL = 1_000;
/** Documents asked for at once. */
const MOST_LOOKED = 1_000;

/** Who keeps what documents were. */
export interface PastKeeper {
  /** What the log says of who did what has to outlive its rows: called before compaction takes them. */
  keepTrail(documentId: string): Promise<void>;
  noteChange(documentId: string, users: Iterable<string | null>): void;
  /** Somebody writes, or may. */
  meet(user: User): void;
  noteJoined(documentId: string): void;
  noteLeft(documentId: string): void;
}

export interface RoomsOptions {
  readonly store: DocumentStore;
  readonly threads: ContentThreads;
  readonly log: Logger;
  /** Nobody unless told. */
  readonly past?: PastKeeper;
  /** Null for a node that is alone. */
  readonly peers?: Peers | null;
}

/** Who waits for a room to open. */
interface Opening {
  readonly sessions: Session[];
  readonly uses: { readonly enter: (room: Room) => void; readonly refuse: (error: unknown) => void }[];
  /** The last row that another node told of meanwhile. */
  heard: number;
}

/** The documents that are open in memory. */
export class Rooms implements Omit<PeerListener, 'order'> {
  readonly #afterRestore = new Recovery();
  readonly #options: RoomsOptions;
  readonly #compactor: Compactor;
  #compactedAtOpening = 0;
  readonly #claims: ClientClaims;
  readonly #pace = new Pace();
  readonly #open = new Map<string, Room>();
  readonly #opening = new Map<string, Opening>();
  readonly #failed = new Set<Room>();
  readonly #sweep: NodeJS.Timeout;
  /** Rooms let go, or put to sleep, since memory was last given back. */
  #released = 0;
  #rowsAtSweep = 0;
  #reportNotBefore = 0;
  #recovery: NodeJS.Timeout | null = null;
  #looking: NodeJS.Timeout | null = null;
  #whenEmpty: (() => void) | null = null;

  constructor(options: RoomsOptions) {
    this.#options = options;
    this.#compactor = new Compactor(options);
    this.#claims = new ClientClaims(options.store);
    this.#sweep = setInterval(() => this.#sweepRooms(), SWEEP).unref();
    this.#lookLater();
  }

  get count(): number {
    return this.#open.size;
  }

  /** Those of them whose content isn't in memory, because nobody writes or joins. */
  get asleepCount(): number {
    let count = 0;
    for (const room of this.#open.values()) if (!room.content) count++;
    return count;
  }

  /** Snapshots made of documents' logs so far. */
  get compactionCount(): number {
    return this.#compactor.done + this.#compactedAtOpening;
  }

  /** Puts a session into its document's room, which is opened first where it isn't open. */
  join(documentId: string, session: Session): void {
    this.#options.past?.noteJoined(documentId);
    const room = this.#open.get(documentId);
    if (room) {
      room.join(session);
      return;
    }
    this.#openingOf(documentId).sessions.push(session);
  }

  /**
   * Does something with a document's room, which is open until it is done, whoever else is there. Rejects as `load` of
   * the store does, and with `DocumentDeletedError` for a document in the trash.
   */
  use<T>(documentId: string, work: (room: Room) => Promise<T>): Promise<T> {
    const room = this.#open.get(documentId);
    if (room) return room.hold(() => work(room));
    return new Promise<T>((resolve, reject) => {
      const enter = (opened: Room): void => void opened.hold(() => work(opened)).then(resolve, reject);
      this.#openingOf(documentId).uses.push({ enter, refuse: reject });
    });
  }

  #openingOf(documentId: string): Opening {
    const present = this.#opening.get(documentId);
    if (present) return present;
    const opening: Opening = { sessions: [], uses: [], heard: 0 };
    this.#opening.set(documentId, opening);
    void this.#load(documentId, opening);
    return opening;
  }

  /** Until when clients may bring back what others wrote; milliseconds since 1970, null for not at all. */
  get recoveryEnd(): number | null {
    return this.#afterRestore.end;
  }

  /** Lets them for so many milliseconds from now, and asks those who are here at once; 0 ends it. */
  openRecovery(duration: number): void {
    this.#openRecovery(duration);
    this.#options.peers?.order({ order: 'recovery', duration });
  }

  #openRecovery(duration: number): void {
    this.#afterRestore.open(duration);
    if (duration > 0) for (const room of this.#open.values()) room.askAll();
  }

  /** Makes a document of a kind, unless there is one by this id, of whatever kind. Rejects as the store does. */
  async make(documentId: string, kind: Exclude<DocumentKind, 'yjs'>): Promise<void> {
    const { store } = this.#options;
    if (await store.find(documentId)) return;
    try {
      await store.create({
        id: documentId,
        kind,
        title: '',
        ...(kind === 'document' ? { update: emptyDocumentUpdate() } : {}),
      });
    } catch (error) {
      if (error instanceof DocumentExistsError) return;
      throw error;
    }
    // Whoever has it open already, with nothing in it, comes again.
    this.evict(documentId, CloseCode.restarting, 'this document was made just now: connect again');
  }

  /** Tells those who have a document open what happened to it beside its content. */
  announce(documentId: string, event: EventMessage, only?: string | null): void {
    this.#open.get(documentId)?.announce(event, only);
    this.#options.peers?.link(documentId).tellEvent(encodeEvent(event), only);
  }

  /** Ends every session of a document, as when it goes to the trash. */
  evict(documentId: string, code: CloseCode, reason: string): void {
    this.#evict(documentId, code, reason);
    this.#options.peers?.order({ order: 'evict', documentId, code, reason });
  }

  #evict(documentId: string, code: CloseCode, reason: string): void {
    for (const session of this.#opening.get(documentId)?.sessions ?? []) session.close(code, reason);
    this.#open.get(documentId)?.closeAll(code, reason);
  }

  /** Ends every session, and resolves when all that was accepted is committed, or after `timeout` ms. */
  async close(timeout: number): Promise<void> {
    clearInterval(this.#sweep);
    if (this.#looking) clearTimeout(this.#looking);
    if (this.#recovery) clearTimeout(this.#recovery);
    this.#compactor.close();
    const documents = [...this.#open.keys(), ...this.#opening.keys()];
    for (const documentId of documents)
      this.#evict(documentId, CloseCode.restarting, 'the server restarts: connect again');
    void this.#claims.flush();
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
      setTimeout(resolve, timeout).unref();
    });
  }

  row(documentId: string, seq: number, row: ToldRow | null): void {
    const opening = this.#opening.get(documentId);
    if (opening) opening.heard = Math.max(opening.heard, seq);
    else this.#open.get(documentId)?.hearRow(seq, row);
  }

  awareness(documentId: string, node: string, states: readonly SpokenStates[]): void {
    this.#open.get(documentId)?.awareness.hear(node, states);
  }

  presenceAsked(documentId: string): void {
    this.#open.get(documentId)?.awareness.tell();
  }

  event(documentId: string, message: Uint8Array, only?: string | null): void {
    this.#open.get(documentId)?.hearEvent(message, only);
  }

  compacted(documentId: string, seq: number): void {
    this.#open.get(documentId)?.hearCompacted(seq);
  }

  reunited(): void {
    const { peers } = this.#options;
    for (const room of this.#open.values()) {
      room.awareness.tell();
      peers?.link(room.documentId).askPresence();
    }
    void this.#look();
  }

  /** What other nodes ordered; those of other kinds are passed over. */
  obey(order: Order): void {
    if (order.order === 'evict') this.#evict(order.documentId, order.code, order.reason);
    else if (order.order === 'recovery') this.#openRecovery(order.duration);
  }

  #lookLater(): void {
    const { peers } = this.#options;
    if (!peers) return;
    this.#looking = setTimeout(
      () => {
        void this.#look().finally(() => this.#lookLater());
      },
      peers.isUp ? LOOK : LOOK_UNHEARD,
    ).unref();
  }

  /** Asks the store for what no message told of. */
  async #look(): Promise<void> {
    const ids = [...this.#open.keys()];
    try {
      for (let at = 0; at < ids.length; at += MOST_LOOKED) {
        const seqs = await this.#options.store.lastSeqs(ids.slice(at, at + MOST_LOOKED));
        for (const [documentId, seq] of seqs) {
          if (seq === null) this.#evict(documentId, CloseCode.deleted, 'this document was moved to the trash');
          else this.#open.get(documentId)?.hearRow(seq, null);
        }
      }
    } catch {
      // The store is away: rooms that have something to store find out, and recover.
    }
  }

  #sweepRooms(): void {
    const now = Date.now();
    for (const room of this.#open.values()) {
      room.awareness.expire(now);
      if (!room.quietFor(QUIET) || this.#compactor.afterUse(room)) continue;
      room.sleep();
      this.#released++;
    }
    const { rows } = this.#options.store.stats;
    const quiet = rows === this.#rowsAtSweep && this.#opening.size === 0;
    this.#rowsAtSweep = rows;
    if (!quiet || this.#released < MANY) return;
    this.#released = 0;
    collectGarbage();
  }

  async #load(documentId: string, opening: Opening): Promise<void> {
    const { sessions, uses } = opening;
    const { peers } = this.#options;
    try {
      // Before it is read: what comes after that is heard.
      await peers?.listen(documentId);
      const stored = await this.#loadCompact(documentId);
      if (stored.deleted) throw new DocumentDeletedError(`document ${documentId} is in the trash`);
      const room = this.#create(documentId, stored);
      this.#opening.delete(documentId);
      this.#open.set(documentId, room);
      if (opening.heard > 0) room.hearRow(opening.heard, null);
      peers?.link(documentId).askPresence();
      for (const session of sessions) if (!session.closed) room.join(session);
      for (const { enter } of uses) enter(room);
      if (room.idle) this.#leave(room);
    } catch (error) {
      this.#opening.delete(documentId);
      peers?.leave(documentId);
      const [code, reason] = closeFor(error);
      if (code !== CloseCode.deleted) this.#report(documentId, error, 'document cannot be opened');
      for (const session of sessions) session.refuse(code, reason);
      for (const { refuse } of uses) refuse(error);
    }
  }

  /** One line a second: clients come again and again, and a store fails for all documents. Its own state needs no stack. */
  #report(document: string, error: unknown, what: string): void {
    const now = performance.now();
    if (now < this.#reportNotBefore) return;
    this.#reportNotBefore = now + REPORT_INTERVAL;
    const isTyped =
      error instanceof DocumentCorruptError ||
      error instanceof IncompleteDocumentError ||
      error instanceof StoreUnavailableError;
    const why = isTyped ? { reason: error.message } : { err: error };
    this.#options.log.error({ document, ...why }, what);
  }

  /** The stored document; a long log is compacted first, in the other thread. */
  async #loadCompact(documentId: string): Promise<RoomStart & { deleted: boolean }> {
    const { store, threads } = this.#options;
    const stored = await store.load(documentId);
    if (!stored) return { snapshot: null, log: [], owners: new Map(), deleted: false };
    const { meta, snapshot, log, owners } = stored;
    const deleted = meta.deletedAt !== null;
    const last = log.at(-1);
    if (deleted || !last || log.reduce((sum, { update }) => sum + update.length, 0) <= LARGE_LOG) {
      return { snapshot, log, owners, deleted };
    }
    const updates = log.map(({ update }) => update);
    const compacted = await threads.run('compact', { state: snapshot?.state ?? null, updates });
    const made = { seq: last.seq, ...compacted };
    await this.#storeCompacted(documentId, made, snapshot?.seq ?? 0);
    return { snapshot: { ...made, at: last.at }, log: [], owners, deleted };
  }

  /** It opens all the same where this fails: what is in memory is whole. */
  async #storeCompacted(documentId: string, snapshot: NewSnapshot, replaces: number): Promise<void> {
    const { store, past, log } = this.#options;
    try {
      await past?.keepTrail(documentId);
    } catch (error) {
      log.error({ document: documentId, err: error }, 'not compacted: who did what could not be kept');
      return;
    }
    if (await store.compact(documentId, await copyOf(snapshot), replaces)) this.#compactedAtOpening++;
  }

  #create(documentId: string, stored: RoomStart): Room {
    const { store, threads } = this.#options;
    return new Room(
      {
        documentId,
        store,
        threads,
        pace: this.#pace,
        load: (id) => this.#loadCompact(id),
        link: this.#options.peers?.link(documentId) ?? null,
        isRecovering: () => this.#afterRestore.isOpen,
        onSpoken: (claim) => this.#claims.add(claim),
        onCommitted: (room, changes) => {
          for (const { author } of changes) if (author.claimed) this.#options.past?.meet(author.claimed);
          this.#options.past?.noteChange(documentId, usersOf(changes));
          this.#compactor.afterCommit(room);
        },
        onRefused: (room, error) => this.#fail(room, error),
        onEmpty: (room) => this.#leave(room),
      },
      stored,
    );
  }

  #leave(room: Room): void {
    if (this.#failed.has(room) || this.#open.get(room.documentId) !== room) return;
    this.#open.delete(room.documentId);
    room.close();
    this.#options.peers?.leave(room.documentId);
    this.#options.past?.noteLeft(room.documentId);
    this.#claims.leave(room.documentId);
    this.#compactor.afterUse(room);
    this.#released++;
    if (this.#open.size === 0) this.#whenEmpty?.();
  }

  #fail(room: Room, error: Error): void {
    const isDeleted = error instanceof DocumentDeletedError;
    // Writing while somebody deletes the document is no fault.
    if (!isDeleted) this.#report(room.documentId, error, 'updates refused: they could not be stored');
    if (isDeleted || error instanceof DocumentCorruptError) {
      this.#open.delete(room.documentId);
      room.close();
      this.#options.peers?.leave(room.documentId);
      room.closeAll(...closeFor(error));
      return;
    }
    this.#failed.add(room);
    this.#recoverLater();
  }

  #recoverLater(): void {
    this.#recovery ??= setTimeout(() => {
      this.#recovery = null;
      void this.#recover();
    }, RECOVERY_INTERVAL).unref();
  }

  async #recover(): Promise<void> {
    try {
      await this.#options.store.probe();
      for (const room of this.#failed) {
        const stored = await this.#loadCompact(room.documentId);
        this.#failed.delete(room);
        await room.recover(stored);
        if (room.idle) this.#leave(room);
      }
    } catch {
      // Still failing; `failure` of the store says how, and the next try is on its way.
    }
    if (this.#failed.size > 0) this.#recoverLater();
  }
}

/** Mostly one: a set is made for several. */
const usersOf = (changes: readonly Change[]): Iterable<string | null> => {
  const [first] = changes;
  const isAlone = changes.every(({ user }) => user === first?.user);
  return isAlone && first ? [first.user] : new Set(changes.map(({ user }) => user));
};

const closeFor = (error: unknown): [CloseCode, string] => {
  if (error instanceof DocumentDeletedError) return [CloseCode.deleted, 'this document is in the trash'];
  if (error instanceof DocumentCorruptError || error instanceof IncompleteDocumentError) {
    return [CloseCode.corrupt, 'this document is damaged on disk: restore it from a backup'];
  }
  return [CloseCode.storageFailed, 'the document cannot be read just now: connect again'];
};
