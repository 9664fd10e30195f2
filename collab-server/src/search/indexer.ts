import {
  DocumentCorruptError,
  DocumentDeletedError,
  type DocumentMeta,
  DocumentMissingError,
  type DocumentStore,
  type SearchStore,
} from '@cowrite/storage';
import type { Logger } from 'pino';
import type { ServerEdits } from '../content/documents/server-edits.ts';
import { IncompleteDocumentError } from '../content/incomplete-document-error.ts';

/** What changed is looked for so often, milliseconds: with reading and indexing it is found within 5 s. */
const PAUSE = 2_000;
/** All documents are looked through so often: one that was restored from the trash didn't change. */
const WHOLE_PASS = 60 * 60 * 1000;
/** A document's last change is told to a few seconds after a restart, milliseconds. */
const MARGIN = 60_000;
/** A text of more characters is left alone, once it is indexed, for so many times as long as that took. */
const LARGE = 200_000;
const REST = 20;
const PAGE = 100;

interface IndexerOptions {
  readonly store: DocumentStore;
  readonly search: SearchStore;
  readonly edits: ServerEdits;
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
  #wholePassAt = Number.NEGATIVE_INFINITY;
  /** Everything that changed before this was looked at. */
  #seenUntil = 0;
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
    this.#timer = setTimeout(() => void this.#pass().finally(() => this.#later()), PAUSE).unref();
  }

  async #pass(): Promise<void> {
    const startedAt = Date.now();
    const isWhole = performance.now() - this.#wholePassAt >= WHOLE_PASS;
    try {
      await this.#lookThrough(isWhole ? 0 : this.#seenUntil - MARGIN, false);
      if (isWhole) {
        await this.#lookThrough(0, true);
        this.#wholePassAt = performance.now();
      }
      this.#seenUntil = startedAt;
    } catch (error) {
      if (!this.#closed) this.#options.log.error({ err: error }, 'indexing texts for search failed; it is tried again');
    }
  }

  /** Looks at the documents that changed since, the last changed first. */
  async #lookThrough(since: number, deleted: boolean): Promise<void> {
    const { store, search } = this.#options;
    let cursor: string | null = null;
    do {
      const page = await store.list({ limit: PAGE, deleted, ...(cursor === null ? {} : { cursor }) });
      const recent = page.documents.filter(({ changedAt }) => changedAt >= since);
      const indexed = await search.indexed(recent.map(({ id }) => id));
      for (const [at, meta] of recent.entries()) {
        if (this.#closed) return;
        if (meta.changedAt > (indexed[at] ?? Number.NEGATIVE_INFINITY)) await this.#index(meta);
      }
      cursor = recent.length === page.documents.length ? page.next : null;
    } while (cursor !== null);
  }

  async #index(meta: DocumentMeta): Promise<void> {
    const startedAt = performance.now();
    if (startedAt < (this.#resting.get(meta.id) ?? 0)) return;
    this.#resting.delete(meta.id);
    const text = await this.#read(meta);
    await this.#options.search.put({ documentId: meta.id, changedAt: meta.changedAt, title: meta.title, text });
    if (text.length > LARGE) this.#resting.set(meta.id, startedAt + (performance.now() - startedAt) * REST);
  }

  /** Its text; none of one that can't be read, whose title is found all the same. */
  async #read({ id }: DocumentMeta): Promise<string> {
    try {
      return (await this.#options.edits.read(id, 'text', null)).result;
    } catch (error) {
      const isKnown =
        error instanceof DocumentCorruptError ||
        error instanceof DocumentDeletedError ||
        error instanceof DocumentMissingError ||
        error instanceof IncompleteDocumentError;
      if (!isKnown) throw error;
      return '';
    }
  }
}
