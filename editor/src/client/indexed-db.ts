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

interface OpenOptions {
  readonly factory: IDBFactory;
  readonly name: string;
  /** Makes the stores of a new database. */
  readonly upgrade: (database: IDBDatabase) => void;
  /** Milliseconds; some browsers at times never answer. */
  readonly patience: number;
}

export const openDatabase = ({ factory, name, upgrade, patience }: OpenOptions): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = factory.open(name);
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      reject(new Error('the local database did not open in time'));
    }, patience);
    request.onupgradeneeded = () => upgrade(request.result);
    request.onerror = () => {
      clearTimeout(timer);
      reject(request.error);
    };
    request.onsuccess = () => {
      clearTimeout(timer);
      if (late) request.result.close();
      else resolve(request.result);
    };
  });
