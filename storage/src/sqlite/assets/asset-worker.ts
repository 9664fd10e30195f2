import { parentPort, workerData } from 'node:worker_threads';
import { AssetCorruptError } from '../../asset-store.ts';
import { StoreOpenError } from '../../document-store.ts';
import type { Answer } from '../../threads/answer.ts';
import type { PlainError } from '../../threads/plain-error.ts';
import { isDamage, sqliteCode } from '../driver.ts';
import { toPlainError } from '../explain-error.ts';
import type { OwnFile } from '../own-file.ts';
import { openAssetFile } from './asset-file.ts';
import type { AssetCall, AssetThreadData } from './asset-messages.ts';
import { createAssetOperations } from './asset-operations.ts';

if (!parentPort) throw new Error('This module is a worker thread of the asset store.');
const port = parentPort;
const settings: AssetThreadData = workerData;

/** Between two steps of tidying, so that calls go first. Milliseconds. */
const TIDY_PAUSE = 5;
/** What failed to be tidied, on a full disk as like as not, is tried again after this. Milliseconds. */
const TIDY_AGAIN = 60_000;

let file: OwnFile | undefined;
try {
  file = openAssetFile(settings.dir);
  serve(file);
} catch (error) {
  file?.close();
  const unreadable = `The assets in ${settings.dir} can't be read: ${error}. Restore them from a backup.`;
  answer({ type: 'refused', message: error instanceof StoreOpenError ? error.message : unreadable });
  port.close();
}

function serve(file: OwnFile): void {
  let tidying: NodeJS.Timeout | undefined;
  const tidySoon = (pause = TIDY_PAUSE): void => {
    tidying ??= setTimeout(() => {
      tidying = undefined;
      try {
        if (work.tidy()) tidySoon();
      } catch {
        tidySoon(TIDY_AGAIN);
      }
    }, pause).unref();
  };
  const work = createAssetOperations({ file, settings, onStray: tidySoon });
  // Uploads that an earlier life didn't finish.
  tidySoon();

  port.on('message', ({ id, name, args }: AssetCall) => {
    try {
      const value = (work[name] as (...args: readonly unknown[]) => unknown)(...args);
      answer({ type: 'done', id, value }, name === 'part' ? [(value as Uint8Array<ArrayBuffer>).buffer] : []);
    } catch (error) {
      answer({ type: 'failed', id, error: plain(error) });
    }
    if (name !== 'close') return;
    clearTimeout(tidying);
    port.close();
  });
  answer({ type: 'opened' });
}

function plain(error: unknown): PlainError {
  if (isDamage(error)) return toPlainError(new AssetCorruptError('The asset is on a damaged page.'));
  if (sqliteCode(error) === 'SQLITE_FULL') return { name: 'AssetSpaceError', message: 'The disk is full.' };
  return toPlainError(error);
}

function answer(message: Answer, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}
