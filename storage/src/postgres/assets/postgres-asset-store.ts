import { createHash } from 'node:crypto';
import {
  type Asset,
  AssetCorruptError,
  AssetMissingError,
  AssetSpaceError,
  type AssetStore,
  type AssetTotals,
  type ByteRange,
  type NewAsset,
  type SettleTime,
} from '../../asset-store.ts';
import { StoreUnavailableError } from '../../document-store.ts';
import { inParts } from '../../in-parts.ts';
import type { Database, DatabaseOptions } from '../database.ts';
import { isDiskFull } from '../explain-error.ts';
import { openDatabase } from '../open-database.ts';
import { checksum, PIECE } from '../pieces.ts';

const USE = { connections: 3, timeout: 30_000 };

/** Milliseconds after which an upload that nobody goes on with has ended with its process. */
const ABANDONED = 60 * 60 * 1000;
const SWEEP = 10 * 60 * 1000;

/**
 * Opens the assets in a PostgreSQL database, over connections of their own, so that a picture never holds up the commit
 * of a letter. Rejects with `StoreOpenError` as `openPostgresStore` does.
 */
export async function openPostgresAssetStore(options: DatabaseOptions): Promise<AssetStore> {
  return new PostgresAssetStore(await openDatabase(options, USE));
}

class PostgresAssetStore implements AssetStore {
  readonly #database: Database;
  readonly #sweep: NodeJS.Timeout;

  constructor(database: Database) {
    this.#database = database;
    this.#sweep = setInterval(() => void this.#removeAbandoned(), SWEEP).unref();
    void this.#removeAbandoned();
  }

  async put(asset: NewAsset, bytes: AsyncIterable<Uint8Array>): Promise<Asset> {
    const hash = createHash('sha256');
    let draft: number | null = null;
    let index = 0;
    try {
      for await (const { part, last } of inParts(bytes, PIECE)) {
        hash.update(part);
        if (last) {
          const size = index * PIECE + part.byteLength;
          return await this.#finish(asset, { draft, index, part, hash: hash.digest('hex'), size });
        }
        draft ??= await this.#begin();
        await this.#write(draft, index++, part);
      }
      throw new Error('unreachable: the parts of any bytes end with a last one');
    } catch (error) {
      if (draft !== null) await this.#remove('key = $1', draft).catch(() => undefined);
      if (isDiskFull(error)) throw new AssetSpaceError("PostgreSQL's disk is full.", { cause: error });
      throw error;
    }
  }

  async find(documentId: string, hash: string): Promise<Asset | null> {
    return (await this.#held(documentId, hash))?.asset ?? null;
  }

  async *read(documentId: string, hash: string, range?: ByteRange): AsyncGenerator<Uint8Array> {
    const found = await this.#held(documentId, hash);
    if (!found) throw new AssetMissingError(`Document ${documentId} holds no asset ${hash}.`);
    const { start, end } = range ?? { start: 0, end: found.asset.size };
    if (!(start >= 0 && start <= end && end <= found.asset.size)) {
      throw new RangeError(`There are no bytes ${start} to ${end} of ${found.asset.size}.`);
    }
    for (let at = start; at < end; ) {
      const index = Math.floor(at / PIECE);
      const part = await this.#part(found.key, index);
      const from = index * PIECE;
      yield part.subarray(at - from, end - from);
      at = from + PIECE;
    }
  }

  async share(fromDocument: string, toDocument: string): Promise<void> {
    await this.#database.run('select share_assets_1($1, $2)', [fromDocument, toDocument]);
  }

  async holders(after: string): Promise<string[]> {
    const rows = await this.#database.rows<{ document: string }>(
      'select distinct document from reference where document > $1 order by document limit 200',
      [after],
    );
    return rows.map(({ document }) => document);
  }

  async settle(documentId: string, referred: ReadonlySet<string>, { now, grace }: SettleTime): Promise<number> {
    const row = await this.#database.row<{ released: number }>('select settle_assets_1($1, $2, $3, $4) as released', [
      documentId,
      [...referred],
      now,
      grace,
    ]);
    return row?.released ?? 0;
  }

  async totals(): Promise<AssetTotals> {
    const row = await this.#database.row<{ assets: number; bytes: number }>(
      'select count(*) as assets, coalesce(sum(size), 0)::bigint as bytes from asset',
    );
    return row ?? { assets: 0, bytes: 0 };
  }

  close(): Promise<void> {
    clearInterval(this.#sweep);
    return this.#database.close();
  }

  async #begin(): Promise<number> {
    const row = await this.#database.row<{ key: number }>('insert into draft (at) values (now_ms()) returning key');
    if (!row) throw new Error('a draft was inserted and has no key');
    return row.key;
  }

  async #write(draft: number, index: number, part: Uint8Array): Promise<void> {
    const written = await this.#database.run(
      `with going as (update draft set at = now_ms() where key = $1 returning key)
       insert into asset_part (asset, part, crc, bytes) select key, $2, $3, $4 from going`,
      [draft, index, checksum(part), part],
    );
    if (written === 0) throw abandonedError();
  }

  async #finish(asset: NewAsset, bytes: LastPart): Promise<Asset> {
    const { documentId, name, type, user } = asset;
    const { draft, index, part, hash, size } = bytes;
    const answer = await this.#database.row<{ done: boolean }>(
      'select finish_asset_1($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as done',
      [draft, hash, size, index, checksum(part), part, documentId, name, type, user],
    );
    if (!answer?.done) throw abandonedError();
    return { hash, size, name, type };
  }

  async #held(documentId: string, hash: string): Promise<{ readonly key: number; readonly asset: Asset } | null> {
    const row = await this.#database.row<{ key: number; name: string; type: string; size: number }>(
      `select key, name, type, size from asset join reference on reference.asset = asset.key
       where document = $1 and hash = $2`,
      [documentId, hash],
    );
    return row ? { key: row.key, asset: { hash, name: row.name, type: row.type, size: row.size } } : null;
  }

  async #part(key: number, index: number): Promise<Uint8Array> {
    const row = await this.#database.row<{ crc: number; bytes: Buffer }>(
      'select crc, bytes from asset_part where asset = $1 and part = $2',
      [key, index],
    );
    if (row && checksum(row.bytes) === row.crc) return Uint8Array.from(row.bytes);
    if (row) throw new AssetCorruptError(`Part ${index} of the asset is damaged.`);
    if (await this.#database.row('select from asset where key = $1', [key]))
      throw new AssetCorruptError(`Part ${index} of the asset is missing.`);
    throw new AssetMissingError('The asset was removed.');
  }

  /** What an upload left whose process has ended. Where it fails, the next time is soon enough. */
  async #removeAbandoned(): Promise<void> {
    await this.#remove('at < now_ms() - $1', ABANDONED).catch(() => undefined);
  }

  async #remove(which: string, parameter: number): Promise<void> {
    await this.#database.run(
      `with gone as (delete from draft where ${which} returning key) delete from asset_part using gone where asset = key`,
      [parameter],
    );
  }
}

interface LastPart {
  readonly draft: number | null;
  readonly index: number;
  readonly part: Uint8Array;
  readonly hash: string;
  readonly size: number;
}

const abandonedError = () => new StoreUnavailableError('The upload took too long. Try again.');
