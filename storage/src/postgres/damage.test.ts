import { afterEach, beforeEach, expect, it } from 'vitest';
import { DocumentCorruptError, type DocumentStore } from '../document-store.ts';
import { VersionCorruptError } from '../version-store.ts';
import { describePostgres, inDatabase, newPlace, type Place } from './postgres-place.test-helper.ts';
import { openPostgresStore } from './postgres-store.ts';

describePostgres('damaged rows of a database', () => {
  let place: Place;
  let store: DocumentStore;

  beforeEach(async () => {
    place = await newPlace();
    store = await openPostgresStore(place);
    for (const id of ['broken', 'whole']) {
      for (let byte = 1; byte <= 5; byte++) await append(id, byte);
      await append(id, 9, 300_000);
      await store.compact(id, { seq: 2, state: new Uint8Array(600_000).fill(3), summary: Uint8Array.of(4) }, 0);
    }
  });

  afterEach(async () => {
    await store.close();
    await place.empty();
  });

  const append = (documentId: string, byte: number, size = 10) =>
    store.append({ documentId, update: new Uint8Array(size).fill(byte), user: null });
  const damage = (sql: string) =>
    inDatabase(place.url, (client) =>
      client.query(
        `set search_path = "${place.schema}"; ${sql.replaceAll('$broken', "(select key from document where id = 'broken')")}`,
      ),
    );

  it.each([
    ['an update', "update log set bytes = 'x' where document = $broken and seq = 4", /Update 4 of document broken/],
    ['an update’s size', "update log set bytes = bytes || 'x' where document = $broken and seq = 4", /Update 4/],
    ['a missing update', 'delete from log where document = $broken and seq = 4', /misses update 4/],
    ['a missing last update', 'delete from log where document = $broken and seq = 6', /misses update 6/],
    ['half a large update', 'delete from log where document = $broken and part = 1', /Update 6 .*damaged/],
    ['a snapshot', "update snapshot_part set bytes = 'x' where document = $broken and part = 1", /The snapshot/],
    ['a snapshot’s part', 'delete from snapshot_part where document = $broken and part = 2', /The snapshot/],
    ['a summary', "update snapshot set summary = 'x' where document = $broken", /The snapshot/],
    ['a missing snapshot', 'delete from snapshot where document = $broken', /misses update 1/],
  ])('%s: that document alone is refused from then on', async (_, sql, message) => {
    await damage(sql);
    const refusal = await store.load('broken').catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DocumentCorruptError);
    expect(refusal).toMatchObject({ message: expect.stringMatching(message) });
    const outcomes = await Promise.allSettled([append('whole', 1), append('broken', 1), append('whole', 1)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await store.load('whole'))?.log).toHaveLength(6);
    const snapshot = { seq: 6, state: Uint8Array.of(), summary: Uint8Array.of() };
    await expect(store.compact('broken', snapshot, 2)).rejects.toBeInstanceOf(DocumentCorruptError);
    expect(store.failure).toBeNull();
  });

  it('mended are taken up again at the next load', async () => {
    await damage('update log set crc = crc + 1 where document = $broken and seq = 4');
    await expect(store.load('broken')).rejects.toBeInstanceOf(DocumentCorruptError);
    await expect(append('broken', 1)).rejects.toBeInstanceOf(DocumentCorruptError);
    await damage('update log set crc = crc - 1 where document = $broken and seq = 4');
    expect((await store.load('broken'))?.log).toHaveLength(4);
    expect(await append('broken', 1)).toBe(7);
  });

  it('of versions and trails are noticed', async () => {
    const version = { documentId: 'whole', seq: 1, at: 1, name: null, cause: 'quiet', createdBy: null, assets: [] };
    const piece = (byte: number) => ({ hash: new Uint8Array(32).fill(byte), bytes: Uint8Array.of(byte) });
    await store.past.addVersion({ ...version, id: 'v1', pieces: [piece(1)] });
    await store.past.addVersion({ ...version, id: 'v2', pieces: [piece(2)] });
    await store.past.addTrail('whole', { after: 0, seq: 1, authors: [], bytes: Uint8Array.of(1) });
    await damage("update version_piece set bytes = 'x' where bytes = '\\x01'; update trail set bytes = 'x'");
    await expect(store.past.loadVersion('whole', 'v1')).rejects.toBeInstanceOf(VersionCorruptError);
    await expect(store.past.trails('whole', 0, 9)).rejects.toBeInstanceOf(VersionCorruptError);
    expect((await store.past.loadVersion('whole', 'v2'))?.pieces).toEqual([Uint8Array.of(2)]);
  });
});
