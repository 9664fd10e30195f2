import { type DocumentStore, type LogEntry, LogMovedError } from '@cowrite/storage';
import type { Author } from './author.ts';
import { LARGE } from './limits.ts';
import { isForMany, type Pace } from './pace.ts';
import type { FrameMark } from './saved-count.ts';
import type { GuardedUpdate } from './update-guard.ts';
import { mergeGuarded } from './update-merge.ts';

/** An author's frame that waits for a commit. */
export interface Waiter {
  readonly author: Author;
  readonly mark: FrameMark;
}

/** A change that passed the guard, in the room's order. */
export interface Change {
  readonly update: GuardedUpdate;
  readonly author: Author;
  /** Null where nobody is told apart. */
  readonly user: string | null;
  readonly clients: ChangeClients;
  /** It is wanted only if nothing comes between it and the log as it was. */
  readonly isBound: boolean;
}

/** What a change says of whose clientIDs are; both mostly empty. */
export interface ChangeClients {
  /** Those that are its user's and that the store doesn't know of. */
  readonly claimed: readonly number[];
  /** Those under which others wrote it. */
  readonly recovered: readonly number[];
}

/** There is nothing to say, as mostly. */
export const NO_CLIENTS: ChangeClients = { claimed: [], recovered: [] };

/** Changes that went to the log together. */
export interface Batch {
  readonly changes: Change[];
  readonly waiters: Waiter[];
}

export interface CommittedRow {
  readonly seq: number;
  readonly update: Uint8Array;
  /** Whose it is; null where nobody is told apart. */
  readonly user: string | null;
}

interface ChangeQueueOptions {
  readonly documentId: string;
  readonly store: DocumentStore;
  readonly pace: Pace;
  /** Least milliseconds between two appends. */
  readonly window: () => number;
  /** Whether other nodes append, too: with fewer appends, and larger, they are in each other's way less often. */
  readonly isContended: () => boolean;
  /** The last seq of the log, as the room has it. */
  readonly seq: () => number;
  /**
   * The log has more than this seq. Resolves when the room has it too; unless that has made it `drop` what is here, the same
   * is tried again.
   */
  readonly onMoved: (after: number) => Promise<void>;
  readonly onCommitted: (batch: Batch, rows: readonly CommittedRow[]) => void;
  /** Nothing of these batches is stored; what comes after them was made on top of them. */
  readonly onRefused: (batches: readonly Batch[], error: Error) => void;
}

const RECENT_APPENDS = 16;
/**
 * Least milliseconds between two appends where other nodes append too, of a slow disk as long as so many appends take: half
 * of that time belongs to the others, who take their turn when they hear of ours.
 */
const CONTENDED_WINDOW = 30;
const CONTENDED_APPENDS = 4;
const LONGEST_CONTENDED_WINDOW = 100;

/**
 * One room's way to the log: one append under way at a time, and all that comes in meanwhile is merged into the next.
 * So a slow disk makes larger batches instead of a longer queue, and a quiet room waits for nothing.
 */
export class ChangeQueue {
  readonly #options: ChangeQueueOptions;
  #pending: Batch | null = null;
  #inFlight: Batch | null = null;
  #lastAppend = 0;
  /** How long an append took of late, milliseconds. */
  #appendTime = 0;
  #armed = false;
  #armedAt = 0;
  #isAppending = false;
  #held = false;

  constructor(options: ChangeQueueOptions) {
    this.#options = options;
  }

  /** Whether anything isn't durable yet. */
  get busy(): boolean {
    return this.#pending !== null || this.#inFlight !== null;
  }

  /** Whether the store has something to append, of which it isn't known yet what becomes of it. */
  get isAppending(): boolean {
    return this.#isAppending;
  }

