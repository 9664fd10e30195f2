import { IDBFactory } from 'fake-indexeddb';
import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { open as openConnection, start, textOf, untilText, write } from './fixture.test.support.ts';
import type { Connection, ConnectOptions } from './index.ts';
import { Partner, until } from './partner.test.support.ts';

beforeEach(() => {
  // A browser of its own for each test.
  vi.stubGlobal('indexedDB', new IDBFactory());
});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A connection that keeps the document, as in a browser. */
const open = (url: string, options: ConnectOptions = {}): Connection =>
  openConnection(url, { offline: true, ...options });

/** The address of a server that isn't there, and its port. */
const nowhere = async (): Promise<{ url: string; port: number }> => {
  const partner = await Partner.start();
  const { url, port } = partner;
  await partner.stop();
  return { url, port };
};

const offline = ({ saved }: Connection, changes: number) =>
  until(saved, (value) => value.state === 'offline' && value.kept && value.changes === changes);

describe('what was written offline', () => {
  it('is there after a reload, counted, and arrives once the server is back', async () => {
    const { url, port } = await nowhere();
    const before = open(url);
    write(before, 'b');
    write(before, 'a');
    await offline(before, 2);
    await before.destroy();

    const reloaded = open(url);
    await reloaded.whenReady;
    expect(textOf(reloaded)).toBe('ab');
    expect(reloaded.hasUnsavedChanges).toBe(true);
    await offline(reloaded, 2);
    write(reloaded, '!');
    await offline(reloaded, 3);

    const partner = await start({}, port);
    reloaded.reconnect();
    await until(reloaded.saved, ({ state }) => state === 'saved');
    expect(textOf(partner)).toBe('!ab');
    await reloaded.destroy();

    await partner.stop();
    const again = open(url);
    await again.whenReady;
    await offline(again, 0);
    expect(textOf(again)).toBe('!ab');
  });

  it('is counted until it is durable, however often the page is reloaded between sending and acknowledgement', async () => {
    const partner = await start({ commits: false });
    const connection = open(partner.url);
    write(connection, 'a');
    const session = await partner.next();
    await session.received(1);
    await connection.destroy();

    const reloaded = open(partner.url);
    const next = await partner.next();
    await next.received(1);
    expect(reloaded.saved.value).toEqual({ state: 'saving', changes: 1 });
    next.acknowledge(1);
    await until(reloaded.saved, ({ state }) => state === 'saved');
    expect(textOf(partner)).toBe('a');
  });

  it('needs from the server only what is missing here', async () => {
    const partner = await start();
    write(partner, 'x'.repeat(10_000));
    const first = open(partner.url);
    await first.whenSynced;
    await first.destroy();
    write(partner, 'new ');
    const second = open(partner.url);
    const sizes: number[] = [];
    second.doc.on('update', (update: Uint8Array, origin: unknown) => {
      // The first is what was kept here.
      if (origin !== null) sizes.push(update.length);
    });
    await second.whenSynced;
    expect(sizes).toHaveLength(2);
    expect(sizes[1]).toBeLessThan(100);
    const session = partner.sessions[1];
    await session?.received(1);
    expect(session?.frames[0]?.update.length).toBeLessThan(10);
  });

  it('in a tab that was closed arrives by one that is still open', async () => {
    const partner = await start();
    const [closed, stays] = [open(partner.url), open(partner.url)];
    await Promise.all([closed, stays].map(({ saved }) => until(saved, ({ state }) => state === 'saved')));
    closed.disconnect();
    stays.disconnect();
    write(closed, 'left behind');
    await offline(closed, 1);
    await closed.destroy();
    stays.reconnect();
    await untilText(partner, 'left behind');
    await until(stays.saved, ({ state }) => state === 'saved');
    await stays.destroy();
    await partner.stop();
    const reloaded = open(partner.url);
    await reloaded.whenReady;
    await offline(reloaded, 0);
  });

  it('in two tabs is counted by each for itself, and by the next for both', async () => {
    const { url } = await nowhere();
    const [one, two] = [open(url), open(url)];
    await Promise.all([offline(one, 0), offline(two, 0)]);
    write(one, 'a');
    write(two, 'b');
    write(two, 'c');
    await Promise.all([offline(one, 1), offline(two, 2)]);
    const three = open(url);
    await three.whenReady;
    await offline(three, 3);
    expect([...textOf(three)].toSorted().join('')).toBe('abc');
  });
});

describe('what is kept', () => {
  it('is ready before the server answers, unless it is empty', async () => {
    const partner = await start();
    write(partner, 'hello');
    const first = open(partner.url);
    await first.whenSynced;
    await first.destroy();
    await partner.stop();
    const second = open(partner.url);
    await second.whenReady;
    expect(textOf(second)).toBe('hello');
    expect(second.status.value.state).not.toBe('connected');

    const { url } = await nowhere();
    const empty = open(url);
    let ready = false;
    void empty.whenReady.then(() => {
      ready = true;
    });
    await until(empty.saved, ({ state }) => state === 'offline');
    expect(ready).toBe(false);
  });

  it('is another for another user, document or server', async () => {
    const { url } = await nowhere();
    const ada = open(url, { user: { id: 'ada/1' } });
    write(ada, 'a');
    await offline(ada, 1);
    const bob = open(url, { user: { id: 'bob' } });
    await offline(bob, 0);
    expect(textOf(bob)).toBe('');
    const elsewhere = open(`${url}/prefix`, { user: { id: 'ada/1' } });
    await offline(elsewhere, 0);
    expect(textOf(elsewhere)).toBe('');
  });

  it('is nothing with offline: false', async () => {
    const partner = await start();
    const connection = openConnection(partner.url);
    write(connection, 'a');
    await until(connection.saved, ({ state }) => state === 'saved');
    expect(await indexedDB.databases()).toEqual([]);
  });

  it('is nothing where the browser forbids it: the document works, and offline says that it isn’t kept', async () => {
    const factory = new IDBFactory();
    vi.spyOn(factory, 'open').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    vi.stubGlobal('indexedDB', factory);
    const partner = await start();
    const connection = open(partner.url);
    write(connection, 'a');
    await until(connection.saved, ({ state }) => state === 'saved');
    connection.disconnect();
    write(connection, 'b');
    expect(connection.saved.value).toEqual({ state: 'offline', changes: 1, kept: false });
  });

  it('is nothing where even asking for IndexedDB throws', async () => {
    vi.unstubAllGlobals();
    const here = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
    Object.defineProperty(globalThis, 'indexedDB', {
      configurable: true,
      get: () => {
        throw new DOMException('sandboxed', 'SecurityError');
      },
    });
    const partner = await start();
    const connection = open(partner.url);
    await until(connection.saved, ({ state }) => state === 'saved');
    if (here !== undefined) Object.defineProperty(globalThis, 'indexedDB', here);
  });

  it('doesn’t keep the document from the server when it can’t be read: it connects after 4 s', async () => {
    const factory = new IDBFactory();
    // A database that never answers.
    vi.spyOn(factory, 'open').mockImplementation(() => ({}) as IDBOpenDBRequest);
    vi.stubGlobal('indexedDB', factory);
    const partner = await start();
    write(partner, 'hello');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const connection = open(partner.url);
    await vi.advanceTimersByTimeAsync(3_999);
    expect(partner.sessions).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    await until(connection.saved, ({ state }) => state === 'saved');
    expect(textOf(connection)).toBe('hello');
  });
});
