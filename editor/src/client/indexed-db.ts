/** IndexedDB in promises: as little as the offline store needs. Errors are DOMExceptions. */

/** This environment's IndexedDB, or null: there is none in Node, and a sandboxed page may not even ask. */
export const indexedDbHere = (): IDBFactory | null => {
  try {
    return globalThis.indexedDB ?? null;
  } catch {
    return null;
  }
};

/** Resolves once the transaction is committed; rejects when it is aborted. */
export const committed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'));
  });

export const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param upgrade makes the stores of a new database. */
export const openDatabase = (
  factory: IDBFactory,
  name: string,
  upgrade: (database: IDBDatabase) => void,
): Promise<IDBDatabase> => {
  const request = factory.open(name);
  request.onupgradeneeded = () => upgrade(request.result);
  return answered(request);
};
