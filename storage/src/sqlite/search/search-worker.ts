import { parentPort, workerData } from 'node:worker_threads';
import type { Answer } from '../../threads/answer.ts';
import { toPlainError } from '../explain-error.ts';
import type { OwnFile } from '../own-file.ts';
import { openSearchFile } from './search-file.ts';
import type { SearchCall, SearchThreadData } from './search-messages.ts';
import { createSearchOperations } from './search-operations.ts';

if (!parentPort) throw new Error('This module is a worker thread of the search store.');
const port = parentPort;
const { dir }: SearchThreadData = workerData;

let file: OwnFile | undefined;
try {
  file = openSearchFile(dir);
  serve(file);
} catch (error) {
  file?.close();
  answer({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
  port.close();
}

function serve(file: OwnFile): void {
  const work = createSearchOperations(file);
  port.on('message', ({ id, name, args }: SearchCall) => {
    try {
      answer({ type: 'done', id, value: (work[name] as (...args: readonly unknown[]) => unknown)(...args) });
    } catch (error) {
      answer({ type: 'failed', id, error: toPlainError(error) });
    }
    if (name === 'close') port.close();
  });
  answer({ type: 'opened' });
}

function answer(message: Answer): void {
  port.postMessage(message);
}
