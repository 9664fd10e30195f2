import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { StoreOpenError } from '../document-store.ts';
import { Sqlite } from './driver.ts';
import { currentVersion, migrate } from './migrations.ts';

export interface ConnectionOptions {
  readonly dir: string;
  readonly synchronous: 'FULL' | 'NORMAL';
}

/** The open file, and the lock that keeps every other process out of it. */
export interface Connection {
  readonly db: Database.Database;
  /** Runs `work` in a transaction that takes the write lock at once, and rolls it back where anything throws. */
  write<T>(work: () => T): T;
  close(): void;
}

/** Opens `<dir>/cowrite.sqlite`, making both. Throws `StoreOpenError`. */
export function openConnection({ dir, synchronous }: ConnectionOptions): Connection {
  makeDirectory(dir);
  const lock = takeLock(join(dir, 'cowrite.lock'), dir);
  try {
    const db = openFile(join(dir, 'cowrite.sqlite'), synchronous);
    const close = () => {
      db.close();
      lock.close();
    };
    return { db, write: writer(db), close };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** SQLite's code of an error, such as `SQLITE_FULL`; undefined for anything else. */
export function sqliteCode(error: unknown): string | undefined {
  return error instanceof Sqlite.SqliteError ? error.code : undefined;
}

/** Whether SQLite found the file itself damaged. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB');
}

function makeDirectory(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true });
  } catch (error) {
    throw new StoreOpenError(
      `Cannot make the data directory ${dir}: ${reason(error)}. Choose a directory to write in.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * An exclusive transaction, never ended, on a database of its own: the system drops it with the process, however that
 * dies. The data file itself stays readable for others, so that it can be backed up while the service runs.
 */
function takeLock(file: string, dir: string): Database.Database {
  let lock: Database.Database | undefined;
  try {
    lock = new Sqlite(file, { timeout: 0 });
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock?.close();
    if (sqliteCode(error) === 'SQLITE_BUSY') {
      throw new StoreOpenError(
        `The data in ${dir} is in use: another process holds ${file}. Stop that process or choose another directory.`,
        { cause: error },
      );
    }
    throw new StoreOpenError(`Cannot write to ${file}: ${reason(error)}. Choose a directory to write in.`, {
      cause: error,
    });
  }
}

function openFile(file: string, synchronous: 'FULL' | 'NORMAL'): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Sqlite(file, { timeout: 2000 });
    const version = Number(db.pragma('user_version', { simple: true }));
    if (version > currentVersion) {
      throw new StoreOpenError(
        `${file} was written by a newer version (layout ${version}, this one knows ${currentVersion}). Install that version or a newer one.`,
      );
    }
    configure(db, synchronous);
    migrate(db);
    return db;
  } catch (error) {
    db?.close();
    if (error instanceof StoreOpenError) throw error;
    if (isDamage(error)) {
      throw new StoreOpenError(`${file} is not a database or is damaged. Move it away, or restore it from a backup.`, {
        cause: error,
      });
    }
    throw new StoreOpenError(`Cannot open ${file}: ${reason(error)}.`, { cause: error });
  }
}

function configure(db: Database.Database, synchronous: 'FULL' | 'NORMAL'): void {
  db.pragma('page_size = 1024');
  db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${synchronous}`);
  db.pragma('wal_autocheckpoint = 1000');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('temp_store = MEMORY');
}

function writer(db: Database.Database): Connection['write'] {
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
      // SQLite has already rolled back by itself after a full disk or an I/O error.
      if (db.inTransaction) rollback.run();
      throw error;
    }
  };
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
