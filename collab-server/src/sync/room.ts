import { CloseCode, type EventMessage, encodeEvent } from '@cowrite/editor/protocol';
import {
  type ClientClaim,
  type DocumentStore,
  type LogRow,
  type NewSnapshot,
  type StoredDocument,
  StoreUnavailableError,
} from '@cowrite/storage';
import * as Y from 'yjs';
import type { ContentThreads } from '../content/content-threads.ts';
import type { Author } from './author.ts';
import { type Batch, type Change, ChangeQueue, type CommittedRow, mergeChanges } from './change-queue.ts';
import { ClientOwners } from './client-owners.ts';
import { Deliveries } from './deliveries.ts';
import { frameAnswers, frameMessage } from './frame.ts';
import { LARGE } from './limits.ts';
import { LogFollower } from './log-follower.ts';
import { NestingBound } from './nesting-bound.ts';
import { isForMany, type Pace, windowFor } from './pace.ts';
import { unpackGuard } from './packed-guard.ts';
import { RoomAwareness } from './room-awareness.ts';
import { RoomContent, updateOf } from './room-content.ts';
import type { RemoteSpeaker, RoomLink, ToldRow } from './room-link.ts';
import type { FrameMark } from './saved-count.ts';
import type { Session } from './session.ts';
import { decodeStateVector, encodeStateVector, type StateVector } from './state-vector.ts';
import { type GuardedUpdate, guardUpdate, withDeleteSet } from './update-guard.ts';

/** For how many milliseconds it is believed of another node that it appends too. */
const CONTENDED_FOR = 1_000;
/** ClientIDs remembered as a reader's. */
const MOST_TRIED = 10_000;

/** One SyncStep2 or update, as it came in. */
export interface IncomingChange {
  /** In one piece, but for a large one that came in parts. */
  readonly update: readonly Uint8Array[];
  /** A SyncStep2: the answer to the server's SyncStep1. */
  readonly isAnswer: boolean;
  readonly mark: FrameMark;
  /** It is taken only as the next row behind this seq; else its author is told by `miss`. */
  readonly onlyAfter?: number;
}

/** What a room is made of. */
export type RoomStart = Pick<StoredDocument, 'snapshot' | 'log' | 'owners'>;

export interface RoomOptions {
  readonly documentId: string;
  readonly store: DocumentStore;
  readonly threads: ContentThreads;
  /** One for all rooms of a store. */
  readonly pace: Pace;
  /** What the store holds; an empty document where it holds nothing. */
  readonly load: (documentId: string) => Promise<RoomStart>;
  /** To the same document's rooms on other nodes; null for a node that is alone. */
  readonly link: RoomLink | null;
  /** Whether others' changes may be brought back just now (SPEC, P10). */
  readonly isRecovering: () => boolean;
  /** Somebody who may write spoke under this clientID first. */
  readonly onSpoken: (claim: ClientClaim) => void;
  readonly onCommitted: (room: Room, changes: readonly Change[]) => void;
  readonly onRefused: (room: Room, error: Error) => void;
  readonly onEmpty: (room: Room) => void;
}

/**
 * A document that is open in memory, as bytes: what is durable, what is on its way to be, and who is here.
 *
 * - Nothing is acknowledged or delivered before it is committed (SPEC, D1).
 * - The log holds, for each client, structs without gap or overlap, so rows can be strung together on their bytes.
 * - `#vector` counts what was accepted, durable or not; when an append fails it goes back to what the store holds.
 * - `#seq` is the last row that was taken here, and is told to everybody at once or within moments. Each append goes behind
 *   it or nowhere, so that no other node's row is missed and none overlaps; rows of others come by messages, and from the
 *   store where these fail (SPEC, N1–N4).
 */
export class Room {
  readonly documentId: string;
  readonly awareness: RoomAwareness;
  readonly #options: RoomOptions;
  readonly #sessions = new Set<Session>();
  /** ClientIDs of what was written while its author could only read: it doesn't come in later either. */
  readonly #tried = new Set<number>();
  readonly #deliveries = new Deliveries(this.#sessions);
  readonly #queue: ChangeQueue;
  /** Null until the log is known to have what didn't come from here: for good, where this is the only node. */
  #follower: LogFollower | null = null;
  #seq: number;
  /** When another node's row came in. */
  #othersAt = Number.NEGATIVE_INFINITY;
  /** Something that is not durable yet here has come from another node meanwhile. */
  #isOvertaken = false;
  /** Null while the room sleeps: people are here, and nobody writes or joins. */
  #content: RoomContent | null;
  #waking: Promise<void> | null = null;
  /** Frames of sessions, here or gone, that another thread or the store has to do with. */
  #working = 0;
  #lastUsed = performance.now();
  #vector: StateVector;
  readonly #owners: ClientOwners;
  #nesting: NestingBound;
  #failed = false;

