import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloseCode, MessageType, SyncType } from '@cowrite/editor/protocol';
import { type DocumentStore, openSqliteStore } from '@cowrite/storage';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { ContentThreads } from '../content/content-threads.ts';
import { storedDoc, syncMessage, WireClient } from '../testing/wire-client.ts';
import { Rooms } from './rooms.ts';

const ID = 'doc';
let dir: string;
let store: DocumentStore;
let threads: ContentThreads;
let rooms: Rooms;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cowrite-rooms-'));
  store = await openSqliteStore({ dir });
  threads = new ContentThreads();
  rooms = new Rooms({ store, threads, log: pino({ level: 'silent' }) });
});

afterEach(async () => {
  await rooms.close(1000);
  await threads.close();
  await store.close();
  await rm(dir, { recursive: true });
});

const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { interval: 2, timeout: 5000 });

/** A client that joined, was greeted and is in sync. */
const joined = async (options?: ConstructorParameters<typeof WireClient>[0]): Promise<WireClient> => {
  const client = new WireClient(options);
  rooms.join(ID, client.session);
  client.start();
  await until(() => {
    client.readAll();
    expect(client.read).toContain('sync 1');
  });
  return client;
};

const text = (doc: Y.Doc): string => doc.getText('text').toString();

test('W3, W4: a session opens with the server asking, and an answer to what the client asks', async () => {
  const client = await joined({ extended: false });
  expect(client.read).toEqual(['sync 0', 'sync 1']);
});

test('D1, D3: a change is acknowledged and delivered once it is stored', async () => {
  const [anna, bo] = [await joined(), await joined()];
  anna.doc.getText('text').insert(0, 'hello');
  expect(bo.inbox).toEqual([]);
  expect(anna.saved).toBeLessThan(2);
  await until(() => {
    anna.readAll();
    bo.readAll();
    expect(text(bo.doc)).toBe('hello');
    expect(anna.saved).toBe(2);
  });
  expect(text(await storedDoc(store, ID))).toBe('hello');
  expect((await store.find(ID))?.kind).toBe('yjs');
});

test('D2: reading makes no document', async () => {
  const client = await joined();
  client.session.disconnected();
  expect(await store.find(ID)).toBeNull();
});

test('W6: a change does not come back to its author, unless it travels with another', async () => {
  const [anna] = [await joined({ extended: false }), await joined()];
  anna.doc.getText('text').insert(0, 'hello');
  await until(async () => expect(text(await storedDoc(store, ID))).toBe('hello'));
  anna.readAll();
  expect(anna.read.filter((type) => type === 'sync 2')).toEqual([]);
});

test('D4, D5: an update with something missing is asked for, and counts once the answer is durable', async () => {
  const [anna, bo] = [await joined(), await joined()];
  const updates: Uint8Array[] = [];
  const apart = new Y.Doc();
  apart.on('update', (update: Uint8Array) => updates.push(update));
  apart.getText('text').insert(0, 'first');
  apart.getText('text').insert(5, ' second');
  // Her document has both, and the wire lost the first.
  for (const update of updates) Y.applyUpdate(anna.doc, update, anna);
  anna.sendSync(SyncType.update, updates[1] as Uint8Array);
  expect(anna.inbox).not.toEqual([]);
  expect(anna.saved).toBeLessThan(2);
  await until(() => {
    anna.readAll();
    bo.readAll();
    expect(text(bo.doc)).toBe('first second');
    expect(anna.saved).toBe(3);
  });
});

test('W4: one who returns gets what was written and deleted meanwhile', async () => {
  const [anna, bo] = [await joined(), await joined()];
  anna.doc.getText('text').insert(0, 'hello world');
  await until(() => {
    bo.readAll();
    expect(text(bo.doc)).toBe('hello world');
  });
  bo.session.disconnected();
  anna.doc.getText('text').delete(0, 6);
  anna.doc.getText('text').insert(5, '!');
  await until(async () => expect(text(await storedDoc(store, ID))).toBe('world!'));
  const again = new WireClient();
  Y.applyUpdate(again.doc, Y.encodeStateAsUpdate(bo.doc), again);
  rooms.join(ID, again.session);
  again.start();
  await until(() => {
    again.readAll();
    expect(text(again.doc)).toBe('world!');
  });
});

