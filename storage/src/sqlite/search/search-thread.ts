import { Worker } from 'node:worker_threads';
import { CallThread } from '../../threads/call-thread.ts';
import type { SearchOperations, SearchThreadData } from './search-messages.ts';

/** The thread that has the index open. */
export class SearchThread extends CallThread<SearchOperations> {
  constructor(workerData: SearchThreadData) {
    // The compiled file, from `src` as from `dist`: a worker of Node 20 can't load TypeScript.
    const worker = new Worker(new URL('../../../dist/sqlite/search/search-worker.js', import.meta.url), {
      workerData,
      execArgv: [],
    });
    super(worker, 'The thread of the search index');
  }
}
