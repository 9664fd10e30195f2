import { crc32 } from 'node:zlib';
import { AssetCorruptError, AssetMissingError, type NewAsset } from '../../asset-store.ts';
import type { OwnFile } from '../own-file.ts';
import { type FoundAsset, PART_SIZE } from './asset-messages.ts';

/** The tables of assets. Every method is within the caller's transaction where it has one. */
export class AssetTables {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(file: OwnFile) {
    this.#statements = prepare(file.db);
  }

  newKey(): number {
    return this.#statements.nextKey.get()?.key ?? 1;
  }

  insertPart(key: number, index: number, bytes: Uint8Array): void {
    this.#statements.insertPart.run(key, index, crc32(bytes) | 0, bytes);
  }

  /** Bytes of one part, as they were stored. */
  part(key: number, index: number): Uint8Array<ArrayBuffer> {
    const row = this.#statements.part.get(key, index);
    if (!row) {
      if (!this.#statements.exists.get(key)) throw new AssetMissingError('The asset was removed.');
      throw new AssetCorruptError(`Part ${index} of the asset is missing.`);
    }
    if ((crc32(row.bytes) | 0) !== row.crc) throw new AssetCorruptError(`Part ${index} of the asset is damaged.`);
    return Uint8Array.from(row.bytes);
  }

  keyOf(hash: string): number | undefined {
    return this.#statements.find.get(hash)?.key;
  }

  insert(key: number, hash: string, size: number): void {
    this.#statements.insert.run(key, hash, size);
  }

  /** The document holds it from now on, under this name, as loosely as anything nobody refers to yet. */
  hold({ documentId, name, type, user }: NewAsset, key: number, now: number): void {
    this.#statements.hold.run(documentId, key, name, type, user, now);
  }

  held(documentId: string, hash: string): FoundAsset | null {
    const row = this.#statements.held.get(documentId, hash);
    return row ? { key: row.key, asset: { hash, name: row.name, type: row.type, size: row.size } } : null;
  }

  /** All that a document holds, by hash. */
  all(documentId: string): { readonly key: number; readonly hash: string; readonly loose_since: number | null }[] {
    return this.#statements.all.all(documentId);
  }

  setLoose(documentId: string, key: number, since: number | null): void {
    this.#statements.setLoose.run(since, documentId, key);
  }

  /** The document lets it go; its parts are stray where it was the last to hold it. */
  release(documentId: string, key: number): void {
    this.#statements.release.run(documentId, key);
    if (this.#statements.holder.get(key)) return;
    this.#statements.remove.run(key);
    this.addStray(key);
  }

  share(from: string, to: string, now: number): void {
    this.#statements.share.run(to, now, from);
  }

  holders(after: string): string[] {
    return this.#statements.holders.all(after).map(({ document }) => document);
  }

  totals(): { readonly assets: number; readonly bytes: number } {
    return this.#statements.totals.get() ?? { assets: 0, bytes: 0 };
  }

  addStray(key: number): void {
    this.#statements.addStray.run(key);
  }

  removeStray(key: number): void {
    this.#statements.removeStray.run(key);
  }

  strays(): number[] {
    return this.#statements.strays.all().map(({ key }) => key);
  }

  /** Removes some parts of a stray, and the stray with its last; false while there are more. */
  removeParts(key: number): boolean {
    const { changes } = this.#statements.removeParts.run(key, key, PARTS_AT_ONCE);
    if (changes === PARTS_AT_ONCE) return false;
    this.removeStray(key);
    return true;
  }
}

/** 2 MB: somebody who waits doesn't notice. */
const PARTS_AT_ONCE = (2 * 1024 * 1024) / PART_SIZE;

function prepare(db: OwnFile['db']) {
  const parts = 'from part where position >= ? << 32 and position < (? + 1) << 32 order by position';
  return {
    nextKey: db.prepare<[], { key: number }>('update sequence set key = key + 1 returning key'),
    insertPart: db.prepare<[number, number, number, Uint8Array]>(
      'insert into part (position, crc, bytes) values (? << 32 | ?, ?, ?)',
    ),
    part: db.prepare<[number, number], { crc: number; bytes: Buffer }>(
      'select crc, bytes from part where position = ? << 32 | ?',
    ),
    exists: db.prepare<[number], { key: number }>('select key from asset where key = ?'),
    find: db.prepare<[string], { key: number }>('select key from asset where hash = ?'),
    insert: db.prepare<[number, string, number]>('insert into asset (key, hash, size) values (?, ?, ?)'),
    remove: db.prepare<[number]>('delete from asset where key = ?'),
    hold: db.prepare<[string, number, string, string, string | null, number]>(
      `insert into reference (document, asset, name, type, user, loose_since) values (?, ?, ?, ?, ?, ?)
      on conflict do update set name = excluded.name, type = excluded.type, loose_since = excluded.loose_since`,
    ),
    held: db.prepare<[string, string], { key: number; name: string; type: string; size: number }>(
      `select key, name, type, size from asset join reference on reference.asset = asset.key
      where document = ? and hash = ?`,
    ),
    all: db.prepare<[string], { key: number; hash: string; loose_since: number | null }>(
      'select key, hash, loose_since from reference join asset on asset.key = reference.asset where document = ?',
    ),
    setLoose: db.prepare<[number | null, string, number]>(
      'update reference set loose_since = ? where document = ? and asset = ?',
    ),
    release: db.prepare<[string, number]>('delete from reference where document = ? and asset = ?'),
    holder: db.prepare<[number], { document: string }>('select document from reference where asset = ? limit 1'),
    share: db.prepare<[string, number, string]>(
      `insert into reference (document, asset, name, type, user, loose_since)
      select ?, asset, name, type, user, ? from reference where document = ? on conflict do nothing`,
    ),
    holders: db.prepare<[string], { document: string }>(
      'select distinct document from reference where document > ? order by document limit 200',
    ),
    totals: db.prepare<[], { assets: number; bytes: number }>(
      'select count(*) as assets, coalesce(sum(size), 0) as bytes from asset',
    ),
    addStray: db.prepare<[number]>('insert into stray (key) values (?)'),
    removeStray: db.prepare<[number]>('delete from stray where key = ?'),
    strays: db.prepare<[], { key: number }>('select key from stray'),
    removeParts: db.prepare<[number, number, number]>(
      `delete from part where position in (select position ${parts} limit ?)`,
    ),
  };
}
