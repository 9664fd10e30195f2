import {
  type AssetStore,
  type DocumentStore,
  openSqliteAssetStore,
  openSqliteSearchStore,
  openSqliteStore,
  type SearchStore,
} from '@cowrite/storage';
import { Option } from 'commander';

/** Where everything is kept. */
export interface StoragePlace {
  /** A folder; of no matter where there is a database. */
  readonly data: string;
  /** Address of a PostgreSQL database; an empty one is none. */
  readonly database?: string;
}

export interface Stores {
  readonly store: DocumentStore;
  readonly assets: AssetStore;
  close(): Promise<void>;
}

export const databaseOption = (): Option =>
  new Option(
    '--database <url>',
    'a PostgreSQL database in the place of the folder: postgres://user:password@host/name',
  ).env('COWRITE_DATABASE_URL');

/** Documents and files. Rejects with `StoreOpenError`, whose message says what to do. */
export const openStores = async ({ data, database }: StoragePlace): Promise<Stores> => {
  if (!database) {
    const store = await openSqliteStore({ dir: data });
    return together(store, await orClosing(store, openSqliteAssetStore({ dir: data })));
  }
  const { openPostgresAssetStore, openPostgresStore } = await import('@cowrite/storage/postgres');
  const store = await openPostgresStore({ url: database });
  return together(store, await orClosing(store, openPostgresAssetStore({ url: database })));
};

/** The index of their texts. */
export const openSearch = async ({ data, database }: StoragePlace): Promise<SearchStore> => {
  if (!database) return openSqliteSearchStore({ dir: data });
  const { openPostgresSearchStore } = await import('@cowrite/storage/postgres');
  return openPostgresSearchStore({ url: database });
};

const together = (store: DocumentStore, assets: AssetStore): Stores => ({
  store,
  assets,
  close: async () => {
    await Promise.all([store.close(), assets.close()]);
  },
});

const orClosing = async <T>(store: DocumentStore, opening: Promise<T>): Promise<T> => {
  try {
    return await opening;
  } catch (error) {
    await store.close();
    throw error;
  }
};
