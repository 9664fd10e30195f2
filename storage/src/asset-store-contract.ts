import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AssetMissingError, type AssetStore, type NewAsset } from './asset-store.ts';
import { StoreUnavailableError } from './document-store.ts';

/** Somewhere a store keeps its assets: it can be opened, closed and opened again. */
export interface AssetPlace {
  open(): Promise<AssetStore>;
  /** Removes the data, after the store is closed. */
  remove(): Promise<void>;
}

const PART = 256 * 1024;
const NOTHING: ReadonlySet<string> = new Set();
const DAY = 24 * 60 * 60 * 1000;

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The bytes in pieces of `size`, as a network might bring them. */
export async function* inPieces(bytes: Uint8Array, size = 60_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

export const readAll = async (bytes: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces);
};

/** What every asset store has to do, whatever it is made of. `newPlace` gives an empty place. */
export function describeAssetStore(name: string, newPlace: () => Promise<AssetPlace>): void {
  describe(`${name} keeps the contract of an asset store`, () => {
    let place: AssetPlace;
    let store: AssetStore;

    beforeEach(async () => {
      place = await newPlace();
      store = await place.open();
    });

    afterEach(async () => {
      await store.close();
      await place.remove();
    });

    async function reopen(): Promise<void> {
      await store.close();
      store = await place.open();
    }

    const asset = (documentId: string, more: Partial<NewAsset> = {}): NewAsset => ({
      documentId,
      name: 'cat.png',
      type: 'image/png',
      user: 'ann',
      ...more,
    });
    const put = (documentId: string, bytes: Uint8Array, more: Partial<NewAsset> = {}) =>
      store.put(asset(documentId, more), inPieces(bytes));

    it.each([0, 1, PART - 1, PART, PART + 1, 3 * PART, 2_000_000])(
      'gives %i bytes back as they came, also after reopening',
      async (size) => {
        const bytes = randomBytes(size);
        const hash = hashOf(bytes);
        expect(await put('a', bytes)).toEqual({ hash, name: 'cat.png', type: 'image/png', size });
        for (const round of ['now', 'reopened']) {
          expect(await store.find('a', hash), round).toEqual({ hash, name: 'cat.png', type: 'image/png', size });
          expect((await readAll(store.read('a', hash))).equals(bytes), round).toBe(true);
          await reopen();
        }
      },
    );

    it.each([
      [0, 0],
      [0, 1],
      [PART - 1, PART + 1],
      [PART, 2 * PART],
      [100, 3 * PART - 7],
      [3 * PART + 9, 3 * PART + 10],
    ])('reads the bytes from %i to %i alone', async (start, end) => {
      const bytes = randomBytes(3 * PART + 10);
      const { hash } = await put('a', bytes);
      const read = await readAll(store.read('a', hash, { start, end }));
      expect(read.equals(bytes.subarray(start, end))).toBe(true);
    });

    it('refuses to read bytes that there are not', async () => {
      const { hash } = await put('a', randomBytes(10));
      for (const [start, end] of [
        [-1, 5],
        [5, 4],
        [0, 11],
        [Number.NaN, 5],
      ] as const) {
        await expect(readAll(store.read('a', hash, { start, end }))).rejects.toBeInstanceOf(RangeError);
      }
    });

    it('stores bytes once, however many documents hold them, each under its own name', async () => {
      const bytes = randomBytes(PART + 5);
      const { hash } = await put('a', bytes);
      await put('b', bytes, { name: 'kitten.png' });
      await put('b', bytes, { name: 'tiger.png' });
      expect(await store.totals()).toEqual({ assets: 1, bytes: PART + 5 });
      expect([await store.find('a', hash), await store.find('b', hash)]).toMatchObject([
        { name: 'cat.png' },
        { name: 'tiger.png' },
      ]);
    });

    it('opens nothing to who merely knows a hash', async () => {
      const { hash } = await put('a', randomBytes(10));
      expect(await store.find('b', hash)).toBeNull();
      await expect(readAll(store.read('b', hash))).rejects.toBeInstanceOf(AssetMissingError);
      expect(await store.find('a', hash.toUpperCase())).toBeNull();
    });

    it('leaves nothing of bytes that broke off', async () => {
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield randomBytes(3 * PART);
        throw new Error('the line is dead');
      }
      await expect(store.put(asset('a'), broken())).rejects.toThrow('the line is dead');
      expect(await store.totals()).toEqual({ assets: 0, bytes: 0 });
      expect(await store.holders('')).toEqual([]);
    });

    it('takes many in at once', async () => {
      const many = Array.from({ length: 12 }, (_, index) => randomBytes(index * 100_000));
      const stored = await Promise.all(many.map((bytes) => put('a', bytes)));
      for (const [index, { hash }] of stored.entries()) {
        expect((await readAll(store.read('a', hash))).equals(many[index] ?? Buffer.of(1))).toBe(true);
      }
    });

    it('lets a copy of a document have all that it holds', async () => {
      const { hash } = await put('a', randomBytes(10));
      await store.share('a', 'b');
      await store.share('a', 'b');
      expect(await store.find('b', hash)).toMatchObject({ name: 'cat.png' });
      const now = Date.now();
      await store.settle('a', NOTHING, { now: now + DAY, grace: 0 });
      expect(await store.find('b', hash)).not.toBeNull();
      expect(await store.totals()).toMatchObject({ assets: 1 });
    });

    it('names the documents that hold assets, page by page', async () => {
      const ids = Array.from({ length: 230 }, (_, index) => `doc-${String(index).padStart(3, '0')}`);
      for (const id of ids) await put(id, Buffer.from('the same'));
      const first = await store.holders('');
      const second = await store.holders(first.at(-1) ?? '');
      expect([...first, ...second]).toEqual(ids);
      expect(await store.holders(ids.at(-1) ?? '')).toEqual([]);
    });

    describe('what a document', () => {
      it('has not referred to yet stays through the grace, and goes after it', async () => {
        const { hash } = await put('a', randomBytes(10));
        const now = Date.now();
        expect(await store.settle('a', NOTHING, { now: now + 6 * DAY, grace: 7 * DAY })).toBe(0);
        expect(await store.find('a', hash)).not.toBeNull();
        expect(await store.settle('a', NOTHING, { now: now + 8 * DAY, grace: 7 * DAY })).toBe(1);
        expect(await store.find('a', hash)).toBeNull();
        expect(await store.totals()).toEqual({ assets: 0, bytes: 0 });
        expect(await store.holders('')).toEqual([]);
      });

      it('refers to stays for ever', async () => {
        const { hash } = await put('a', randomBytes(10));
        const now = Date.now();
        for (const days of [0, 10, 1000]) {
          expect(await store.settle('a', new Set([hash]), { now: now + days * DAY, grace: 7 * DAY })).toBe(0);
        }
        expect(await store.find('a', hash)).not.toBeNull();
      });

      it('no longer refers to has its grace from when that was noticed, and anew when it comes back', async () => {
        const { hash } = await put('a', randomBytes(10));
        const now = Date.now();
        const settle = (days: number, ...referred: string[]) =>
          store.settle('a', new Set(referred), { now: now + days * DAY, grace: 7 * DAY });
        await settle(100, hash);
        expect(await settle(200)).toBe(0);
        expect(await settle(206)).toBe(0);
        await settle(206.5, hash);
        expect(await settle(208)).toBe(0);
        expect(await settle(214)).toBe(0);
        expect(await settle(216)).toBe(1);
        expect(await store.find('a', hash)).toBeNull();
      });

      it('lost can be put there again', async () => {
        const bytes = randomBytes(PART + 1);
        const { hash } = await put('a', bytes);
        await store.settle('a', NOTHING, { now: Date.now() + DAY, grace: 0 });
        await put('a', bytes);
        expect((await readAll(store.read('a', hash))).equals(bytes)).toBe(true);
      });

      it('is given again has its grace anew', async () => {
        const bytes = randomBytes(10);
        const { hash } = await put('a', bytes);
        const now = Date.now();
        await store.settle('a', new Set([hash]), { now, grace: 0 });
        await store.settle('a', NOTHING, { now: now - 8 * DAY, grace: 7 * DAY });
        await put('a', bytes);
        expect(await store.settle('a', NOTHING, { now, grace: 7 * DAY })).toBe(0);
      });

      it('lets go is still there for the others', async () => {
        const bytes = randomBytes(10);
        const { hash } = await put('a', bytes);
        await put('b', bytes);
        await store.settle('a', NOTHING, { now: Date.now() + DAY, grace: 0 });
        expect(await store.find('a', hash)).toBeNull();
        expect((await readAll(store.read('b', hash))).equals(bytes)).toBe(true);
      });
    });

    it('refuses every call after closing, clearly, and can be closed twice', async () => {
      await Promise.all([store.close(), store.close()]);
      const calls = [
        put('a', randomBytes(10)),
        store.find('a', ''),
        readAll(store.read('a', '')),
        store.share('a', 'b'),
        store.holders(''),
        store.settle('a', NOTHING, { now: 0, grace: 0 }),
        store.totals(),
      ];
      for (const outcome of await Promise.allSettled(calls)) {
        expect(outcome).toEqual({ status: 'rejected', reason: new StoreUnavailableError('The store is closed.') });
      }
    });
  });
}
