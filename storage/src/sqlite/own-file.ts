import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { StoreOpenError } from '../document-store.ts';
import { transactions } from './connection.ts';
import { isDamage, Sqlite } from './driver.ts';
import { prepareDirectory, takeLock } from './lock.ts';
import { migrate } from './migrations.ts';

/** An open file beside that of the documents, and the lock that keeps everybody else out of it. */
export interface OwnFile {
  readonly db: Database.Database;
  /** Runs `work` in one transaction, rolled back where it throws. */
  write<T>(work: () => T): T;
  close(): void;
}

interface OwnFileOptions {
  readonly dir: string;
  /** Of the file, without `.sqlite`. */
  readonly name: string;
  /** As those of the documents. */
  readonly migrations: readonly string[];
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Whether all of it can be made again, so that a damaged file is thrown away. */
  readonly derived?: boolean;
}

/** Opens `<dir>/<name>.sqlite`, making both. Throws `StoreOpenError`. */
export function openOwnFile(options: OwnFileOptions): OwnFile {
  const { dir, name } = options;
  const lockFile = `${name}.lock`;
  prepareDirectory(dir, [`${name}.sqlite`, lockFile]);
  const lock = takeLock(dir, lockFile);
  try {
    const db = openFile(options);
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

function openFile(options: OwnFileOptions): Database.Database {
  const { dir, name, migrations, synchronous, derived = false } = options;
  const file = join(dir, `${name}.sqlite`);
  let db: Database.Database | undefined;
  try {
    db = new Sqlite(file, { timeout: 2000 });
    configure(db, synchronous);
    migrate(db, migrations);
    return db;
  } catch (error) {
    db?.close();
    if (derived && isDamage(error)) {
      for (const each of [file, `${file}-wal`, `${file}-shm`]) rmSync(each, { force: true });
      return openFile({ ...options, derived: false });
    }
    const damaged = 'It is damaged, or no database. Move it away, or restore it from a backup.';
    const reason = isDamage(error) ? damaged : error instanceof Error ? error.message : String(error);
    throw new StoreOpenError(`${file} can't be opened: ${reason}`, { cause: error });
  }
}

function configure(db: Database.Database, synchronous: OwnFileOptions['synchronous']): void {
  db.pragma('page_size = 4096');
  db.pragma('auto_vacuum = INCREMENTAL');
  if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
    throw new Error('The file system has no shared memory for a write-ahead log. Choose a local disk.');
  }
  db.pragma(`synchronous = ${synchronous}`);
  db.pragma('journal_size_limit = 8388608');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('temp_store = MEMORY');
}
