import {
  type DocumentMeta,
  type DocumentStore,
  type SearchEntry,
  type SearchStore,
  StoreUnavailableError,
} from '@cowrite/storage';
import type { Logger } from 'pino';
import type { TextReader } from './text-reader.ts';

/** What changed is looked for so often, milliseconds: with reading and indexing it is found within 5 s. */
const PAUSE = 2_000;
/**
 * The same where this many or more changed since the last time: they'd be indexed twice in these 5 s, and three times. Where
 * indexing them takes long, the pause is so many times that, up to a bound: those who write come first.
 */
const LONGER_PAUSE = 3_500;
const LONGEST_PAUSE = 15_000;
const MANY = 100;
const REST_OF_MANY = 40;
/** All documents are looked through so often: one that was restored from the trash didn't change. */
const WHOLE_PASS = 60 * 60 * 1000;
/** A document's last change is told to a few seconds after a restart, milliseconds. */
const MARGIN = 60_000;
/** Of several nodes one indexes, and another does so long after it was last heard of, milliseconds. */
const LEAD = 8_000;
/**
 * One that takes more than a moment to read is left alone for so many milliseconds after it was begun: each time all of it
 * is written anew, which for one who types on in a book is more than what he types.
 */
const LARGE_PAUSE = 2_500;
/** A text of more characters is left alone, once it is indexed, for `REST` times as long as that took. */
const LARGE = 200_000;
const REST = 20;
const PAGE = 100;
/** Read and indexed at one go: what else the thread that reads has to do waits for no more than these. */
const AT_ONCE = 50;

interface IndexerOptions {
  readonly store: DocumentStore;
  readonly search: SearchStore;
  readonly texts: TextReader;
  readonly log: Logger;
}

/**
 * Keeps the index in step with the documents: it looks who changed since they were indexed, whoever changed them, and has
 * their text read in the content threads. What it missed while nothing ran it finds at the start.
 */
export class Indexer {
  readonly #options: IndexerOptions;
  /** By document, until when it is left alone. */
  readonly #resting = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;
  /** By the pass under way, or the last one, and how long that took, milliseconds. */
  #indexed = 0;
  #took = 0;
  #wholePassAt = Number.NEGATIVE_INFINITY;
  /** Everything that changed before this was looked at. */
  #seenUntil = 0;
  /** What was said of passes that failed, since the last one that didn't. */
  #told: string | null = null;
  #closed = false;

  constructor(options: IndexerOptions) {
    this.#options = options;
    this.#later();
  }

  /** Starts nothing more; what runs can be left: each of its steps is whole. */
  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #later(): void {
    if (this.#closed) return;
    const longer = Math.min(LONGEST_PAUSE, Math.max(LONGER_PAUSE, REST_OF_MANY * this.#took));
    this.#timer = setTimeout(() => void this.#run(), this.#indexed < MANY ? PAUSE : longer).unref();
  }

  async #run(): Promise<void> {
    const startedAt = performance.now();
    await this.#pass();
    this.#took = performance.now() - startedAt;
    this.#later();
  }

  /** Never rejects. */
  async #pass(): Promise<void> {
    const startedAt = Date.now();
    this.#indexed = 0;
    const isWhole = performance.now() - this.#wholePassAt >= WHOLE_PASS;
    try {
      if (!(await this.#options.search.lead(LEAD))) return;
      await this.#lookThrough(isWhole ? 0 : this.#seenUntil - MARGIN, false);
      if (isWhole) {
        await this.#lookThrough(0, true);
        this.#wholePassAt = performance.now();
      }
      this.#seenUntil = startedAt;
      this.#told = null;
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Once of each reason: it is tried again every two seconds. */
  #tell(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    if (this.#closed || message === this.#told) return;
    this.#told = message;
    const why = error instanceof StoreUnavailableError ? { reason: message } : { err: error };
    this.#options.log.error(why, 'indexing texts for search failed; it is tried again');
  }

  /** Looks at the documents that changed since, the last changed first. */
  async #lookThrough(since: number, deleted: boolean): Promise<void> {
    const { store, search } = this.#options;
    let cursor: string | null = null;
    do {
      const page = await store.list({ limit: PAGE, deleted, ...(cursor === null ? {} : { cursor }) });
      const recent = page.documents.filter(({ changedAt }) => changedAt >= since);
      const indexed = await search.indexed(recent.map(({ id }) => id));
      const changed = recent.filter(({ changedAt }, at) => changedAt > (indexed[at] ?? Number.NEGATIVE_INFINITY));
      for (let at = 0; at < changed.length && !this.#closed; at += AT_ONCE) {
        await this.#index(changed.slice(at, at + AT_ONCE));
      }
      if (this.#closed) return;
      cursor = recent.length === page.documents.length ? page.next : null;
    } while (cursor !== null);
  }

  async #index(documents: readonly DocumentMeta[]): Promise<void> {
    const { texts, search } = this.#options;
    const due = documents.filter(({ id }) => performance.now() >= (this.#resting.get(id) ?? 0));
    for (const { id } of due) this.#resting.delete(id);
    const read = await texts.readSmall(due);
    await search.put(due.flatMap((meta, at) => entryOf(meta, read[at] ?? null)));
    for (const [at, meta] of due.entries()) if (read[at] === null && !this.#closed) await this.#indexLarge(meta);
    this.#indexed += due.length;
  }

  async #indexLarge(meta: DocumentMeta): Promise<void> {
    const startedAt = performance.now();
    const text = await this.#options.texts.read(meta);
    await this.#options.search.put(entryOf(meta, text));
    const rest = text.length > LARGE ? (performance.now() - startedAt) * REST : 0;
    this.#resting.set(meta.id, startedAt + Math.max(LARGE_PAUSE, rest));
  }
}

const entryOf = ({ id, changedAt, title }: DocumentMeta, text: string | null): SearchEntry[] =>
  text === null ? [] : [{ documentId: id, changedAt, title, text }];
