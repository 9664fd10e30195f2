import type { PlainError } from '../threads/plain-error.ts';
import { sqliteCode } from './driver.ts';

/** An error as it leaves the thread. What SQLite can't do for the moment becomes `StoreUnavailableError`. */
export function toPlainError(error: unknown): PlainError {
  const code = sqliteCode(error);
  if (code !== undefined) return { name: 'StoreUnavailableError', message: explain(code, messageOf(error)) };
  return { name: error instanceof Error ? error.name : 'Error', message: messageOf(error) };
}

function explain(code: string, message: string): string {
  if (code === 'SQLITE_FULL') return 'The disk is full.';
  if (code.startsWith('SQLITE_READONLY')) return `The data file can't be written: ${message}.`;
  if (code.startsWith('SQLITE_BUSY')) return 'Another program holds the data file.';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return `The data file is damaged: ${message}.`;
  return `The data file can't be read or written: ${message} (${code}).`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
