import {
  type Asset,
  AssetMissingError,
  type AssetStore,
  type AssetTotals,
  type ByteRange,
  type NewAsset,
  type SettleTime,
} from '../../asset-store.ts';
import { StoreUnavailableError } from '../../document-store.ts';
import { type AssetOperations, type AssetThreadData, PART_SIZE } from './asset-messages.ts';
import { AssetThread } from './asset-thread.ts';
import { inParts } from './in-parts.ts';

export interface SqliteAssetStoreOptions {
  /** Directory of the file `assets.sqlite`; made where it is missing. One process at a time has it. */
  readonly dir: string;
  /** Bytes of the disk that assets leave free, because documents need them; 128 MB unless told. */
  readonly reserve?: number;
}

const RESERVE = 128 * 1024 * 1024;

/** A thread that died isn't started again sooner than this after its last start, in milliseconds. */
const RESTART_AFTER = 1_000;

/**
 * Opens the assets in a directory: one SQLite file and one thread of their own, so that 20 MB of a picture never hold up
 * the commit of a letter. Rejects with `StoreOpenError` as `openSqliteStore` does.
 */
export async function openSqliteAssetStore({ dir, reserve = RESERVE }: SqliteAssetStoreOptions): Promise<AssetStore> {
  const settings = { dir, reserve };
  const thread = new AssetThread(settings);
  await thread.opened;
  return new SqliteAssetStore(settings, thread);
}

class SqliteAssetStore implements AssetStore {
  readonly #settings: AssetThreadData;
  #running: AssetThread;
  #startedAt = performance.now();
  #closed: Promise<void> | null = null;

  constructor(settings: AssetThreadData, thread: AssetThread) {
    this.#settings = settings;
    this.#running = thread;
  }

  async put(asset: NewAsset, bytes: AsyncIterable<Uint8Array>): Promise<Asset> {
    const thread = this.#thread();
    let draft: number | null = null;
    try {
      for await (const { part, last } of inParts(bytes, PART_SIZE)) {
        if (last) return await thread.call('finish', [draft, part, asset], [part.buffer]);
        draft = await thread.call('write', [draft, part], [part.buffer]);
      }
      throw new Error('unreachable: the parts of any bytes end with a last one');
    } catch (error) {
      // Harmless where the thread has given it up itself, or is no more.
      if (draft !== null) await thread.call('abandon', [draft]).catch(() => undefined);
      throw error;
    }
  }

  async find(documentId: string, hash: string): Promise<Asset | null> {
    return (await this.#call('find', [documentId, hash]))?.asset ?? null;
  }

  async *read(documentId: string, hash: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
    const found = await this.#call('find', [documentId, hash]);
    if (!found) throw new AssetMissingError(`Document ${documentId} holds no asset ${hash}.`);
    const { start, end } = range ?? { start: 0, end: found.asset.size };
    if (!(start >= 0 && start <= end && end <= found.asset.size)) {
      throw new RangeError(`There are no bytes ${start} to ${end} of ${found.asset.size}.`);
    }
    for (let at = start; at < end; ) {
      const index = Math.floor(at / PART_SIZE);
      const part = await this.#call('part', [found.key, index]);
      const from = index * PART_SIZE;
      yield part.subarray(at - from, end - from);
      at = from + PART_SIZE;
    }
  }

  async share(fromDocument: string, toDocument: string): Promise<void> {
    await this.#call('share', [fromDocument, toDocument]);
  }

  async holders(after: string): Promise<string[]> {
    return this.#call('holders', [after]);
  }

  async settle(documentId: string, referred: ReadonlySet<string>, time: SettleTime): Promise<number> {
    return this.#call('settle', [documentId, referred, time]);
  }

  async totals(): Promise<AssetTotals> {
    return this.#call('totals', []);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const thread = this.#running;
    try {
      await thread.call('close', []);
    } catch (error) {
      if (!thread.ended) throw error;
    }
    await thread.exited;
  }

  #call<Name extends keyof AssetOperations>(
    name: Name,
    args: Parameters<AssetOperations[Name]>,
  ): Promise<ReturnType<AssetOperations[Name]>> {
    return this.#thread().call(name, args);
  }

  /** The thread, started again where it died; until that is due, the dead one, which rejects calls with the reason. */
  #thread(): AssetThread {
    if (this.#closed) throw new StoreUnavailableError('The store is closed.');
    if (this.#running.ended && performance.now() - this.#startedAt >= RESTART_AFTER) {
      this.#startedAt = performance.now();
      this.#running = new AssetThread(this.#settings);
      // Calls on a thread that couldn't open the file reject for the same reason.
      this.#running.opened.catch(() => undefined);
    }
    return this.#running;
  }
}