test('W4: one who returns isn’t sent again what is known there, but for what was deleted', async () => {
  const [anna, bo] = [await joined(), await joined()];
  anna.doc.getText('text').insert(0, 'a long beginning that both know '.repeat(20));
  await until(() => {
    bo.readAll();
    expect(text(bo.doc)).toBe(text(anna.doc));
  });
  bo.session.disconnected();
  // Its structs are known to Bo, and Anna takes some of them away; then both know each struct there is.
  anna.doc.getText('text').delete(2, 5);
  await until(async () => expect(text(await storedDoc(store, ID))).toBe(text(anna.doc)));
  const again = new WireClient();
  Y.applyUpdate(again.doc, Y.encodeStateAsUpdate(bo.doc), again);
  rooms.join(ID, again.session);
  again.start();
  const sent = (): number => again.inbox.reduce((sum, message) => sum + message.length, 0);
  await until(() => expect(again.inbox.some((message) => message[1] === SyncType.step2)).toBe(true));
  expect(sent()).toBeLessThan(64);
  again.readAll();
  expect(text(again.doc)).toBe(text(anna.doc));
});

test('a returning client that repeats all it knows adds nothing to the log', async () => {
  const anna = await joined();
  anna.doc.getText('text').insert(0, 'hello world');
  anna.doc.getText('text').delete(0, 6);
  await until(() => {
    anna.readAll();
    expect(anna.saved).toBe(3);
  });
  const rows = (await store.load(ID))?.log.length;
  const again = new WireClient();
  Y.applyUpdate(again.doc, Y.encodeStateAsUpdate(anna.doc), again);
  rooms.join(ID, again.session);
  again.sendSync(SyncType.step2, Y.encodeStateAsUpdate(again.doc));
  await until(() => {
    again.readAll();
    expect(again.saved).toBeGreaterThan(0);
  });
  expect((await store.load(ID))?.log.length).toBe(rows);
});

test('W9: a large document travels in parts to those who understand them', async () => {
  const [anna, bo, stock] = [await joined(), await joined(), await joined({ extended: false })];
  anna.doc.getText('text').insert(0, 'x'.repeat(300_000));
  await until(() => {
    for (const reader of [bo, stock]) {
      reader.readAll();
      expect(text(reader.doc)).toHaveLength(300_000);
    }
  });
  const late = await joined();
  expect(text(late.doc)).toHaveLength(300_000);
});

test('a change behind a large one waits for it, and both arrive in order', async () => {
  const [anna, bo] = [await joined(), await joined()];
  anna.doc.getText('text').insert(0, 'x'.repeat(200_000));
  anna.doc.getText('text').insert(200_000, 'end');
  await until(() => {
    anna.readAll();
    bo.readAll();
    expect(text(bo.doc).endsWith('xend')).toBe(true);
    expect(anna.saved).toBe(3);
  });
});

test('D8: compaction changes nothing that anyone sees', async () => {
  const anna = await joined();
  for (let index = 0; index < 30; index++) {
    anna.doc.getText('text').insert(index, 'xy');
    anna.doc.getText('text').delete(index, 1);
    await until(() => {
      anna.readAll();
      expect(anna.saved).toBe(3 + index * 2);
    });
  }
  anna.session.disconnected();
  await until(async () => expect((await store.load(ID))?.snapshot).not.toBeNull());
  expect((await store.load(ID))?.log).toEqual([]);
  const bo = await joined();
  expect(text(bo.doc)).toBe(text(anna.doc));
  bo.doc.getText('text').insert(0, 'y');
  await until(async () => expect(text(await storedDoc(store, ID))).toHaveLength(31));
});

test('a room where nobody writes gives its content back, and has it again for the next word', async () => {
  const [anna, bo] = [await joined(), await joined()];
  anna.doc.getText('text').insert(0, 'hello');
  await vi.waitFor(() => expect(rooms.asleepCount).toBe(1), { timeout: 15_000 });
  anna.doc.getText('text').insert(5, ' world');
  anna.doc.getText('text').delete(0, 1);
  await until(() => {
    bo.readAll();
    anna.readAll();
    expect(text(bo.doc)).toBe('ello world');
    expect(anna.saved).toBe(4);
  });
  expect(text((await joined()).doc)).toBe('ello world');
});

test('a viewer changes nothing, and is not punished for trying', async () => {
  const [viewer, anna] = [await joined({ role: 'viewer' }), await joined()];
  viewer.doc.getText('text').insert(0, 'forbidden');
  anna.doc.getText('text').insert(0, 'allowed');
  await until(async () => expect(text(await storedDoc(store, ID))).toBe('allowed'));
  viewer.readAll();
  expect(viewer.closed).toBeNull();
  expect(text(anna.doc)).toBe('allowed');
  expect(viewer.saved).toBe(1);
});

