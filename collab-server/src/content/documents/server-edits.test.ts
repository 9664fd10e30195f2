import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { DocumentEdits, emptyDocumentUpdate } from '@cowrite/editor/content';
import { DocumentDeletedError, DocumentMissingError, type DocumentStore, openSqliteStore } from '@cowrite/storage';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { Rooms } from '../../sync/rooms.ts';
import { storedDoc, WireClient } from '../../testing/wire-client.ts';
import { ContentThreads } from '../content-threads.ts';
import { ChangedMeanwhileError } from './server-author.ts';
import { ServerEdits, TaskRefusedError } from './server-edits.ts';

const ID = 'doc';
const ann = { user: 'ann' };
let dir: string;
let store: DocumentStore;
let threads: ContentThreads;
let rooms: Rooms;
let edits: ServerEdits;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cowrite-edits-'));
  store = await openSqliteStore({ dir });
  threads = new ContentThreads();
  rooms = new Rooms({ store, threads, log: pino({ level: 'silent' }) });
  edits = new ServerEdits({ store, rooms, threads });
  await store.create({ id: ID, kind: 'document', title: 'Test', update: emptyDocumentUpdate() });
});

afterEach(async () => {
  await rooms.close(1000);
  await threads.close();
  await store.close();
  await rm(dir, { recursive: true });
});

const append = (markdown: string, options = ann) => edits.edit(ID, 'append', { content: { markdown } }, options);
const markdown = async (): Promise<string> =>
  (await edits.read(ID, 'write', { format: 'markdown', title: '', assets: '' })).result.trim();

const joined = async (options: ConstructorParameters<typeof WireClient>[0]): Promise<WireClient> => {
  const client = new WireClient(options);
  rooms.join(ID, client.session);
  client.start();
  await vi.waitFor(() => {
    client.readAll();
    expect(client.read).toContain('sync 1');
  });
  return client;
};

test('an edit is stored in its author’s name, and told to everybody before it is answered', async () => {
  const bo = await joined({ user: 'bo' });
  const { result } = await append('hello **Bo**');
  expect(result.ids).toHaveLength(1);
  bo.readAll();
  expect(new DocumentEdits(bo.doc).blocks()[0]?.children?.[0]?.text).toBe('hello ');
  const log = (await store.load(ID))?.log ?? [];
  expect(log.at(-1)?.user).toBe('ann');
  expect(await markdown()).toBe('hello **Bo**');
});

test('it merges with what people type at the same time', async () => {
  const bo = await joined({ user: 'bo' });
  const typist = new DocumentEdits(bo.doc);
  const work: Promise<unknown>[] = [];
  for (let i = 0; i < 20; i++) {
    work.push(append(`ann ${i}`));
    typist.append([{ type: 'paragraph', children: [{ type: 'text', text: `bo ${i}` }] }]);
    if (i % 5 === 0) await work.at(-1);
    bo.readAll();
  }
  await Promise.all(work);
  await vi.waitFor(async () => {
    bo.readAll();
    const lines = (await markdown()).split('\n\n');
    const by = (who: string) => lines.filter((line) => line.startsWith(who));
    expect(by('ann')).toEqual(Array.from({ length: 20 }, (_, i) => `ann ${i}`));
    expect(by('bo')).toEqual(Array.from({ length: 20 }, (_, i) => `bo ${i}`));
    expect(Y.encodeStateAsUpdate(bo.doc)).toEqual(Y.encodeStateAsUpdate(await storedDoc(store, ID)));
  });
});

test('many edits of one author are one client of the document; another author is another', async () => {
  const before = (await storedDoc(store, ID)).store.clients.size;
  for (let i = 0; i < 5; i++) await append(`${i}`);
  await append('bo', { user: 'bo' });
  expect((await storedDoc(store, ID)).store.clients.size).toBe(before + 2);
});

