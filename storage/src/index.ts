export type * from './document-store.ts';
export {
  DocumentCorruptError,
  DocumentDeletedError,
  DocumentExistsError,
  DocumentMissingError,
  StoreOpenError,
  StoreUnavailableError,
} from './document-store.ts';
export { openSqliteStore, type SqliteStoreOptions } from './sqlite/sqlite-store.ts';
