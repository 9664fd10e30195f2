import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type Database from 'better-sqlite3';
import { StoreOpenError } from '../document-store.ts';
import { Sqlite, sqliteCode } from './driver.ts';

/** Makes the directory, and sees that what is to be written there can be. Throws `StoreOpenError`. */
export function prepareDirectory(dir: string, files: readonly string[]): void {
  try {
    makeDirectory(resolve(dir));
    accessSync(dir, constants.W_OK | constants.X_OK);
    // SQLite would open a file that it can't write for reading, and fail at the first commit.
    for (const file of files.map((name) => join(dir, name)).filter(existsSync)) accessSync(file, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreOpenError(`The data directory ${dir} can't be written (${reason}). Choose another directory.`, {
      cause: error,
    });
  }
}

/** With what leads to it. Node's own `recursive` never returns where a directory can be looked into and not added to, as in /proc. */
function makeDirectory(dir: string): void {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory()) return;
  makeDirectory(dirname(dir));
  mkdirSync(dir);
}

/**
 * Keeps every other process and every other store of this one out of a directory, until it is closed: an exclusive
 * transaction, never ended, on a database of its own. The system drops it with the process, however that dies. The data
 * file itself stays readable for others, so that it can be backed up while the service runs.
 */
export function takeLock(dir: string, name: string): Database.Database {
  const file = join(dir, name);
  let lock: Database.Database | undefined;
  try {
    lock = new Sqlite(file, { timeout: 0 });
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    const message =
      sqliteCode(error) === 'SQLITE_BUSY'
        ? `The data in ${dir} is in use: another process holds ${file}. Stop that process or choose another directory.`
        : `${file} can't be locked (${error}). Remove it, or choose another directory.`;
    throw new StoreOpenError(message, { cause: error });
  }
}
