import { answered, committed, openDatabase } from './indexed-db.ts';

/** Files that are still to be uploaded, kept in this browser by their hash, so that they outlive the page. */
const FILES = 'files';

export interface KeptFile {
  readonly hash: string;
  readonly name: string;
  readonly blob: Blob;
}

/** Milliseconds; a database that isn't open after so long is done without. */
const PATIENCE = 4_000;

export const openUploadDatabase = (factory: IDBFactory, name: string): Promise<IDBDatabase> =>
  openDatabase({
    factory,
    name,
    upgrade: (fresh) => void fresh.createObjectStore(FILES, { keyPath: 'hash' }),
    patience: PATIENCE,
  });

export const keptFiles = (database: IDBDatabase): Promise<KeptFile[]> =>
  answered<KeptFile[]>(database.transaction(FILES, 'readonly').objectStore(FILES).getAll());

export const keepFile = async (database: IDBDatabase, file: KeptFile): Promise<void> => {
  const transaction = database.transaction(FILES, 'readwrite');
  transaction.objectStore(FILES).put(file);
  await committed(transaction);
};

export const dropFile = async (database: IDBDatabase, hash: string): Promise<void> => {
  const transaction = database.transaction(FILES, 'readwrite');
  transaction.objectStore(FILES).delete(hash);
  await committed(transaction);
};
