import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { CloseCode } from '../protocol/index.ts';
import { browser, countingWebSocket, open, reports, start, textOf, untilText, write } from './fixture.test.support.ts';
import { until } from './partner.test.support.ts';

/** Timers stand still; sockets don't. */
const stopTimers = () =>
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] });

/** Holds up everything in this thread. */
const standStill = (milliseconds: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
};

it('a WebSocket isn’t taken for blocked because its page stood still when it opened', async () => {
  const partner = await start({ greets: false });
  const { WebSocket, count } = countingWebSocket();
  class Stalling extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      queueMicrotask(() =>
        this.addEventListener('open', () => {
          partner.sessions[0]?.greet();
          standStill(5_100);
        }),
      );
    }
  }
  const connection = open(partner.url, { WebSocket: Stalling as typeof WebSocket });
  await connection.whenSynced;
  write(connection, 'by WebSocket');
  await until(connection.saved, ({ state }) => state === 'saved');
  expect(count()).toBe(1);
  expect(textOf(partner)).toBe('by WebSocket');
}, 30_000);

describe('a connection that broke', () => {
  it('comes back by itself, and brings what was written meanwhile', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const partner = await start();
    const connection = open(partner.url);
    const session = await partner.next();
    await connection.whenSynced;
    session.cut();
    await until(connection.status, ({ state }) => state === 'disconnected');
    write(connection, 'meanwhile');
    await partner.next();
    await until(connection.saved, ({ state }) => state === 'saved');
    expect(textOf(partner)).toBe('meanwhile');
  });

  it('waits a random while first, so that many don’t come at once', async () => {
    const partner = await start();
    const { WebSocket, count } = countingWebSocket();
    const connection = open(partner.url, { WebSocket });
    const session = await partner.next();
    await connection.whenSynced;
    stopTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    session.cut();
    await until(connection.status, ({ state }) => state === 'disconnected');
    // y-websocket's own 200 ms, then half of the first window of 2 s.
    await vi.advanceTimersByTimeAsync(1_199);
    expect(count()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(count()).toBe(2);
    await partner.next();
  });

  it.each(['before', 'in'] as const)('comes back at once when the network does, %s its wait', async (when) => {
    const page = browser();
    const partner = await start();
    const connection = open(partner.url);
    const session = await partner.next();
    await connection.whenSynced;
    stopTimers();
    vi.spyOn(Math, 'random').mockReturnValue(0.999);
    session.cut();
    await until(connection.status, ({ state }) => state === 'disconnected');
    if (when === 'in') await vi.advanceTimersByTimeAsync(200);
    page.online();
    await partner.next();
    await until(connection.saved, ({ state }) => state === 'saved');
  });

  it('comes back at once when the page is looked at again, and on reconnect()', async () => {
    const page = browser();
    const partner = await start();
    const connection = open(partner.url);
    await connection.whenSynced;
    stopTimers();
    for (const wake of [() => page.show('visible'), () => connection.reconnect()]) {
      (await partner.next()).cut();
      await until(connection.status, ({ state }) => state === 'disconnected');
      page.show('hidden');
      expect(connection.status.value.state).toBe('disconnected');
      wake();
      await until(connection.status, ({ state }) => state === 'connected');
    }
  });

  it('is noticed when the page wakes after a long silence', async () => {
    const page = browser();
    const partner = await start();
    const connection = open(partner.url);
    const first = await partner.next();
    await until(connection.saved, ({ state }) => state === 'saved');
    stopTimers();
    vi.setSystemTime(Date.now() + 20_000);
    page.show('visible');
    expect(connection.status.value).toEqual({ state: 'connected' });
    vi.setSystemTime(Date.now() + 2_000);
    page.show('visible');
    expect(connection.status.value.state).toBe('connecting');
    await first.until(({ open }) => !open);
    await partner.next();
    await until(connection.saved, ({ state }) => state === 'saved');
  });

  it('finds the server that was started again', async () => {
    const partner = await start();
    const connection = open(partner.url);
    await connection.whenSynced;
    const { port } = partner;
    await partner.stop();
    await until(connection.status, ({ state }) => state === 'disconnected');
    write(connection, 'meanwhile');
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const again = await start({}, port);
    await untilText(again, 'meanwhile');
    await until(connection.saved, ({ state }) => state === 'saved');
  });

  it('takes a server that accepts and then says nothing for one that is not there', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    stopTimers();
    const connection = open(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`);
    write(connection, 'a');
    const [socket] = await once(silent, 'connection');
    expect(connection.saved.value).toEqual({ state: 'saving', changes: 1 });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(connection.status.value).toEqual({ state: 'disconnected' });
    expect(connection.saved.value).toEqual({ state: 'offline', changes: 1, kept: false });
    socket.destroy();
    silent.close();
  });
});

describe('a server that closes', () => {
  it('for good is believed: nothing is tried until reconnect() is called', async () => {
    const page = browser();
    const partner = await start();
    const { WebSocket, count } = countingWebSocket();
    const connection = open(partner.url, { WebSocket });
    const session = await partner.next();
    await connection.whenSynced;
    stopTimers();
    session.close(CloseCode.deleted, 'deleted');
    await until(connection.status, ({ state }) => state === 'closed');
    expect(connection.status.value).toEqual({ state: 'closed', code: 4410, reason: 'deleted' });
    write(connection, 'a');
    expect(connection.saved.value).toEqual({
      state: 'refused',
      changes: 1,
      kept: false,
      code: CloseCode.deleted,
      reason: 'deleted',
    });
    page.online();
    connection.disconnect();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connection.status.value.state).toBe('closed');
    expect(count()).toBe(1);
    connection.reconnect();
    await until(connection.saved, ({ state }) => state === 'saved');
    expect(textOf(partner)).toBe('a');
  });

  it('for now is asked again', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const partner = await start();
    const connection = open(partner.url);
    (await partner.next()).close(CloseCode.restarting, 'restarting');
    await until(connection.status, ({ state }) => state === 'disconnected');
    await partner.next();
    await until(connection.saved, ({ state }) => state === 'saved');
  });
});

describe('disconnect()', () => {
  it('stays away, also when the network comes back, until reconnect()', async () => {
    const page = browser();
    const partner = await start();
    const connection = open(partner.url);
    await connection.whenSynced;
    stopTimers();
    connection.disconnect();
    write(connection, 'a');
    page.online();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(connection.status.value).toEqual({ state: 'disconnected' });
    expect(connection.saved.value).toEqual({ state: 'offline', changes: 1, kept: false });
    expect(partner.sessions).toHaveLength(1);
    connection.reconnect();
    await until(connection.saved, ({ state }) => state === 'saved');
    expect(textOf(partner)).toBe('a');
  });
});

describe('a message that can’t be read', () => {
  it.each<[string, Uint8Array | string]>([
    ['text', 'hello'],
    ['a cut varint', new Uint8Array([0, 255])],
    ['an unknown sync message', new Uint8Array([0, 9, 0])],
    ['a cut awareness', new Uint8Array([1, 9, 1])],
    ['an unknown role', new Uint8Array([101, 1, 97])],
    ['a part without bytes', new Uint8Array([104, 1])],
    ['parts in parts', new Uint8Array([104, 0, 104, 0, 1])],
  ])('ends that connection and begins another: %s', async (_, message) => {
    const errors = reports();
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const partner = await start();
    const connection = open(partner.url);
    const session = await partner.next();
    await until(connection.saved, ({ state }) => state === 'saved');
    session.sendRaw(message);
    await session.until(({ open }) => !open);
    write(connection, 'a');
    await partner.next();
    await until(connection.saved, ({ state }) => state === 'saved');
    expect(textOf(partner)).toBe('a');
    expect(errors).toHaveLength(1);
  });
});
