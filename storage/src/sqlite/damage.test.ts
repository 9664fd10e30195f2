import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DocumentCorruptError, type DocumentStore } from '../document-store.ts';
import { Sqlite } from './driver.ts';
import { openSqliteStore } from './sqlite-store.ts';
import { expectWholeAndInOrder, WriterProcess } from './writer-process.test-helper.ts';

const pageSize = 1024;

describe('damaged bytes', () => {
  let dir: string;
  let file: string;
  let store: DocumentStore;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cowrite-damage-'));
    file = join(dir, 'cowrite.sqlite');
    store = await openSqliteStore({ dir });
    for (const id of ['first', 'broken', 'last']) {
      const updates = Array.from({ length: 100 }, (_, index) => Buffer.from(`update ${index} of ${id}, some bytes`));
      await Promise.all(updates.map((update) => append(id, update)));
    }
  });
  afterEach(async () => {
    await store.close();
    await rm(dir, { recursive: true });
  });

  const append = (documentId: string, update: Uint8Array) => store.append({ documentId, update, user: null });

  /** Closes the store, changes bytes of its file, opens it again. */
  async function damage(change: (bytes: Buffer) => void): Promise<void> {
    await store.close();
    const bytes = await readFile(file);
    change(bytes);
    await writeFile(file, bytes);
    store = await openSqliteStore({ dir });
  }

  /** Where a text is in a page that is in use: pages that were given up keep what they had. */
  function find(bytes: Buffer, text: string): number {
    const db = new Sqlite(file, { readonly: true });
    const used = new Set(db.prepare('select pageno from dbstat').pluck().all());
    db.close();
    for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
      if (used.has(Math.floor(at / pageSize) + 1)) return at;
    }
    throw new Error(`No "${text}" in the file.`);
  }

  function flip(bytes: Buffer, text: string): void {
    const at = find(bytes, text);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
  }

  function fillPage(bytes: Buffer, text: string, byte: number): void {
    const at = find(bytes, text);
    bytes.fill(byte, at - (at % pageSize), at - (at % pageSize) + pageSize);
  }

  async function expectOnlyBrokenRefuses(message: RegExp): Promise<void> {
    await expect(store.load('broken')).rejects.toThrow(message);
    await expect(store.load('broken')).rejects.toBeInstanceOf(DocumentCorruptError);
    const outcomes = await Promise.allSettled(['first', 'broken', 'last'].map((id) => append(id, Buffer.from('more'))));
    expect(outcomes).toMatchObject([{ value: 101 }, { reason: expect.any(DocumentCorruptError) }, { value: 101 }]);
    for (const id of ['first', 'last']) expect((await store.load(id))?.log.length).toBe(101);
    expect(await store.find('broken')).not.toBeNull();
    const snapshot = { seq: 50, state: Buffer.from('blank'), summary: Buffer.of() };
    await expect(store.compact('broken', snapshot, 0)).rejects.toBeInstanceOf(DocumentCorruptError);
  }

  it('of an update are noticed, and that document alone is refused from then on', async () => {
    await damage((bytes) => flip(bytes, 'update 42 of broken'));
    await expectOnlyBrokenRefuses(/Update 43 of document broken is damaged/);
  });

  it('of a whole page are noticed, and its document alone is refused from then on', async () => {
    await damage((bytes) => fillPage(bytes, 'update 42 of broken', 0));
    await expectOnlyBrokenRefuses(/Document broken is on a damaged page/);
  });

  it('of a page at the end of the log refuse an append that comes before any load', async () => {
    await damage((bytes) => fillPage(bytes, 'update 99 of broken', 0xff));
    await expect(append('broken', Buffer.from('more'))).rejects.toBeInstanceOf(DocumentCorruptError);
    expect(await append('first', Buffer.from('more'))).toBe(101);
  });

  it('of a snapshot or its summary are noticed', async () => {
    const snapshot = { seq: 60, state: Buffer.from('the state of it'), summary: Buffer.from('the summary of it') };
    for (const id of ['first', 'broken'])
      await store.compact(id, { ...snapshot, state: Buffer.from(`state of ${id}`) }, 0);
    await store.compact('last', { ...snapshot, summary: Buffer.from('summary of last') }, 0);
    await damage((bytes) => {
      flip(bytes, 'state of broken');
      flip(bytes, 'summary of last');
    });
    await expect(store.load('broken')).rejects.toThrow(/The snapshot of document broken through update 60 is damaged/);
    await expect(store.load('last')).rejects.toBeInstanceOf(DocumentCorruptError);
    expect(Buffer.from((await store.load('first'))?.snapshot?.state ?? []).toString()).toBe('state of first');
  });

  it('that left a hole in the log are noticed', async () => {
    await store.close();
    const db = new Sqlite(file);
    db.exec(
      "delete from log where position & 0xffffffff = 7 and position >> 32 = (select key from document where id = 'broken')",
    );
    db.close();
    store = await openSqliteStore({ dir });
    await expectOnlyBrokenRefuses(/Document broken misses update 7/);
  });

  it('of updates that were not moved to their documents yet keep the store from opening', async () => {
    await store.close();
    const writer = new WriterProcess({ dir, documents: 3, inFlight: 5 });
    await writer.until(() => writer.acks > 500);
    await writer.kill();
    const db = new Sqlite(file);
    const page = Number(
      db.prepare("select pageno from dbstat where name = 'recent' and pagetype = 'leaf'").pluck().get(),
    );
    db.close();
    const bytes = await readFile(file);
    await writeFile(file, Buffer.from(bytes).fill(0xff, (page - 1) * pageSize, page * pageSize));
    await expect(openSqliteStore({ dir })).rejects.toThrow(/can't be read: .*malformed\. Restore it from a backup/);
    await writeFile(file, bytes);
    store = await openSqliteStore({ dir });
    await expectWholeAndInOrder(store, writer);
  });

  it('mended by hand are taken up again at the next load', async () => {
    await damage((bytes) => flip(bytes, 'update 42 of broken'));
    await expect(store.load('broken')).rejects.toBeInstanceOf(DocumentCorruptError);
    const db = new Sqlite(file);
    db.prepare('update log set bytes = ? where hex(bytes) like ?').run(
      Buffer.from('update 42 of broken, some bytes'),
      `%${Buffer.from('42 of broken').toString('hex').toUpperCase()}%`,
    );
    db.close();
    expect((await store.load('broken'))?.log.length).toBe(100);
    expect(await append('broken', Buffer.from('more'))).toBe(101);
  });
});
