import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { StoreOpenError } from '../document-store.ts';
import { isDamage, Sqlite } from './driver.ts';
import { prepareDirectory, takeLock } from './lock.ts';
import { migrate } from './migrations.ts';

export interface ConnectionOptions {
  readonly dir: string;
  readonly synchronous: 'FULL' | 'NORMAL';
}

/** The open file, and the lock that keeps everybody else out of it. */
export interface Connection {
  readonly db: Database.Database;
  /** Runs `work` in a transaction that takes the write lock at once, and rolls it back where anything throws. */
  write<T>(work: () => T): T;
  close(): void;
}

const dataFile = 'cowrite.sqlite';
const lockFile = 'cowrite.lock';

/** Opens `<dir>/cowrite.sqlite`, making both. Throws `StoreOpenError`. */
export function openConnection({ dir, synchronous }: ConnectionOptions): Connection {
  prepareDirectory(dir, [dataFile, lockFile]);
  const lock = takeLock(dir, lockFile);
  try {
    const db = openFile(join(dir, dataFile), synchronous);
    const close = () => {
      db.close();
      lock.close();
    };
    return { db, write: transactions(db), close };
  } catch (error) {
    lock.close();
    throw error;
  }
}

function openFile(file: string, synchronous: 'FULL' | 'NORMAL'): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Sqlite(file, { timeout: 2000 });
    configure(db, synchronous);
    migrate(db);
    return db;
  } catch (error) {
    db?.close();
    const reason = isDamage(error)
      ? 'It is damaged, or no database. Move it away, or restore it from a backup.'
      : error instanceof Error
        ? error.message
        : String(error);
    throw new StoreOpenError(`${file} can't be opened: ${reason}`, { cause: error });
  }
}

/**
 * Measured with 1,000 appends of 30 bytes, each awaited, among 200 documents (bytes that the process wrote for each,
 * checkpoints and closing included, equal in every run), and with a state of 20 MB compacted while appends go on (the
 * best of four runs):
 *
 *     page size   bytes/append   compacted   loaded
 *           512          5,259      374 ms    33 ms
 *         1,024          5,767      511 ms    25 ms
 *         2,048          6,775      445 ms    22 ms
 *         4,096          8,876      292 ms    30 ms
 *
 * The system writes blocks of 4,096 bytes, so that an append can't cost less. 1,024 comes near it and loads as fast as
 * any; compaction may take its time, since appends wait for one of its steps at most. A checkpoint every 1,000 pages:
 * every 250 costs 3 % more bytes, every 4,000 saves 1 % and has four times as much to write while a commit waits.
 */
function configure(db: Database.Database, synchronous: 'FULL' | 'NORMAL'): void {
  db.pragma('page_size = 1024');
  db.pragma('auto_vacuum = INCREMENTAL');
  if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
    throw new Error('The file system has no shared memory for a write-ahead log. Choose a local disk.');
  }
  db.pragma(`synchronous = ${synchronous}`);
  db.pragma('wal_autocheckpoint = 1000');
  // What the WAL may keep of the disk after a backup that read for long has let it grow.
  db.pragma('journal_size_limit = 8388608');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('temp_store = MEMORY');
}

/** Runs work in a transaction that takes the write lock at once, and rolls it back where anything throws. */
export function transactions(db: Database.Database): Connection['write'] {
  const begin = db.prepare('begin immediate');
  const commit = db.prepare('commit');
  const rollback = db.prepare('rollback');
  return (work) => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      // After a full disk or an I/O error SQLite has rolled back by itself.
      if (db.inTransaction) rollback.run();
      throw error;
    }
  };
}
