import { Worker } from 'node:worker_threads';
import { expectPage } from '../../pages.ts';
import type { Excerpts, SearchEntry, SearchStore } from '../../search-store.ts';
import { CallThread } from '../../threads/call-thread.ts';
import { LastingThread } from '../../threads/lasting-thread.ts';
import type { DatabaseOptions } from '../database.ts';
import type { SearchOperations } from './search-operations.ts';

/**
 * Opens the index in a PostgreSQL database. A thread of its own cuts texts into words and looks for excerpts: a book
 * holds up nobody. Rejects with `StoreOpenError` as `openPostgresStore` does.
 */
export async function openPostgresSearchStore({ url, schema }: DatabaseOptions): Promise<SearchStore> {
  const workerData = schema === undefined ? { url } : { url, schema };
  // The compiled file, from `src` as from `dist`: a worker of Node 20 can't load TypeScript.
  const file = new URL('../../../dist/postgres/search/search-worker.js', import.meta.url);
  const start = () =>
    new CallThread<SearchOperations>(new Worker(file, { workerData, execArgv: [] }), 'The thread of the search index');
  return new PostgresSearchStore(await LastingThread.open(start));
}

class PostgresSearchStore implements SearchStore {
  readonly #thread: LastingThread<SearchOperations>;

  constructor(thread: LastingThread<SearchOperations>) {
    this.#thread = thread;
  }

  async put(entries: readonly SearchEntry[]): Promise<void> {
    await this.#thread.call('put', [entries]);
  }

  async indexed(documentIds: readonly string[]): Promise<(number | null)[]> {
    return this.#thread.call('indexed', [documentIds]);
  }

  async lead(milliseconds: number): Promise<boolean> {
    return this.#thread.call('lead', [milliseconds]);
  }

  async find(query: string, page: { readonly offset: number; readonly limit: number }): Promise<string[]> {
    expectPage(page);
    return this.#thread.call('find', [query, page.offset, page.limit]);
  }

  async excerpts(query: string, documentId: string): Promise<Excerpts | null> {
    return this.#thread.call('excerpts', [query, documentId]);
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
