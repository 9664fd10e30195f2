import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { type Assets, UploadRefusedError } from './assets.ts';
import { type Upload, Uploads } from './uploads.ts';

const opened: Uploads[] = [];
let databases = 0;

afterEach(async () => {
  await Promise.all(opened.splice(0).map((uploads) => uploads.destroy()));
});

/** A place for files in memory, which does with each upload what it is told next; without a word it takes it. */
class Shelf implements Assets {
  readonly stored = new Map<string, Blob>();
  readonly next: ('fail' | 'refuse' | 'hang')[] = [];
  sent = 0;

  address(hash: string): string {
    return `https://shelf.example/${hash}`;
  }

  hashIn(): null {
    return null;
  }

  async upload(file: Blob, { signal, onProgress }: Parameters<Assets['upload']>[1] = {}) {
    this.sent++;
    onProgress?.(0.5);
    const what = this.next.shift();
    if (what === 'fail') throw new Error('no line');
    if (what === 'refuse') throw new UploadRefusedError(415, 'not here');
    if (what === 'hang')
      await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    const bytes = new Uint8Array(await file.arrayBuffer());
    const hash = createHash('sha256').update(bytes).digest('hex');
    this.stored.set(hash, file);
    return { hash, name: '', type: file.type, size: file.size };
  }

  async has(hash: string): Promise<boolean> {
    return this.stored.has(hash);
  }

  async limits() {
    return { maxSize: 1000 };
  }
}

const uploadsTo = (assets: Assets, database: string | null = null): Uploads => {
  const uploads = new Uploads(assets, { database });
  opened.push(uploads);
  return uploads;
};

const freshDatabase = (): string => `uploads ${++databases}`;

const stateOf = (uploads: Uploads, hash: string): Upload['state']['at'] | undefined =>
  uploads.items.value.get(hash)?.state.at;

test('a file has its hash before it is sent, and is gone from the list once it is there', async () => {
  const shelf = new Shelf();
  const uploads = uploadsTo(shelf);
  const arrived: string[] = [];
  uploads.onArrival((hash) => arrived.push(hash));
  const hash = await uploads.add(new Blob(['abc']), 'a.txt');
  expect(hash).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(uploads.addNow(new TextEncoder().encode('abc'), { name: '', type: '' })).toBe(hash);
  await vi.waitFor(() => expect(arrived).toContain(hash));
  expect(uploads.items.value.size).toBe(0);
  expect(await uploads.blobOf(hash)?.text()).toBe('abc');
});

test('what fails is tried again, at once when the line is back', async () => {
  const shelf = new Shelf();
  shelf.next.push('fail', 'fail');
  const uploads = uploadsTo(shelf);
  const hash = await uploads.add(new Blob(['abc']), 'a.txt');
  await vi.waitFor(() => expect(stateOf(uploads, hash)).toBe('waiting'));
  while (!shelf.stored.has(hash)) {
    uploads.hurry();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(shelf.sent).toBe(3);
});

test('what is refused says why and stays, until somebody tries again', async () => {
  const shelf = new Shelf();
  shelf.next.push('refuse');
  const uploads = uploadsTo(shelf);
  const hash = await uploads.add(new Blob(['abc']), 'a.txt');
  await vi.waitFor(() => expect(uploads.items.value.get(hash)?.state).toEqual({ at: 'refused', reason: 'not here' }));
  uploads.hurry();
  expect(stateOf(uploads, hash)).toBe('refused');
  uploads.retry(hash);
  await vi.waitFor(() => expect(shelf.stored.has(hash)).toBe(true));
});

test('what is cancelled is sent no more, nor kept', async () => {
  const shelf = new Shelf();
  shelf.next.push('hang');
  const database = freshDatabase();
  const uploads = uploadsTo(shelf, database);
  const hash = await uploads.add(new Blob(['abc']), 'a.txt');
  await vi.waitFor(() => expect(uploads.items.value.get(hash)?.kept).toBe(true));
  uploads.cancel(hash);
  expect(uploads.items.value.size).toBe(0);
  await uploads.destroy();
  const later = uploadsTo(shelf, database);
  const other = await later.add(new Blob(['other']), 'b.txt');
  await vi.waitFor(() => expect(shelf.stored.has(other)).toBe(true));
  expect(shelf.stored.has(hash)).toBe(false);
});

test('what a page didn’t get to send, the next one sends; what is there already is not sent twice', async () => {
  const shelf = new Shelf();
  shelf.next.push('hang');
  const database = freshDatabase();
  const first = uploadsTo(shelf, database);
  const hash = await first.add(new Blob(['abc'], { type: 'text/plain' }), 'a.txt');
  await vi.waitFor(() => expect(first.items.value.get(hash)?.kept).toBe(true));
  await first.destroy();
  uploadsTo(shelf, database);
  await vi.waitFor(() => expect(shelf.stored.has(hash)).toBe(true));

  const sent = shelf.sent;
  const again = freshDatabase();
  shelf.next.push('hang');
  const broken = uploadsTo(shelf, again);
  await broken.add(new Blob(['abc']), 'a.txt');
  await vi.waitFor(() => expect(broken.items.value.get(hash)?.kept).toBe(true));
  await broken.destroy();
  const last = uploadsTo(shelf, again);
  await vi.waitFor(() => expect(last.blobOf(hash)).not.toBeNull());
  await vi.waitFor(() => expect(last.items.value.size).toBe(0));
  expect(shelf.sent).toBe(sent + 1);
});

test('what the service has lost is sent again where this page has the bytes', async () => {
  const shelf = new Shelf();
  const uploads = uploadsTo(shelf);
  const hash = await uploads.add(new Blob(['abc']), 'a.txt');
  await vi.waitFor(() => expect(shelf.stored.has(hash)).toBe(true));
  await uploads.ensure(hash, 'a.txt', null);
  expect(shelf.sent).toBe(1);
  shelf.stored.clear();
  await vi.waitFor(async () => {
    await uploads.ensure(hash, 'a.txt', null);
    expect(shelf.stored.has(hash)).toBe(true);
  });
});
