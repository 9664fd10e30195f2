import { parentPort, workerData } from 'node:worker_threads';
import type { Answer } from '../../threads/answer.ts';
import { plainError } from '../../threads/plain-error.ts';
import type { DatabaseOptions } from '../database.ts';
import { openDatabase } from '../open-database.ts';
import { createSearchOperations, type SearchOperations } from './search-operations.ts';

if (!parentPort) throw new Error('This module is a worker thread of the search store.');
const port = parentPort;

interface Call {
  readonly id: number;
  readonly name: keyof SearchOperations;
  readonly args: readonly unknown[];
}

const USE = { connections: 2, timeout: 30_000 };

try {
  const work = createSearchOperations(await openDatabase(workerData as DatabaseOptions, USE));
  port.on('message', async ({ id, name, args }: Call) => {
    try {
      answer({ type: 'done', id, value: await (work[name] as (...args: readonly unknown[]) => unknown)(...args) });
    } catch (error) {
      answer({ type: 'failed', id, error: plainError(error) });
    }
    if (name === 'close') port.close();
  });
  answer({ type: 'opened' });
} catch (error) {
  answer({ type: 'refused', message: plainError(error).message });
  port.close();
}

function answer(message: Answer): void {
  port.postMessage(message);
}
