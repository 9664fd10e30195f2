import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DocumentCorruptError, StoreUnavailableError } from '../document-store.ts';
import { openPostgresAssetStore } from '../postgres/assets/postgres-asset-store.ts';
import type { Database, DatabaseOptions, Queries } from '../postgres/database.ts';
import { openDatabase } from '../postgres/open-database.ts';
import { openPostgresStore } from '../postgres/postgres-store.ts';
import { openSqliteAssetStore } from '../sqlite/assets/sqlite-asset-store.ts';
import { Sqlite } from '../sqlite/driver.ts';
import { openSqliteStore } from '../sqlite/sqlite-store.ts';
import { differences, type Ends } from './compare.ts';
import { copyDocuments } from './copy-documents.ts';
import { AROUND, ASSETS, copyTable } from './copy-tables.ts';
import { MoveError, type Progress } from './move-error.ts';

export interface Moved {
  readonly documents: number;
  readonly files: number;
  /** What was found not to be the same, a line each; none where all is well. */
  readonly differences: readonly string[];
}

const AGAIN = 'make the database anew (dropdb, createdb), and move again.';

const USE = { connections: 2, timeout: 10 * 60 * 1000 };

/**
 * Copies all that a folder holds into a PostgreSQL database in one transaction, and then compares the two. The folder
 * stays as it is, and no service may have it meanwhile. What is made from documents, the search index, isn't copied.
 * Rejects with `MoveError` where the database holds something already or the folder can't be read whole, and with
 * `StoreOpenError` where either can't be opened.
 */
export async function moveToPostgres(
  dir: string,
  to: DatabaseOptions,
  onProgress: Progress = () => {},
): Promise<Moved> {
  if (!existsSync(join(dir, 'cowrite.sqlite'))) {
    throw new MoveError(`There are no documents in ${dir}: name another folder with --data.`);
  }
  // Closing moves every update to its document; open, the stores keep services out.
  await (await openSqliteStore({ dir })).close();
  const closers: (() => unknown)[] = [];
  const closing = <T extends { close(): unknown }>(opened: T): T => {
    closers.unshift(() => opened.close());
    return opened;
  };
  try {
    const database = closing(await openDatabase(to, USE));
    const from = await openFrom(dir, closing);
    await copy(from, database, onProgress);
    const ends: Ends = {
      from,
      to: {
        store: closing(await openPostgresStore(to)),
        assets: closing(await openPostgresAssetStore(to)),
        database,
      },
    };
    return await compare(ends, onProgress);
  } finally {
    for (const close of closers) await close();
  }
}

async function openFrom(dir: string, closing: <T extends { close(): unknown }>(opened: T) => T): Promise<Ends['from']> {
  const store = closing(await openSqliteStore({ dir }));
  const db = closing(new Sqlite(join(dir, 'cowrite.sqlite'), { readonly: true }));
  if (!existsSync(join(dir, 'assets.sqlite'))) return { store, db, assets: null };
  closing(await openSqliteAssetStore({ dir }));
  return { store, db, assets: closing(new Sqlite(join(dir, 'assets.sqlite'), { readonly: true })) };
}

async function copy({ store, db, assets }: Ends['from'], database: Database, onProgress: Progress): Promise<void> {
  try {
    await database.transact(async (queries) => {
      await queries.run('set local idle_in_transaction_session_timeout = 0');
      await expectEmpty(queries);
      await copyDocuments({ store, db }, queries, onProgress);
      for (const table of AROUND) await copyTable(db, queries, table, onProgress);
      if (assets) for (const table of ASSETS) await copyTable(assets, queries, table, onProgress);
    });
  } catch (error) {
    if (error instanceof DocumentCorruptError) {
      throw new MoveError(`${error.message} Run verify, and restore a backup. Nothing was copied.`, { cause: error });
    }
    if (error instanceof StoreUnavailableError) {
      throw new MoveError(`${error.message} Nothing was copied: move again.`, { cause: error });
    }
    throw error;
  }
}

async function compare(ends: Ends, onProgress: Progress): Promise<Moved> {
  const { assets, database } = ends.to;
  try {
    const totals = await assets.totals();
    const documents = await database.row<{ count: number }>('select count(*) as count from document');
    return {
      documents: documents?.count ?? 0,
      files: totals.assets,
      differences: await differences(ends, onProgress),
    };
  } catch (error) {
    if (!(error instanceof StoreUnavailableError)) throw error;
    throw new MoveError(`${error.message} All was copied, and not compared: ${AGAIN}`, { cause: error });
  }
}

/** Nobody writes to it until the copy is done. */
async function expectEmpty(queries: Queries): Promise<void> {
  await queries.run('lock table document, asset, api_key, person in share row exclusive mode');
  for (const table of ['document', 'asset', 'api_key', 'person']) {
    if (await queries.row(`select from ${table} limit 1`)) {
      throw new MoveError(
        `The database holds something already, and nothing is overwritten: name an empty one. Where that is a move that was cut off, ${AGAIN}`,
      );
    }
  }
}
