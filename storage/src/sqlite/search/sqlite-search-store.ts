import type { Excerpts, SearchEntry, SearchStore } from '../../search-store.ts';
import { LastingThread } from '../../threads/lasting-thread.ts';
import type { SearchOperations } from './search-messages.ts';
import { SearchThread } from './search-thread.ts';

const MOST_FOUND = 200;

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

  async find(query: string, { offset, limit }: { offset: number; limit: number }): Promise<string[]> {
    if (!(Number.isInteger(limit) && limit >= 1 && limit <= MOST_FOUND && Number.isInteger(offset) && offset >= 0)) {
      throw new RangeError(`A page has 1 to ${MOST_FOUND} documents from an offset, not ${limit} from ${offset}.`);
    }
    return this.#thread.call('find', [query, offset, limit]);
  }

  async excerpts(query: string, documentId: string): Promise<Excerpts | null> {
    return this.#thread.call('excerpts', [query, documentId]);
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
