import { DatabaseError } from 'pg';
import { StoreOpenError, StoreUnavailableError } from '../document-store.ts';
import { Database, type DatabaseOptions, type DatabaseUse, DEFAULT_SCHEMA } from './database.ts';
import { messageOf } from './explain-error.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { migrate } from './migrations/migrate.ts';

/** Connects, and brings the layout up to date. Rejects with `StoreOpenError`, which says what to do. */
export async function openDatabase(
  options: DatabaseOptions,
  use: DatabaseUse,
  migrations = MIGRATIONS,
): Promise<Database> {
  const { url, schema = DEFAULT_SCHEMA } = options;
  const name = nameOf(url);
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new StoreOpenError(`${schema} is no name of a schema: write small letters, digits and _.`);
  }
  const database = new Database(options, use);
  try {
    await expectFit(database, name, schema);
    await migrate(database, schema, migrations);
    return database;
  } catch (error) {
    await database.close();
    if (error instanceof StoreOpenError) throw error;
    throw new StoreOpenError(`The database ${name} can't be opened: ${reasonOf(error)}`, { cause: error });
  }
}

/** The address as it may be shown: without a password. */
function nameOf(url: string): string {
  if (!/^postgres(?:ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new StoreOpenError(
      'The address of a database looks like postgres://user:password@host:5432/name, percent-encoded where it has odd characters.',
    );
  }
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

async function expectFit(database: Database, name: string, schema: string): Promise<void> {
  const settings = await database.row<{ version: number; encoding: string; commit: string; path: string }>(
    `select current_setting('server_version_num')::integer as version, current_setting('server_encoding') as encoding,
      current_setting('synchronous_commit') as commit, current_setting('search_path') as path`,
  );
  if (!settings) return;
  if (settings.version < 130_000) throw new StoreOpenError(`PostgreSQL 13 or newer is needed at ${name}.`);
  if (settings.encoding !== 'UTF8') {
    throw new StoreOpenError(`The database ${name} can't hold every letter: create it with encoding UTF8.`);
  }
  if (settings.commit === 'off') {
    throw new StoreOpenError(
      `synchronous_commit is off at ${name}, so what is acknowledged could be lost: turn it on for this user and database.`,
    );
  }
  if (!settings.path.includes(schema)) {
    throw new StoreOpenError(
      `What is in front of the database ${name} drops the settings of a connection: connect to PostgreSQL itself, or to a pooler in session mode that passes on options.`,
    );
  }
}

function reasonOf(error: unknown): string {
  // Said by the client's own library, before PostgreSQL hears of it.
  if (messageOf(error).includes('client password must be a string')) {
    return 'it asks for a password, and the address has none: write postgres://user:password@host/name.';
  }
  if (/certificate/i.test(messageOf(error))) {
    return `${messageOf(error)}. Name what signed it: ?sslmode=verify-full&sslrootcert=/path.`;
  }
  if (error instanceof StoreUnavailableError) return error.message;
  const code = error instanceof DatabaseError ? error.code : undefined;
  if (code === '3D000') return `${messageOf(error)}. Make it with createdb.`;
  if (code === '28P01' || code === '28000') return `${messageOf(error)}. Check the user and the password.`;
  if (code === '42501') return `${messageOf(error)}. The user has to be allowed to create a schema, or to own it.`;
  return `${messageOf(error)}.`;
}
