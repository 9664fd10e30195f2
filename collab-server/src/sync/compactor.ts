import type { DocumentStore, NewSnapshot } from '@cowrite/storage';
import type { Logger } from 'pino';
import type { Peers } from '../cluster/peers.ts';
import type { ContentThreads } from '../content/content-threads.ts';
import { copyInParts } from '../content/copy-in-parts.ts';
import type { Room } from './room.ts';
import type { PastKeeper } from './rooms.ts';

/** While people write, a log is compacted when it outgrew both of these: bytes, and times its snapshot. */
const BUSY_BYTES = 1024 * 1024;
const BUSY_FACTOR = 2;
/**
 * When the last one leaves, or nobody writes for a while: a log of more rows or bytes than these that has grown to this
 * part of its snapshot. A snapshot is written whole, which for a few words in a book costs more than it saves whoever
 * opens it next; at a quarter, each byte of the log costs four more once.
 */
const LEFT_ROWS = 16;
const LEFT_BYTES = 64 * 1024;
const LEFT_PART = 1 / 4;
/** A room whose compaction failed, or is another node's work, is left alone for so many milliseconds. */
const RETRY_AFTER = 60_000;

/** The store takes a snapshot's buffers for itself. */
export const copyOf = async ({ seq, state, summary }: NewSnapshot): Promise<NewSnapshot> => ({
  seq,
  state: await copyInParts(state),
  summary: await copyInParts(summary),
});

interface CompactorOptions {
  readonly store: DocumentStore;
  readonly threads: ContentThreads;
  readonly log: Logger;
  readonly past?: PastKeeper;
  /** Null for a node that is alone. */
  readonly peers?: Pick<Peers, 'tellCompacted'> | null;
}

/** Turns logs into snapshots, one document at a time, in another thread; the room goes on meanwhile. */
export class Compactor {
  readonly #options: CompactorOptions;
  /** By document, the room that was opened last: people may come and go faster than snapshots are made. */
  readonly #waiting = new Map<string, Room>();
  /** Since when rooms are left alone. */
  readonly #leftSince = new WeakMap<Room, number>();
  #running = false;
  #done = 0;
  #closed = false;

  constructor(options: CompactorOptions) {
    this.#options = options;
  }

  /** Snapshots made so far. */
  get done(): number {
    return this.#done;
  }

  afterCommit(room: Room): void {
    if (!room.content) return;
    const { storedBytes, snapshotState } = room.content;
    if (storedBytes > Math.max(BUSY_BYTES, BUSY_FACTOR * (snapshotState?.length ?? 0))) this.#add(room);
  }

  /** Nobody writes any more; returns whether there was something to do. */
  afterUse(room: Room): boolean {
    if (!room.content) return false;
    const { storedBytes, rowCount, snapshotState } = room.content;
    const isShort = rowCount <= LEFT_ROWS && storedBytes <= LEFT_BYTES;
    if (isShort || storedBytes < LEFT_PART * (snapshotState?.length ?? 0)) return false;
    return this.#add(room);
  }

  /** Starts nothing more. What runs is not waited for: it can only save work, never lose any. */
  close(): void {
    this.#closed = true;
    this.#waiting.clear();
  }

  #add(room: Room): boolean {
    const leftSince = this.#leftSince.get(room) ?? Number.NEGATIVE_INFINITY;
    if (this.#closed || performance.now() - leftSince < RETRY_AFTER) return false;
    this.#waiting.set(room.documentId, room);
    if (!this.#running) void this.#run();
    return true;
  }

  async #run(): Promise<void> {
    this.#running = true;
    for (const [documentId, room] of this.#waiting) {
      this.#waiting.delete(documentId);
      try {
        await this.#compact(room);
      } catch (error) {
        this.#leftSince.set(room, performance.now());
        if (!this.#closed) this.#options.log.error({ document: room.documentId, err: error }, 'compaction failed');
      }
    }
    this.#running = false;
  }

  async #compact(room: Room): Promise<void> {
    const { store, threads, past, peers } = this.#options;
    if (!room.content) return;
    const { seq, snapshotSeq, snapshotState, rows } = room.content;
    if (rows.length === 0) return;
    if (peers && !(await store.leaseCompaction(room.documentId, RETRY_AFTER))) {
      this.#leftSince.set(room, performance.now());
      return;
    }
    await past?.keepTrail(room.documentId);
    const compacted = await threads.run('compact', { state: snapshotState, updates: rows.map(({ update }) => update) });
    const snapshot = { seq, ...compacted };
    if (await store.compact(room.documentId, await copyOf(snapshot), snapshotSeq)) {
      room.compacted(snapshot);
      this.#done++;
      peers?.tellCompacted(room.documentId, seq);
      // Another node was first, or an earlier room of this document; what is here would never be the store's again.
    } else room.forgetContent();
  }
}
