import { cp } from 'node:fs/promises';
import { type DocumentStore, openSqliteStore } from '@cowrite/storage';
import { openPostgresStore } from '@cowrite/storage/postgres';
import { askServices } from './services/ask-services.ts';

/** `COWRITE_TEST_STORE=postgres`, or several nodes: what else is in a folder is in a database of its own. */
const ON_POSTGRES = Number(process.env.COWRITE_TEST_NODES ?? 1) > 1 || process.env.COWRITE_TEST_STORE === 'postgres';
const databases = new Map<string, Promise<string>>();

/** The database that stands for a folder: the same for all servers of that folder. */
const databaseOf = (data: string): Promise<string> => {
  const database = databases.get(data) ?? askServices('postgres/new');
  databases.set(data, database);
  return database;
};

/** What tells a server on a folder to use the database, where that is asked for. */
export const storeEnvironment = async (data: string): Promise<Record<string, string>> =>
  ON_POSTGRES ? { COWRITE_DATABASE_URL: await databaseOf(data) } : {};

/** The documents of a folder, as the servers of this run keep them. */
export const openTestStore = async (data: string): Promise<DocumentStore> =>
  ON_POSTGRES ? openPostgresStore({ url: await databaseOf(data) }) : openSqliteStore({ dir: data });

/** Makes a folder hold what another does, which no server has open. */
export const copyData = async (from: string, to: string): Promise<void> => {
  if (!ON_POSTGRES) await cp(from, to, { recursive: true });
  else {
    const { pathname } = new URL(await databaseOf(from));
    databases.set(to, askServices(`postgres/${pathname.slice(1)}`));
  }
};
