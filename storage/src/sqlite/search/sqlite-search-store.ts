import { expectPage } from '../../pages.ts';
import type { Excerpts, SearchEntry, SearchStore } from '../../search-store.ts';
import { LastingThread } from '../../threads/lasting-thread.ts';
import type { SearchOperations } from './search-messages.ts';
import { SearchThread } from './search-thread.ts';

export interface SqliteSearchStoreOptions {
  /** Directory of the file `search.sqlite`; made where it is missing. One process at a time has it. */
  readonly dir: string;
}

/**
 * Opens the index in a directory: one SQLite file and one thread of their own, so that no search holds up the commit of a
 * letter. Rejects with `StoreOpenError` as `openSqliteStore` does.
 */
export async function openSqliteSearchStore({ dir }: SqliteSearchStoreOptions): Promise<SearchStore> {
  return new SqliteSearchStore(await LastingThread.open(() => new SearchThread({ dir })));
}

class SqliteSearchStore implements SearchStore {
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

  async lead(): Promise<boolean> {
    return true;
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
