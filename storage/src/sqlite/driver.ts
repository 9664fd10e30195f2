import { createRequire } from 'node:module';
import type Database from 'better-sqlite3';

const require = createRequire(import.meta.url);

/**
 * better-sqlite3 as this Node can load it: 13.x is built for Node-API 10 (Node 22 and later) and crashes on Node 20;
 * 12.x runs on Node 20 and aborts at exit on Node 24.
 */
export const Sqlite: typeof Database =
  Number(process.versions.napi) >= 10 ? require('better-sqlite3') : require('better-sqlite3-node20');

/** SQLite's code of an error, such as `SQLITE_FULL`; undefined for anything else. */
export function sqliteCode(error: unknown): string | undefined {
  return error instanceof Sqlite.SqliteError ? error.code : undefined;
}

/** Whether SQLite found the file itself damaged. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB');
}
