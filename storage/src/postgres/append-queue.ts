import {
  DocumentDeletedError,
  type LogEntry,
  LogMovedError,
  type StoreStats,
  StoreUnavailableError,
} from '../document-store.ts';
import { refusals } from './append.ts';

/** A commit takes no more of what waits than this, so that no one waits long for another's flood. */
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_ENTRIES = 1_000;

/** Documents that are appended to by themselves, at a time. */
const MOST_APART = 3;

interface Waiting {
  readonly entry: LogEntry;
  resolve(seq: number): void;
  reject(error: unknown): void;
}

export interface AppendQueueOptions {
  /** As `append`; what it throws concerns all entries, and leaves nothing of them. */
  commit(entries: readonly LogEntry[], waits: boolean): Promise<number[]>;
  onCommit(): void;
}

/**
 * Group commit: what comes while a commit is under way shares the next one, of whatever documents, each document's in
 * the order of the calls.
 *
 * A document whose row somebody else has, or with which a commit fails, is taken out of the group and appended to by
 * itself, beside it: it holds up nobody else. What comes for it meanwhile waits there.
 */
export class AppendQueue {
  readonly #options: AppendQueueOptions;
  #waiting: Waiting[] = [];
  /** Documents apart, with what waits for each. */
  readonly #apart = new Map<string, Waiting[]>();
  readonly #running = new Set<string>();
  #isCommitting = false;
  #stats: StoreStats = { commits: 0, rows: 0, bytes: 0, commitMs: 0 };
  #becomeIdle: (() => void)[] = [];

  constructor(options: AppendQueueOptions) {
    this.#options = options;
  }

  get stats(): StoreStats {
    return this.#stats;
  }

  append(entry: LogEntry): Promise<number> {
    return new Promise((resolve, reject) => {
      const waiting = { entry, resolve, reject };
      const apart = this.#apart.get(entry.documentId);
      if (apart) {
        apart.push(waiting);
        return;
      }
      this.#waiting.push(waiting);
      if (this.#isCommitting) return;
      this.#isCommitting = true;
      // What one callback of the event loop appends goes out together at its end.
      process.nextTick(() => void this.#run());
    });
  }

  /** Resolves when nothing waits and no commit is under way. */
  async idle(): Promise<void> {
    if (this.#isIdle) return;
    await new Promise<void>((resolve) => this.#becomeIdle.push(resolve));
  }

  get #isIdle(): boolean {
    return !this.#isCommitting && this.#apart.size === 0;
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) await this.#commitTogether(take(this.#waiting));
    this.#isCommitting = false;
    this.#noteIdle();
  }

  async #commitTogether(group: readonly Waiting[]): Promise<void> {
    let results: number[];
    try {
      results = await this.#commit(group, false);
    } catch (error) {
      if (error instanceof StoreUnavailableError) refuse(group, error);
      // Something in one document: who it is shows when each is tried alone.
      else this.#setApart(group);
      return;
    }
    // All of a document's entries of a group are busy, or none is: their order stays.
    this.#setApart(group.filter((_, index) => results[index] === refusals.busy));
    this.#settle(group, results);
  }

  /** What came in for their documents while the group was committed goes after what the group had. */
  #setApart(group: readonly Waiting[]): void {
    if (group.length === 0) return;
    for (const { entry } of group) this.#apart.set(entry.documentId, []);
    const isApart = ({ entry }: Waiting) => this.#apart.has(entry.documentId);
    for (const each of [...group, ...this.#waiting.filter(isApart)]) this.#apart.get(each.entry.documentId)?.push(each);
    this.#waiting = this.#waiting.filter((each) => !isApart(each));
    this.#startApart();
  }

  #startApart(): void {
    for (const [documentId, waiting] of this.#apart) {
      if (this.#running.size >= MOST_APART) return;
      if (!this.#running.has(documentId)) void this.#runApart(documentId, waiting);
    }
  }

  async #runApart(documentId: string, waiting: Waiting[]): Promise<void> {
    this.#running.add(documentId);
    while (waiting.length > 0) {
      const group = take(waiting);
      try {
        this.#settle(group, await this.#commit(group, true));
      } catch (error) {
        refuse(group, error);
      }
    }
    this.#apart.delete(documentId);
    this.#running.delete(documentId);
    this.#startApart();
    this.#noteIdle();
  }

  async #commit(group: readonly Waiting[], waits: boolean): Promise<number[]> {
    const startedAt = performance.now();
    const entries = group.map(({ entry }) => entry);
    const results = await this.#options.commit(entries, waits);
    this.#note(entries, results, performance.now() - startedAt);
    return results;
  }

  #note(entries: readonly LogEntry[], results: readonly number[], milliseconds: number): void {
    this.#options.onCommit();
    const stored = entries.filter((_, index) => (results[index] ?? 0) > 0);
    if (stored.length === 0) return;
    const { commits, rows, bytes, commitMs } = this.#stats;
    this.#stats = {
      commits: commits + 1,
      rows: rows + stored.length,
      bytes: bytes + stored.reduce((size, { update }) => size + update.byteLength, 0),
      commitMs: commitMs + milliseconds,
    };
  }

  #settle(group: readonly Waiting[], results: readonly number[]): void {
    for (const [index, { entry, resolve, reject }] of group.entries()) {
      const result = results[index] ?? 0;
      const { documentId } = entry;
      if (result === refusals.deleted) reject(new DocumentDeletedError(`Document ${documentId} is in the trash.`));
      else if (result === refusals.moved) {
        reject(movedError(documentId));
        this.#refuseBehind(documentId);
      } else if (result !== refusals.busy) resolve(result);
    }
  }

  /** What waits for a place behind one that was refused was made on top of it. */
  #refuseBehind(documentId: string): void {
    const isBehind = ({ entry }: Waiting) => entry.documentId === documentId && entry.after !== undefined;
    const apart = this.#apart.get(documentId) ?? [];
    for (const each of [...apart, ...this.#waiting]) if (isBehind(each)) each.reject(movedError(documentId));
    apart.splice(0, apart.length, ...apart.filter((each) => !isBehind(each)));
    this.#waiting = this.#waiting.filter((each) => !isBehind(each));
  }

  #noteIdle(): void {
    if (!this.#isIdle) return;
    for (const become of this.#becomeIdle.splice(0)) become();
  }
}

const movedError = (documentId: string) =>
  new LogMovedError(`Somebody else has appended to document ${documentId} meanwhile.`);

function refuse(group: readonly Waiting[], error: unknown): void {
  for (const { reject } of group) reject(error);
}

/** What one commit takes of what waits, from its front. */
function take(waiting: Waiting[]): Waiting[] {
  let bytes = 0;
  let end = 0;
  for (const { entry } of waiting) {
    if (bytes >= MOST_BYTES || end >= MOST_ENTRIES) break;
    bytes += entry.update.byteLength;
    end++;
  }
  return waiting.splice(0, end);
}
