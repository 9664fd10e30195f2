import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { StoreOpenError } from '../../document-store.ts';
import { transactions } from '../connection.ts';
import { isDamage, Sqlite } from '../driver.ts';
import { prepareDirectory, takeLock } from '../lock.ts';
import { migrate } from '../migrations.ts';

/** The open file of assets, and the lock that keeps everybody else out of it. */
export interface AssetFile {
  readonly db: Database.Database;
  /** Runs `work` in one transaction, rolled back where it throws. */
  write<T>(work: () => T): T;
  close(): void;
}

const dataFile = 'assets.sqlite';
const lockFile = 'assets.lock';

/** As `migrations` of the documents. */
const migrations: readonly string[] = [
  `
  create table asset (
    key integer primary key,
    hash text not null unique,
    size integer not null
  );

  -- Which document holds which. loose_since: since when the document isn't known to refer to it; null while it does.
  create table reference (
    document text not null,
    asset integer not null,
    name text not null,
    type text not null,
    user text,
    loose_since integer,
    primary key (document, asset)
  ) without rowid;
  create index reference_asset on reference (asset);

  -- position: asset.key << 32 | index.
  create table part (
    position integer primary key,
    crc integer not null,
    bytes blob not null
  );

  -- Keys whose parts belong to no asset: being put, given up, or let go and not yet removed.
  create table stray (
    key integer primary key
  );

  -- A key is never used again: whoever still reads by an old one finds nothing.
  create table sequence (
    key integer not null
  );
  insert into sequence (key) values (1);
  `,
];

/** Opens `<dir>/assets.sqlite`, making both. Throws `StoreOpenError`. */
export function openAssetFile(dir: string): AssetFile {
  prepareDirectory(dir, [dataFile, lockFile]);
  const lock = takeLock(dir, lockFile);
  try {
    const db = openFile(join(dir, dataFile));
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

function openFile(file: string): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Sqlite(file, { timeout: 2000 });
    configure(db);
    migrate(db, migrations);
    return db;
  } catch (error) {
    db?.close();
    const damaged = 'It is damaged, or no database. Move it away, or restore it from a backup.';
    const reason = isDamage(error) ? damaged : error instanceof Error ? error.message : String(error);
    throw new StoreOpenError(`${file} can't be opened: ${reason}`, { cause: error });
  }
}

/**
 * Nearly all of it is large blobs. In pages of 16 kB putting 100 MB takes 0.5 CPU-s, in these 0.56, and a file without any
 * takes 147 kB in place of 37: more than most documents.
 */
function configure(db: Database.Database): void {
  db.pragma('page_size = 4096');
  db.pragma('auto_vacuum = INCREMENTAL');
  if (db.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
    throw new Error('The file system has no shared memory for a write-ahead log. Choose a local disk.');
  }
  db.pragma('synchronous = FULL');
  db.pragma('journal_size_limit = 8388608');
  db.pragma('trusted_schema = OFF');
  db.pragma('cell_size_check = ON');
  db.pragma('temp_store = MEMORY');
}