test('edits go on after the log became a snapshot, and after the thread let the document go', async () => {
  await append('one');
  const big = 'x'.repeat(400_000);
  await append(big);
  await append(big);
  await vi.waitFor(async () => expect((await store.load(ID))?.snapshot).not.toBeNull(), { timeout: 10_000 });
  await append('two');
  await threads.close();
  await expect(append('three').catch(() => append('three'))).resolves.toBeDefined();
  const lines = (await markdown()).split('\n\n');
  expect([lines[0], ...lines.slice(-2)]).toEqual(['one', 'two', 'three']);
});

test('what can’t be done says so, changes nothing, and leaves the others of its batch alone', async () => {
  const results = await Promise.allSettled([
    append('a'),
    edits.edit(ID, 'remove', { ids: ['nobody-1'] }, ann),
    edits.edit(ID, 'append', { content: { blocks: [{ type: 'nonsense' }] } }, ann),
    append('b'),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect((results[1] as PromiseRejectedResult).reason).toMatchObject({ name: 'TaskRefusedError', reason: 'missing' });
  expect((results[2] as PromiseRejectedResult).reason).toBeInstanceOf(TaskRefusedError);
  expect(await markdown()).toBe('a\n\nb');
});

test('one that must not merge is made on exactly what was read', async () => {
  const { tag } = await edits.read(ID, 'blocks', null);
  await append('meanwhile');
  const late = edits.edit(ID, 'append', { content: { markdown: 'late' } }, { ...ann, ifMatch: tag ?? '' });
  await expect(late).rejects.toBeInstanceOf(ChangedMeanwhileError);
  const now = await edits.read(ID, 'blocks', null);
  const done = await edits.edit(ID, 'append', { content: { markdown: 'late' } }, { ...ann, ifMatch: now.tag ?? '' });
  expect(done.tag).toBe((await edits.read(ID, 'blocks', null)).tag);
  expect(await markdown()).toBe('meanwhile\n\nlate');
});

test('of two that must not merge, made at once on the same content, one is refused', async () => {
  const { tag } = await edits.read(ID, 'blocks', null);
  const one = (text: string) =>
    edits.edit(ID, 'append', { content: { markdown: text } }, { ...ann, ifMatch: tag ?? '' });
  const results = await Promise.allSettled([one('a'), one('b')]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
});

test('what was copied or restored before anything else was asked of it is read and edited like any other', async () => {
  await edits.read(ID, 'copy', null);
  await append('hello');
  expect(await markdown()).toBe('hello');
  await store.create({ id: 'as-it-was', kind: 'document', title: '', update: emptyDocumentUpdate() });
  const before = (await store.load(ID))?.log.map(({ update }) => update) ?? [];
  await edits.edit('as-it-was', 'restore', { pieces: [deflateRawSync(Y.mergeUpdates(before))] }, ann);
  await edits.edit('as-it-was', 'append', { content: { markdown: 'again' } }, ann);
  expect((await edits.read('as-it-was', 'text', null)).result).toBe('hello\nagain\n');
  await store.create({ id: 'board', kind: 'board', title: '' });
  await edits.read('board', 'copy', null);
  await edits.edit(
    'board',
    'addElements',
    { elements: [{ type: 'rectangle', x: 0, y: 0, width: 10, height: 10 }] },
    ann,
  );
  expect((await edits.read('board', 'elements', null)).result).toHaveLength(1);
});

test('no document, one in the trash, one without blocks', async () => {
  const into = (id: string) => edits.edit(id, 'append', { content: { markdown: 'x' } }, ann);
  await expect(into('none')).rejects.toBeInstanceOf(DocumentMissingError);
  await store.create({ id: 'code', kind: 'yjs', title: '' });
  await expect(into('code')).rejects.toThrow(
    'This takes a document of text, and it is the document of another editor, which alone can read it.',
  );
  await store.trash(ID);
  await expect(into(ID)).rejects.toBeInstanceOf(DocumentDeletedError);
});

test('a text that can’t be read without harm is refused', async () => {
  const html = '<div>'.repeat(600);
  await expect(edits.edit(ID, 'append', { content: { html } }, ann)).rejects.toThrow(/levels deep/);
});