  constructor(options: RoomOptions, stored: RoomStart) {
    this.#options = options;
    this.documentId = options.documentId;
    this.awareness = new RoomAwareness({
      sessions: this.#sessions,
      link: options.link,
      maySpeakFor: (session, client, speaker) => this.#maySpeakFor(session, client, speaker),
    });
    const content = new RoomContent(stored);
    this.#content = content;
    this.#seq = content.seq;
    const { vector, nesting } = content.extent();
    this.#vector = vector;
    this.#owners = new ClientOwners(stored.owners);
    this.#nesting = new NestingBound(nesting);
    this.#queue = new ChangeQueue({
      documentId: options.documentId,
      store: options.store,
      pace: options.pace,
      window: () => windowFor(this.#sessions.size),
      isContended: () => this.#isContended,
      seq: () => this.#seq,
      onMoved: (after) => this.#catchUp(after),
      onCommitted: (batch, rows) => this.#committed(batch, rows),
      onRefused: (batches, error) => this.#refused(batches, error),
    });
  }

  get content(): RoomContent | null {
    return this.#content;
  }

  /**
   * Whether it may be let go: nobody here, nothing on its way to the log, and nothing that may still get there. A
   * second room for the document beside this one would accept the same changes again.
   */
  get idle(): boolean {
    return this.#sessions.size === 0 && this.#working === 0 && !this.#queue.busy;
  }

  /** Whether all that was accepted is durable. */
  get isSettled(): boolean {
    return !this.#queue.busy && !this.#failed;
  }

  /** Of the last row that was taken here. */
  get seq(): number {
    return this.#seq;
  }

  /** What was accepted, durable or not. */
  get stateVector(): ReadonlyMap<number, number> {
    return this.#vector;
  }

  encodedStateVector(): Uint8Array {
    return encodeStateVector(this.#vector);
  }

  join(session: Session): void {
    this.#sessions.add(session);
    session.open(this);
    this.awareness.greet(session);
  }

  leave(session: Session): void {
    if (!this.#sessions.delete(session)) return;
    this.awareness.leave(session);
    if (this.idle) this.#options.onEmpty(this);
  }

  /** It is let go. */
  close(): void {
    this.#follower?.close();
  }

  closeAll(code: CloseCode, reason: string): void {
    for (const session of [...this.#sessions]) session.close(code, reason);
  }

  /**
   * The way of one change, first half: from a session to the log. Never trusts its bytes. Null where that is done;
   * else a promise of it, and the session holds back what it says next.
   */
  applyChange(author: Author, change: IncomingChange): Promise<void> | null {
    const [only] = change.update;
    // A copy of its own: what the socket read into is far larger than a keystroke, and the log's tail keeps this.
    if (only && change.update.length === 1 && only.length <= LARGE)
      return this.#accept(author, change, guardUpdate(new Uint8Array(only)));
    const pieces = change.update.map(ownBytes);
    const buffers = pieces.map(({ buffer }) => buffer);
    return this.#later(this.#options.threads.run('guard', { pieces }, buffers), (guarded) =>
      this.#accept(author, change, unpackGuard(guarded)),
    );
  }

  /** Answers a SyncStep1: everything for a newcomer, what it lacks for one who returns. A promise as above. */
  answer(session: Session, stateVector: Uint8Array): Promise<void> | null {
    const content = this.#use();
    if (!content) {
      const asked = new Uint8Array(stateVector);
      return this.#later(this.#wake(), () => this.answer(session, asked));
    }
    const known = decodeStateVector(stateVector);
    if (known.size === 0) {
      session.sendAnswer(content.wholeFrames(session.extended));
      return null;
    }
    const { snapshotState: state, summary } = content;
    if (!state || !summary) return answerWith(session, content.rowUpdates(known));
    if (covers(known, summary.stateVector)) {
      return answerWith(session, [updateOf(summary.deleteSet), ...content.rowUpdates(known)]);
    }
    if (state.length <= LARGE) {
      return answerWith(session, [Y.diffUpdate(state, stateVector), ...content.rowUpdates(known)]);
    }
    return this.#later(
      this.#options.threads.run('diff', { state, stateVector: new Uint8Array(stateVector) }),
      (missing) => this.#answerWithDiff(session, missing, known),
    );
  }

  /** Whether its content was of no use for this many milliseconds and can be had again from the store. */
  quietFor(milliseconds: number): boolean {
    const busy = this.#queue.busy || this.#working > 0 || this.#failed;
    return this.#content !== null && !busy && performance.now() - this.#lastUsed > milliseconds;
  }

  /** Lets the content go until somebody writes or joins. */
  sleep(): void {
    this.#content = null;
  }

  /** The same, as soon as nothing is on its way: what it is in the store has changed its form. */
  forgetContent(): void {
    if (!this.#queue.busy && this.#working === 0 && !this.#failed) this.#content = null;
  }

  /** Another node made a snapshot of the log up to this seq. */
  hearCompacted(seq: number): void {
    if (this.#content && this.#content.snapshotSeq < seq) this.forgetContent();
  }

  /** `message` is an event, from its type on. It goes to the others, and nowhere else. */
  relayEvent(session: Session, message: Uint8Array): void {
    const stamped = Buffer.concat([message, session.eventStamp]);
    const frame = frameMessage(stamped);
    for (const each of this.#sessions) if (each !== session && each.extended) each.send(frame);
    this.#options.link?.tellEvent(stamped);
  }

  /** Tells everybody here, or one user's sessions, something that happened to the document beside its content. */
  announce(event: EventMessage, only?: string | null): void {
    this.hearEvent(encodeEvent(event), only);
  }

  /** An event of another node, from its type on. */
  hearEvent(message: Uint8Array, only?: string | null): void {
    const frame = frameMessage(message);
    for (const session of this.#sessions) {
      if (session.extended && (only === undefined || session.user === only)) session.send(frame);
    }
  }

  /** Another thread made a snapshot of what the log holds. */
  compacted(snapshot: NewSnapshot): void {
    this.#content?.compacted(snapshot);
  }

  /** Another node appended a row; null where it is to be read from the store. */
  hearRow(seq: number, row: ToldRow | null): void {
    const known = this.#seq;
    if (seq > this.#seq) this.#follow().hear(seq, row);
    if (this.#seq > known) this.#queue.takeTurn();
  }

  /** The store works again: starts over from what it holds, and asks everybody for what it refused. */
  async recover(stored: RoomStart): Promise<void> {
    await this.#resume(stored);
    this.#failed = false;
    this.askAll();
  }

  /** Takes the store's word for everything, and tells those who are here what they lack of it. */
  async #resume(stored: RoomStart): Promise<void> {
    const known = this.#seq;
    const { snapshot, log } = stored;
    let missing: Uint8Array | null = null;
    if (snapshot && snapshot.seq > known) {
      const input = { state: snapshot.state, stateVector: encodeStateVector(this.#toldVector()) };
      missing = await this.#options.threads.run('diff', input);
    }
    this.#startFrom(stored);
    if (missing) this.#deliveries.tell(missing, null);
    // Of others, or of a commit that was thought to have failed.
    for (const { seq, update } of log) if (seq > known) this.#deliveries.tell(update, null);
  }

  /** What everybody here has of what is durable, as far as that is known without asking. */
  #toldVector(): StateVector {
    if (!this.#content) return this.#vector;
    return this.#content.seq === this.#seq ? this.#content.extent().vector : new Map();
  }

  #startFrom(stored: RoomStart): void {
    const content = new RoomContent(stored);
    this.#content = content;
    this.#seq = content.seq;
    const extent = content.extent();
    this.#vector = extent.vector;
    this.#nesting = new NestingBound(extent.nesting);
    this.#owners.recover(stored.owners);
  }

  /** Asks everybody for what the server lacks; what was refused before may come now. */
  askAll(): void {
    const vector = this.encodedStateVector();
    for (const session of this.#sessions) session.ask(vector);
  }

  /** What the store holds, in memory; null while the room sleeps. */
  #use(): RoomContent | null {
    this.#lastUsed = performance.now();
    return this.#content;
  }

  /** Stays open until `work` is done, though nobody may be here. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    this.#working++;
    try {
      return await work();
    } finally {
      this.#working--;
      if (this.idle) this.#options.onEmpty(this);
    }
  }

  /** What is durable, read from the store where the room sleeps. */
  async awake(): Promise<RoomContent> {
    for (let content = this.#use(); ; content = this.#use()) {
      if (content) return content;
      await this.#wake();
    }
  }

  /** Goes on with `next` when `work` is done. */
  #later<T>(work: Promise<T>, next: (result: T) => Promise<void> | null): Promise<void> {
    return this.hold(async () => {
      await next(await work);
    });
  }

  #wake(): Promise<void> {
    this.#waking ??= this.#options.load(this.documentId).then(
      (stored) => {
        this.#waking = null;
        this.#content = new RoomContent(stored);
        if (this.#content.seq > this.#seq) this.#follow().hear(this.#content.seq, null);
      },
      (error: unknown) => {
        this.#waking = null;
        throw error;
      },
    );
    return this.#waking;
  }

  #accept(author: Author, change: IncomingChange, guarded: GuardedUpdate): Promise<void> | null {
    const content = this.#use();
    if (!content) return this.#later(this.#wake(), () => this.#accept(author, change, guarded));
    if (guarded.bytes.length > LARGE && this.#overlaps(guarded) && !this.#lacksSomething(guarded)) {
      const state = ownBytes(guarded.bytes);
      const input = { state, stateVector: this.encodedStateVector() };
      const diff = this.#options.threads.run('diff', input, [state.buffer]);
      return this.#later(diff, (update) => this.applyChange(author, { ...change, update: [update] }));
    }
    if (this.#nesting.needsProof(typesIn(guarded)) && !this.#lacksSomething(guarded)) {
      return this.#later(this.#proveNesting(content, guarded), () => {
        this.#take(author, change, guarded, { content: this.#content ?? content, isProven: true });
        return null;
      });
    }
    this.#take(author, change, guarded, { content, isProven: false });
    return null;
  }

  /** Throws `MalformedError` where the update makes types lie too deep in each other. */
  async #proveNesting({ snapshotState, rows }: RoomContent, { bytes }: GuardedUpdate): Promise<void> {
    const proven = this.#nesting.prove();
    const updates = [...rows.map(({ update }) => update), ...this.#queue.uncommitted];
    proven(await this.#options.threads.run('nesting', { state: snapshotState, updates, update: bytes }));
  }

  #take(
    author: Author,
    { isAnswer, mark, onlyAfter }: IncomingChange,
    guarded: GuardedUpdate,
    { content, isProven }: { content: RoomContent; isProven: boolean },
  ): void {
    if (this.#failed) {
      // Recovery asks everybody; until then the counts just stop.
      author.deny(mark, new StoreUnavailableError('nothing can be saved just now'));
      return;
    }
    if (onlyAfter !== undefined && (this.#queue.busy || content.seq !== onlyAfter)) {
      author.miss(mark, this.encodedStateVector());
      return;
    }
    if (this.#lacksSomething(guarded)) {
      this.#miss(author, isAnswer, mark);
      return;
    }
    const change = this.#newIn(guarded, isAnswer ? content : null);
    const isRecovery = isAnswer && this.#options.isRecovering();
    if (change && !isRecovery && this.#isForeign(author.user, change)) {
      author.report('writes under another’s clientID');
      // One who passes on what came another way first has it once its author does, too.
      this.#miss(author, isAnswer, mark);
      return;
    }
    if (change && !author.mayWrite) {
      if (this.#tried.size < MOST_TRIED) for (const { client } of change.sections) this.#tried.add(client);
      author.deny(mark);
      return;
    }
    if (this.#tried.size > 0 && change?.sections.some(({ client }) => this.#tried.has(client))) {
      author.refuse(CloseCode.forbidden, 'this was written while its author could only read');
      return;
    }
    const waiter = { author, mark };
    if (!change) {
      if (this.#queue.busy) this.#queue.wait(waiter);
      else {
        author.settle(mark);
        author.sendSaved();
      }
      return;
    }
    for (const { client, end } of change.sections) this.#vector.set(client, end);
    if (!isProven) this.#nesting.add(typesIn(change));
    const clients = this.#owners.write(author.user, change.sections, isRecovery);
    const user = author.user ?? author.claimed?.id ?? null;
    this.#queue.push({ update: change, author, user, clients, isBound: onlyAfter !== undefined }, waiter);
  }

  /** Refuses a frame that can't be taken as it is; the answer to the next question may make up for it. */
  #miss(author: Author, isAnswer: boolean, mark: FrameMark): void {
    // An answer that won't do would be the same again.
    if (isAnswer || !author.mayWrite) author.deny(mark);
    else author.miss(mark, this.encodedStateVector());
  }

  /** Whether some of it is under clientIDs that are somebody else's, or spoken for by them. */
  #isForeign(user: string | null, { sections }: GuardedUpdate): boolean {
    if (user === null) return false;
    const ownerOf = (client: number) => this.#owners.userOf(client) ?? this.awareness.speakerOf(client)?.user;
    return sections.some(({ client }) => (ownerOf(client) ?? user) !== user);
  }

  #maySpeakFor(session: Session, client: number, speaker: Session | RemoteSpeaker | null): boolean {
    const { user } = session;
    if (user === null) return true;
    const owner = this.#owners.userOf(client);
    if (owner !== undefined) return owner === user;
    if (speaker && speaker.user !== user) return false;
    // Readers come and go by the thousand, each under a clientID of its own, and leave nothing under it.
    if (!session.mayWrite) return true;
    this.#owners.bind(client, user);
    this.#options.onSpoken({ documentId: this.documentId, client, user });
    return true;
  }

  /** Whether the update builds on, or deletes, what isn't here. */
  #lacksSomething({ sections, references, deletions }: GuardedUpdate): boolean {
    for (const { client, clock } of sections) if (clock > this.#known(client)) return true;
    if (references.size === 0 && deletions.length === 0) return false;
    let ends: Map<number, number> | null = null;
    const isThere = (client: number, until: number): boolean => {
      if (until <= this.#known(client)) return true;
      // Not here yet, so perhaps in the update itself.
      ends ??= new Map(sections.map((section) => [section.client, section.end]));
      return until <= (ends.get(client) ?? 0);
    };
    for (const [client, clock] of references) if (!isThere(client, clock + 1)) return true;
    return deletions.some(({ client, end }) => !isThere(client, end));
  }

  /**
   * The part of an update that isn't known yet, so that the log has no overlaps; null where all of it is. An answer
   * repeats every deletion its sender knows of, each time it connects: those that `content` has are taken out.
   */
  #newIn(guarded: GuardedUpdate, content: RoomContent | null): GuardedUpdate | null {
    let update = guarded;
    if (this.#overlaps(update)) {
      update = guardUpdate(Y.diffUpdate(update.bytes, this.encodedStateVector()));
    }
    if (content && update.deletions.length > 0) {
      const missing = content.deleted().encodeMissing(update.bytes, update.deletions);
      update = withDeleteSet(update, missing ?? NO_DELETIONS);
    }
    return update.sections.length > 0 || update.deletions.length > 0 ? update : null;
  }

  #overlaps({ sections }: GuardedUpdate): boolean {
    return sections.some(({ client, clock }) => clock < this.#known(client));
  }

  #known(client: number): number {
    return this.#vector.get(client) ?? 0;
  }

  /** The way of one change, second half: from the log to its author and to everybody else. */
  #committed({ changes, waiters }: Batch, rows: readonly CommittedRow[]): void {
    for (const row of rows) {
      this.#content?.append(row.seq, row.update);
      this.#seq = row.seq;
      this.#options.link?.tellRow(row);
    }
    if (this.#deliveries.isWaiting) this.#deliveries.tellTogether(changes.map(({ update }) => update));
    else {
      // What one user wrote is one row and one update, the same.
      const updates = rows.length === 1 ? rows.map(({ update }) => update) : mergeChanges(changes);
      const author = soleAuthor(changes);
      for (const update of updates) this.#deliveries.tell(update, author);
    }
    for (const { author, mark } of waiters) author.settle(mark);
    for (const { author } of waiters) author.sendSaved();
    this.#options.onCommitted(this, changes);
    this.#follower?.proceed();
    if (this.idle) this.#options.onEmpty(this);
  }

  /** Whether another node wrote a moment ago. */
  get #isContended(): boolean {
    return performance.now() - this.#othersAt < CONTENDED_FOR;
  }

  #follow(): LogFollower {
    const { documentId, store, load } = this.#options;
    this.#follower ??= new LogFollower({
      documentId,
      store,
      seq: () => this.#seq,
      isAppending: () => this.#queue.isAppending,
      take: (row) => this.#takeRow(row, guardUpdate(row.update)),
      takeStored: (row) => this.#takeStoredRow(row),
      reload: async () => this.#reload(await load(documentId)),
      onReading: (isReading) => this.#queue.hold(isReading),
      onFailure: (error) => {
        if (!this.#failed) this.#refused(this.#queue.drop(), error);
      },
    });
    return this.#follower;
  }

  /** Brings in what others appended; rejects as the store does. */
  async #catchUp(after: number): Promise<void> {
    await this.#follow().pass(after);
    if (this.#isOvertaken || this.#queue.isBound) this.#giveUp();
  }

  /** The next row of the log, which isn't from here. */
  #takeRow({ seq, update, user }: ToldRow, guarded: GuardedUpdate): void {
    const overlaps = this.#overlaps(guarded);
    this.#othersAt = performance.now();
    for (const { client, end } of guarded.sections) this.#vector.set(client, Math.max(end, this.#known(client)));
    this.#nesting.add(typesIn(guarded));
    if (user !== null) this.#owners.learn(user, guarded.sections);
    this.#content?.append(seq, update);
    this.#seq = seq;
    if (isForMany(windowFor(this.#sessions.size))) this.#deliveries.tellSoon(guarded, this.#queue.busy);
    else this.#deliveries.tell(update, null);
    if (!overlaps || !this.#queue.busy) return;
    this.#isOvertaken = true;
    // Else what is under way comes back refused.
    if (!this.#queue.isAppending) this.#giveUp();
  }

  async #takeStoredRow({ seq, update }: LogRow): Promise<void> {
    const guarded =
      update.length <= LARGE
        ? guardUpdate(update)
        : unpackGuard(await this.#options.threads.run('guard', { pieces: [update.slice()] }));
    this.#takeRow({ seq, update, user: null }, guarded);
    if (!this.#tellsUsersApart || this.#owners.knows(guarded.sections)) return;
    this.#owners.add(await this.#options.store.clientOwners(this.documentId));
  }

  get #tellsUsersApart(): boolean {
    for (const { user } of this.#sessions) return user !== null;
    return false;
  }

  /** Compaction took rows that weren't delivered here. */
  async #reload(stored: RoomStart): Promise<void> {
    const batches = this.#takeUnsaved();
    await this.#resume(stored);
    this.#missAll(batches);
  }

  /** What isn't durable yet is let go, and everybody asked for what is missing then. */
  #giveUp(): void {
    const batches = this.#takeUnsaved();
    if (!this.#content || batches.length === 0) return;
    const extent = this.#content.extent();
    this.#vector = extent.vector;
    this.#nesting = new NestingBound(extent.nesting);
    this.#missAll(batches);
  }

  #takeUnsaved(): Batch[] {
    this.#isOvertaken = false;
    const batches = this.#queue.drop();
    for (const { changes } of batches) for (const { clients } of changes) this.#owners.giveBack(clients);
    return batches;
  }

  #missAll(batches: readonly Batch[]): void {
    const vector = this.encodedStateVector();
    for (const { waiters } of batches) for (const { author, mark } of waiters) author.miss(mark, vector);
  }

  #refused(batches: readonly Batch[], error: Error): void {
    this.#failed = true;
    for (const { waiters } of batches) {
      for (const { author, mark } of waiters) author.deny(mark, error);
    }
    this.#options.onRefused(this, error);
  }

  #answerWithDiff(session: Session, diff: Uint8Array, known: StateVector): Promise<void> | null {
    const content = this.#use();
    if (!content) return this.#later(this.#wake(), () => this.#answerWithDiff(session, diff, known));
    return answerWith(session, [diff, ...content.rowUpdates(known)]);
  }
}

/** Copying megabytes would stall everybody; but a message that large was put together in a buffer of its own. */
const ownBytes = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => {
  const { buffer, byteOffset, byteLength } = bytes;
  const isOwn = buffer instanceof ArrayBuffer && buffer.byteLength - byteLength < LARGEST_HEAD;
  return isOwn ? new Uint8Array(buffer, byteOffset, byteLength) : new Uint8Array(bytes);
};

/** What stands before a large update in its message: two types and a length. */
const LARGEST_HEAD = 16;

const typesIn = ({ sections }: GuardedUpdate): number => sections.reduce((sum, { types }) => sum + types, 0);

const NO_DELETIONS = Uint8Array.of(0);

const answerWith = (session: Session, updates: readonly Uint8Array[]): null => {
  session.sendAnswer(frameAnswers(updates, session.extended));
  return null;
};

const covers = (known: StateVector, stateVector: Uint8Array): boolean => {
  for (const [client, clock] of decodeStateVector(stateVector)) if ((known.get(client) ?? 0) < clock) return false;
  return true;
};

const soleAuthor = (changes: Batch['changes']): Author | null => {
  const author = changes[0]?.author ?? null;
  return changes.every((change) => change.author === author) ? author : null;
};
