/** Apart from the rest: a client of PostgreSQL is a hundred modules, which a service on a folder doesn't load. */
export { type Moved, moveToPostgres } from '../move/move-to-postgres.ts';
export { openPostgresAssetStore } from './assets/postgres-asset-store.ts';
export { openPostgresStore, type PostgresStoreOptions } from './postgres-store.ts';
export { openPostgresSearchStore } from './search/postgres-search-store.ts';
