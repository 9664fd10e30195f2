import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { AssetCorruptError } from '../../asset-store.ts';
import { describeAssetStore, inPieces, readAll } from '../../asset-store-contract.ts';
import { describePostgres, inDatabase, newPlace } from '../postgres-place.test-helper.ts';
import { openPostgresAssetStore } from './postgres-asset-store.ts';

const ASSET = { documentId: 'a', name: 'cat.png', type: 'image/png', user: null };

describePostgres('a database of files', () => {
  describeAssetStore('PostgreSQL', async () => {
    const { url, schema, empty } = await newPlace();
    return { open: () => openPostgresAssetStore({ url, schema }), remove: empty };
  });

  it('damaged bytes are noticed and not returned; what is missing is no less', async () => {
    const { url, schema, empty } = await newPlace();
    const store = await openPostgresAssetStore({ url, schema });
    const damaged = await store.put(ASSET, inPieces(randomBytes(600_000)));
    const cut = await store.put(ASSET, inPieces(randomBytes(600_001)));
    const sound = await store.put(ASSET, inPieces(Buffer.from('sound')));
    await inDatabase(url, async (client) => {
      const part = (hash: string) => `asset = (select key from ${schema}.asset where hash = '${hash}') and part = 1`;
      await client.query(
        `update ${schema}.asset_part set bytes = set_byte(bytes, 9, 255 - get_byte(bytes, 9)) where ${part(damaged.hash)}`,
      );
      await client.query(`delete from ${schema}.asset_part where ${part(cut.hash)}`);
    });
    await expect(readAll(store.read('a', damaged.hash))).rejects.toBeInstanceOf(AssetCorruptError);
    await expect(readAll(store.read('a', cut.hash))).rejects.toBeInstanceOf(AssetCorruptError);
    expect((await readAll(store.read('a', sound.hash))).toString()).toBe('sound');
    await store.close();
    await empty();
  });

  it('two processes that put, share and let go of the same bytes never lose what one of them holds', async () => {
    const { url, schema, empty } = await newPlace();
    const stores = [
      await openPostgresAssetStore({ url, schema }),
      await openPostgresAssetStore({ url, schema }),
    ] as const;
    const bytes = randomBytes(300_000);
    const [put] = await Promise.all(stores.map((store) => store.put(ASSET, inPieces(bytes))));
    for (let round = 0; round < 10; round++) {
      await Promise.all([
        stores[0].settle('a', new Set(), { now: Date.now() + 1000, grace: 0 }),
        stores[1].put({ ...ASSET, documentId: `b${round}` }, inPieces(bytes)),
        stores[0].put(ASSET, inPieces(bytes)),
      ]);
      expect((await readAll(stores[1].read(`b${round}`, put?.hash ?? ''))).equals(bytes)).toBe(true);
    }
    expect(await stores[0].totals()).toEqual({ assets: 1, bytes: 300_000 });
    await Promise.all(stores.map((store) => store.close()));
    await empty();
  });

  it('what a process left of an upload when it died is removed', async () => {
    const { url, schema, empty } = await newPlace();
    await inDatabase(url, async (client) => {
      await client.query(`insert into ${schema}.draft (key, at) values (9, 1)`);
      await client.query(`insert into ${schema}.asset_part (asset, part, crc, bytes) values (9, 0, 0, 'half')`);
    });
    const store = await openPostgresAssetStore({ url, schema });
    const parts = () =>
      inDatabase(url, async (client) => (await client.query(`select from ${schema}.asset_part`)).rowCount);
    await expect.poll(parts).toBe(0);
    await store.close();
    await empty();
  });
});
