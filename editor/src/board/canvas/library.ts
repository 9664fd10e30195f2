import type { LibraryItems } from '@excalidraw/excalidraw/types';
import { answered, committed, openDatabase } from '../../client/indexed-db.ts';

/* The shapes that somebody keeps for use on any board: in this browser, for this browser. */

const NAME = 'cowrite library';
const STORE = 'items';
const KEY = 'all';
const PATIENCE = 4_000;

const opened = async (): Promise<IDBDatabase | null> => {
  try {
    return await openDatabase({
      factory: indexedDB,
      name: NAME,
      upgrade: (fresh) => void fresh.createObjectStore(STORE),
      patience: PATIENCE,
    });
  } catch {
    // A browser that keeps nothing: the library lasts as long as the page.
    return null;
  }
};

/** What was kept; empty where nothing was, or can be. */
export const keptLibrary = async (): Promise<LibraryItems> => {
  const database = await opened();
  if (database === null) return [];
  const kept = await answered<LibraryItems | undefined>(database.transaction(STORE).objectStore(STORE).get(KEY));
  database.close();
  return kept ?? [];
};

export const keepLibrary = async (items: LibraryItems): Promise<void> => {
  const database = await opened();
  if (database === null) return;
  const transaction = database.transaction(STORE, 'readwrite');
  transaction.objectStore(STORE).put(items, KEY);
  await committed(transaction);
  database.close();
};