test.each([
  ['an unknown type', Uint8Array.of(99)],
  ['an unknown sync message', syncMessage(7, Uint8Array.of(0, 0))],
  ['bytes left over (W1)', Uint8Array.of(...syncMessage(SyncType.update, Uint8Array.of(0, 0)), 0)],
  ['an update that does not decode (R2)', syncMessage(SyncType.update, Uint8Array.of(1, 1, 1, 0, 31))],
  ['a part out of turn', Uint8Array.of(MessageType.part, 0xff, 0xff, 0xff, 0x7f, 1)],
  ['nothing', new Uint8Array(0)],
])('R1: %s ends that session alone', async (_name, message) => {
  const [bad, good, reader] = [await joined(), await joined(), await joined()];
  bad.session.receive(message);
  expect(bad.closed?.code).toBe(CloseCode.badFrame);
  good.doc.getText('text').insert(0, 'still here');
  await until(() => {
    reader.readAll();
    expect(text(reader.doc)).toBe('still here');
  });
});

test('W2: extensions are refused from those who did not offer them', async () => {
  const stock = await joined({ extended: false });
  stock.session.receive(Uint8Array.of(MessageType.event, 1, 0x61, 1, 0x31));
  expect(stock.closed?.code).toBe(CloseCode.badFrame);
});

test.each([
  ['a name and JSON', [1, 0x61, 1, 0x31], null],
  ['no JSON', [1, 0x61, 1, 0x7b], CloseCode.badFrame],
  ['bytes left over', [1, 0x61, 1, 0x31, 0], CloseCode.badFrame],
  ['no UTF-8', [1, 0xff, 1, 0x31], CloseCode.badFrame],
  ['more than 16 KiB', [1, 0x61, 0x81, 0x80, 1, ...new Array<number>(16_385).fill(0x20)], CloseCode.badFrame],
])('R2, W10: an event of %s', async (_name, body, code) => {
  const [anna, bo, stock] = [await joined(), await joined(), await joined({ extended: false })];
  anna.session.receive(Uint8Array.of(MessageType.event, ...body));
  expect(anna.closed?.code ?? null).toBe(code);
  bo.readAll();
  stock.readAll();
  expect(bo.read.includes(String(MessageType.event))).toBe(code === null);
  expect(stock.read).not.toContain(String(MessageType.event));
});

test('R12: one who says very much lets the others have their turn, and is heard again after it', async () => {
  const [anna] = [await joined(), await joined()];
  const before = anna.pauses;
  for (let count = 0; count < 10_000; count++) anna.sendSync(SyncType.update, Uint8Array.of(0, 0));
  expect(anna.pauses - before).toBeGreaterThanOrEqual(Math.floor((10_000 * 128) / (64 * 1024)));
  expect(anna.paused).toBe(true);
  await until(() => expect(anna.paused).toBe(false));
});

test('R7: events that come too fast are passed over', async () => {
  const [anna, bo] = [await joined(), await joined()];
  for (let count = 0; count < 1_000; count++) anna.session.receive(Uint8Array.of(MessageType.event, 1, 0x61, 1, 0x31));
  bo.readAll();
  const events = bo.read.filter((type) => type === String(MessageType.event)).length;
  expect(events).toBeGreaterThanOrEqual(120);
  expect(events).toBeLessThan(200);
  expect(anna.closed).toBeNull();
});

test.each([
  ['SyncStep1', Uint8Array.of(MessageType.sync, SyncType.step1, 1, 0)],
  ['query awareness', Uint8Array.of(MessageType.queryAwareness)],
])('R8: one who asks again and again by %s is ended', async (_name, message) => {
  const anna = await joined();
  for (let count = 0; count < 200; count++) anna.session.receive(message);
  expect(anna.closed?.code).toBe(CloseCode.tooManyRequests);
});

test('R5: what waits for one who asks and does not read is bounded', async () => {
  const [anna, greedy] = [await joined(), await joined()];
  anna.doc.getText('text').insert(0, 'x'.repeat(60_000));
  await until(() => {
    greedy.readAll();
    expect(text(greedy.doc)).toHaveLength(60_000);
  });
  greedy.queuedBytes = 17 * 1024 * 1024;
  greedy.session.receive(Uint8Array.of(MessageType.sync, SyncType.step1, 1, 0));
  expect(greedy.closed?.code).toBe(1006);
});

test('R5: one who does not read is cut off, and nobody else notices', async () => {
  const [slow, anna, bo] = [await joined(), await joined(), await joined()];
  slow.queuedBytes = 64 * 1024 * 1024;
  anna.doc.getText('text').insert(0, 'hello');
  await until(() => {
    bo.readAll();
    expect(text(bo.doc)).toBe('hello');
  });
  expect(slow.closed?.code).toBe(1006);
});

test('a document in the trash ends its sessions, and new ones', async () => {
  await store.create({ id: ID, kind: 'document', title: '' });
  const anna = await joined();
  await store.trash(ID);
  rooms.evict(ID, CloseCode.deleted, 'gone');
  expect(anna.closed?.code).toBe(CloseCode.deleted);
  const late = new WireClient();
  rooms.join(ID, late.session);
  await until(() => expect(late.closed?.code).toBe(CloseCode.deleted));
});
