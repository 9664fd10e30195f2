export type * from './access-store.ts';
export type * from './asset-store.ts';
export { AssetCorruptError, AssetMissingError, AssetSpaceError } from './asset-store.ts';
export type * from './comment-store.ts';
export type * from './document-store.ts';
export {
  DocumentCorruptError,
  DocumentDeletedError,
  DocumentExistsError,
  DocumentMissingError,
  LogMovedError,
  StoreOpenError,
  StoreUnavailableError,
} from './document-store.ts';
export type * from './library-store.ts';
export { MoveError } from './move/move-error.ts';
export type * from './program-store.ts';
export type * from './search-store.ts';
export { LONGEST_QUERY } from './search-store.ts';
export { openSqliteAssetStore, type SqliteAssetStoreOptions } from './sqlite/assets/sqlite-asset-store.ts';
export { BackupError, backUpSqlite, checkBackup, findDamage, restoreSqlite, shrink } from './sqlite/backup.ts';
export { openSqliteSearchStore, type SqliteSearchStoreOptions } from './sqlite/search/sqlite-search-store.ts';
export { openSqliteStore, type SqliteStoreOptions } from './sqlite/sqlite-store.ts';
export type * from './thumbnail-store.ts';
export type * from './version-store.ts';
export { VersionCorruptError } from './version-store.ts';
