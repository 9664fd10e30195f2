import { Worker } from 'node:worker_threads';
import { CallThread } from '../../threads/call-thread.ts';
import type { AssetOperations, AssetThreadData } from './asset-messages.ts';

/** The thread that has the file of assets open. */
export class AssetThread extends CallThread<AssetOperations> {
  constructor(workerData: AssetThreadData) {
    // The compiled file, from `src` as from `dist`: a worker of Node 20 can't load TypeScript.
    const worker = new Worker(new URL('../../../dist/sqlite/assets/asset-worker.js', import.meta.url), {
      workerData,
      execArgv: [],
    });
    super(worker, 'The thread of assets');
  }
}