  /** Whether anything of it is wanted only if nothing came between. */
  get isBound(): boolean {
    return [this.#inFlight, this.#pending].some((batch) => batch?.changes.some(({ isBound }) => isBound));
  }

  /** What was pushed and isn't durable yet, in order. */
  get uncommitted(): Uint8Array[] {
    return [this.#inFlight, this.#pending].flatMap((batch) => batch?.changes ?? []).map(({ update }) => update.bytes);
  }

  push(change: Change, waiter: Waiter | null): void {
    this.#pending ??= { changes: [], waiters: [] };
    this.#pending.changes.push(change);
    if (waiter) this.#pending.waiters.push(waiter);
    this.#arm();
  }

  /** Lets a frame that added nothing wait until all that came before it is durable. Only while `busy`. */
  wait(waiter: Waiter): void {
    (this.#pending ?? this.#inFlight)?.waiters.push(waiter);
  }

  /** Appends nothing from `true` to `false`. */
  hold(held: boolean): void {
    this.#held = held;
    if (!held && this.#pending) this.#arm();
  }

  /** Gives up all that isn't durable. Never while `isAppending`. */
  drop(): Batch[] {
    const batches = [this.#inFlight, this.#pending].filter((batch) => batch !== null);
    this.#inFlight = null;
    this.#pending = null;
    return batches;
  }

  #arm(): void {
    if (this.#armed || this.#inFlight || this.#held) return;
    this.#armed = true;
    const { pace, window, isContended } = this.#options;
    const least = window();
    // Whoever reads waits for both, so that a slow disk is made up for, as far as that goes.
    const wait = isContended() ? Math.max(least, this.#contendedWindow) : Math.max(least / 2, least - this.#appendTime);
    this.#armedAt = performance.now();
    pace.schedule(this.#whenDue, this.#lastAppend + wait, isForMany(least));
  }

  /** Another node has appended and won't for a moment: what waits goes now, unless it is too soon after the last time. */
  takeTurn(): void {
    if (performance.now() - this.#lastAppend >= this.#contendedWindow / 2) this.#append();
  }

  get #contendedWindow(): number {
    return Math.min(LONGEST_CONTENDED_WINDOW, Math.max(CONTENDED_WINDOW, CONTENDED_APPENDS * this.#appendTime));
  }

  readonly #whenDue = (): void => {
    this.#armed = false;
    if (this.#lastAppend <= this.#armedAt) this.#append();
    // It took its turn meanwhile.
    else if (this.#pending) this.#arm();
  };

  #append(): void {
    const batch = this.#pending;
    if (!batch || this.#held || this.#inFlight) return;
    this.#pending = null;
    this.#inFlight = batch;
    this.#lastAppend = performance.now();
    void this.#commit(batch);
  }

  async #commit(batch: Batch): Promise<void> {
    let rows: CommittedRow[];
    const after = this.#options.seq();
    this.#isAppending = true;
    try {
      rows = await this.#store(batch);
    } catch (error) {
      this.#isAppending = false;
      if (error instanceof LogMovedError) await this.#catchUp(batch, after);
      else this.#refuse(batch, error as Error);
      return;
    }
    this.#isAppending = false;
    this.#inFlight = null;
    this.#appendTime += (performance.now() - this.#lastAppend - this.#appendTime) / RECENT_APPENDS;
    this.#options.onCommitted(batch, rows);
    if (this.#pending) this.#arm();
  }

  async #catchUp(batch: Batch, after: number): Promise<void> {
    try {
      await this.#options.onMoved(after);
    } catch (error) {
      this.#refuse(batch, error as Error);
      return;
    }
    if (this.#inFlight === batch) void this.#commit(batch);
    else if (this.#pending) this.#arm();
  }

  /** Rejects when it is known of all rows what became of them. */
  #store({ changes }: Batch): Promise<CommittedRow[]> {
    const after = this.#options.seq();
    const stored = rowsOf(changes).map((row, index) => this.#storeRow(row, after + index));
    const [first, ...rest] = stored;
    // One is the rule, and a promise is dear where a thousand documents change at once.
    return first && rest.length === 0 ? first.then((row) => [row]) : allOf(stored);
  }

  #storeRow({ user, owner, update, claimed, recovered }: Row, after: number): Promise<CommittedRow> {
    const { documentId, store } = this.#options;
    const row = store.append({ documentId, user, update, claimed, recovered, after });
    return row.then((seq) => ({ seq, update, user: owner }));
  }

  #refuse(batch: Batch, error: Error): void {
    const batches = this.#pending ? [batch, this.#pending] : [batch];
    this.#inFlight = null;
    this.#pending = null;
    this.#options.onRefused(batches, error);
  }
}

const allOf = async <T>(promises: readonly Promise<T>[]): Promise<T[]> => {
  const outcomes = await Promise.allSettled(promises);
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
};

/**
 * What is told to everybody: all changes in their order as one update, but for large ones, which stay by themselves,
 * since copying megabytes would hold everybody up.
 */
export const mergeChanges = (changes: readonly Change[]): Uint8Array[] => {
  const [first] = changes;
  if (first && changes.length === 1) return [first.update.bytes];
  const runs: GuardedUpdate[][] = [];
  let run: GuardedUpdate[] | null = null;
  for (const { update } of changes) {
    const isLarge = update.bytes.length > LARGE;
    if (run && !isLarge) run.push(update);
    else runs.push([update]);
    run = isLarge ? null : (runs.at(-1) ?? null);
  }
  return runs.map(mergeGuarded);
};

type Row = Required<Omit<LogEntry, 'documentId' | 'after'>> & {
  /** The user as the service knows them, while `user` may be whom they say to be. */
  readonly owner: string | null;
};

/** The same as rows of the log, each of one user, so that it can be told who deleted what. */
const rowsOf = (changes: readonly Change[]): Row[] => {
  const [first] = changes;
  if (!first) return [];
  if (changes.every(({ user }) => user === first.user)) return rowsOfOne(first.user, changes);
  const byUser = new Map<string | null, Change[]>();
  for (const change of changes) {
    const own = byUser.get(change.user);
    if (own) own.push(change);
    else byUser.set(change.user, [change]);
  }
  return [...byUser].flatMap(([user, own]) => rowsOfOne(user, own));
};

/** Whose clientIDs are goes with the first row, which comes in before what is behind it. */
const rowsOfOne = (user: string | null, changes: readonly Change[]): Row[] => {
  const owner = changes[0]?.author.user ?? null;
  let { claimed, recovered } = clientsOf(changes);
  return mergeChanges(changes).map((update) => {
    const row = { user, owner, update, claimed, recovered };
    ({ claimed, recovered } = NO_CLIENTS);
    return row;
  });
};

const clientsOf = (changes: readonly Change[]): ChangeClients => {
  if (changes.every(({ clients }) => clients === NO_CLIENTS)) return NO_CLIENTS;
  return {
    claimed: changes.flatMap(({ clients }) => clients.claimed),
    recovered: changes.flatMap(({ clients }) => clients.recovered),
  };
};
