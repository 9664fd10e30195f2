import {
  type Asset,
  AssetMissingError,
  type AssetStore,
  type AssetTotals,
  type ByteRange,
  type NewAsset,
  type SettleTime,
} from '../../asset-store.ts';
import { inParts } from '../../in-parts.ts';
import { LastingThread } from '../../threads/lasting-thread.ts';
import { type AssetOperations, PART_SIZE } from './asset-messages.ts';
import { AssetThread } from './asset-thread.ts';

export interface SqliteAssetStoreOptions {
  /** Directory of the file `assets.sqlite`; made where it is missing. One process at a time has it. */
  readonly dir: string;
  /** Bytes of the disk that assets leave free, because documents need them; 128 MB unless told. */
  readonly reserve?: number;
}

const RESERVE = 128 * 1024 * 1024;

/**
 * Opens the assets in a directory: one SQLite file and one thread of their own, so that 20 MB of a picture never hold up
 * the commit of a letter. Rejects with `StoreOpenError` as `openSqliteStore` does.
 */
export async function openSqliteAssetStore({ dir, reserve = RESERVE }: SqliteAssetStoreOptions): Promise<AssetStore> {
  return new SqliteAssetStore(await LastingThread.open(() => new AssetThread({ dir, reserve })));
}

class SqliteAssetStore implements AssetStore {
  readonly #thread: LastingThread<AssetOperations>;

  constructor(thread: LastingThread<AssetOperations>) {
    this.#thread = thread;
  }

  async put(asset: NewAsset, bytes: AsyncIterable<Uint8Array>): Promise<Asset> {
    const thread = this.#thread.now();
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
    return (await this.#thread.call('find', [documentId, hash]))?.asset ?? null;
  }

  async *read(documentId: string, hash: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
    const found = await this.#thread.call('find', [documentId, hash]);
    if (!found) throw new AssetMissingError(`Document ${documentId} holds no asset ${hash}.`);
    const { start, end } = range ?? { start: 0, end: found.asset.size };
    if (!(start >= 0 && start <= end && end <= found.asset.size)) {
      throw new RangeError(`There are no bytes ${start} to ${end} of ${found.asset.size}.`);
    }
    for (let at = start; at < end; ) {
      const index = Math.floor(at / PART_SIZE);
      const part = await this.#thread.call('part', [found.key, index]);
      const from = index * PART_SIZE;
      yield part.subarray(at - from, end - from);
      at = from + PART_SIZE;
    }
  }

  async share(fromDocument: string, toDocument: string): Promise<void> {
    await this.#thread.call('share', [fromDocument, toDocument]);
  }

  async holders(after: string): Promise<string[]> {
    return this.#thread.call('holders', [after]);
  }

  async settle(documentId: string, referred: ReadonlySet<string>, time: SettleTime): Promise<number> {
    return this.#thread.call('settle', [documentId, referred, time]);
  }

  async totals(): Promise<AssetTotals> {
    return this.#thread.call('totals', []);
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
