import { type Connection, type ConnectOptions, connect } from '@cowrite/editor/client';
import { CloseCode, encodeMessageFrame, FrameParser, PROTOCOLS_HEADER, SUBPROTOCOL } from '@cowrite/editor/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import * as Y from 'yjs';
import { type PlainProxy, startPlainProxy } from '../harness/plain-proxy.ts';
import { CowriteServer } from '../harness/server.ts';
import { SECRET, tokenOf } from '../harness/tokens.ts';
import { EMPTY_UPDATE, syncFrame, WireClient } from '../harness/wire-client.ts';

let server: CowriteServer;
let proxy: PlainProxy | null = null;
const connections: Connection[] = [];

beforeEach(async () => {
  server = await CowriteServer.start();
});

afterEach(async () => {
  await Promise.all(connections.splice(0).map((each) => each.destroy()));
  await proxy?.close();
  proxy = null;
  await server.dispose();
});

const open = (url: string, options: ConnectOptions): Connection => {
  const connection = connect(url, 'shared', options);
  connections.push(connection);
  return connection;
};

const until = (holds: () => boolean, doc: Y.Doc): Promise<void> =>
  new Promise((resolve) => {
    const check = () => {
      if (!holds()) return;
      doc.off('update', check);
      resolve();
    };
    doc.on('update', check);
    check();
  });

const whenSaved = (connection: Connection): Promise<void> =>
  new Promise((resolve) => {
    const stop = connection.saved.subscribe(({ state }) => {
      if (state !== 'saved') return;
      stop();
      resolve();
    });
  });

const words = ({ doc }: { doc: Y.Doc }): Y.Text => doc.getText('words');

/** Two who write to each other by HTTP, and one by WebSocket. */
const writeTogether = async (url: string, options: ConnectOptions): Promise<void> => {
  const [ann, ben] = [open(url, options), open(url, options)];
  await Promise.all([ann.whenSynced, ben.whenSynced]);
  const wired = await WireClient.join(server.syncUrl('shared'));
  words(ann).insert(0, 'ann ');
  await until(() => words(ben).toString() === 'ann ', ben.doc);
  words(ben).insert(4, 'ben ');
  words(wired).insert(0, 'wired ');
  await Promise.all([ann, ben].map(({ doc }) => until(() => words({ doc }).length === 14, doc)));
  const large = 'x'.repeat(3_000_000);
  const saved = whenSaved(ann);
  words(ann).insert(words(ann).length, large);
  await saved;
  await until(() => words(ben).length === 3_000_014, ben.doc);
  await wired.until(() => words(wired).length === 3_000_014, 'the large one');
  expect(new Set([ann, ben, wired].map((each) => words(each).toString())).size).toBe(1);
  await wired.close();
};

describe('a session over HTTP', () => {
  test('H1, H2: does what one over WebSocket does', () => writeTogether(server.url, { transport: 'http' }));

  test('H3: goes on where somebody on the way holds responses back until they end', async () => {
    proxy = await startPlainProxy({ port: server.port, holdsBack: true });
    await writeTogether(proxy.url, { transport: 'http' });
  });

  test('H4: an answer that is lost does no harm: the request is known by its number', async () => {
    let count = 0;
    const loses = (method: string) => method === 'POST' && ++count % 5 === 4;
    proxy = await startPlainProxy({ port: server.port, loses });
    await writeTogether(proxy.url, { transport: 'http' });
    expect(count).toBeGreaterThan(5);
  });

  test('is taken by itself where WebSocket is blocked, and not where the server is away', async () => {
    proxy = await startPlainProxy({ port: server.port });
    const ann = open(proxy.url, { WebSocket });
    await ann.whenSynced;
    words(ann).insert(0, 'through');
    await whenSaved(ann);
    await server.kill();
    const ben = open(server.url, { WebSocket });
    words(ben).insert(0, 'kept ');
    await server.start();
    await ben.whenSynced;
    await until(() => words(ben).length === 12, ben.doc);
    await until(() => words(ann).length === 12, ann.doc);
  });

  test('survives the server’s kill and restart as one over WebSocket does', async () => {
    const ann = open(server.url, { transport: 'http' });
    await ann.whenSynced;
    words(ann).insert(0, 'before');
    await whenSaved(ann);
    await server.kill();
    words(ann).insert(0, 'while away, ');
    const saved = whenSaved(ann);
    await server.start();
    await saved;
    const reader = await WireClient.join(server.syncUrl('shared'));
    expect(words(reader).toString()).toBe('while away, before');
    await reader.close();
  });
});

describe('by hand', () => {
  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${server.url}/sync/shared/http${path}`, init);
  const begin = async (): Promise<string> => {
    const response = await call('', { method: 'POST', headers: { [PROTOCOLS_HEADER]: SUBPROTOCOL } });
    expect(response.status).toBe(201);
    return ((await response.json()) as { session: string }).session;
  };
  const typed = (text: string): Uint8Array<ArrayBuffer> => {
    const doc = new Y.Doc();
    doc.getText('words').insert(0, text);
    return encodeMessageFrame(syncFrame(2, Y.encodeStateAsUpdate(doc)));
  };

  test('H4: requests are taken in their order, each once, whole or not at all', async () => {
    const session = await begin();
    const up = async (n: number, body: Uint8Array<ArrayBuffer>) =>
      (await call(`/${session}?n=${n}`, { method: 'POST', body })).status;
    const first = typed('once ');
    expect(await up(1, first)).toBe(409);
    expect(await up(0, first)).toBe(204);
    expect(await up(0, first)).toBe(204);
    expect(await up(0, typed('another'))).toBe(204);
    expect(await up(1, typed('half').slice(0, -1))).toBe(400);
    expect(await up(1, Uint8Array.of(0x81, 0))).toBe(400);
    expect(await up(1, encodeMessageFrame(syncFrame(2, EMPTY_UPDATE)))).toBe(204);
    const reader = await WireClient.join(server.syncUrl('shared'));
    expect(words(reader).toString()).toBe('once ');
    await reader.close();
    expect((await call(`/${session}`, { method: 'DELETE' })).status).toBe(204);
    expect(await up(2, first)).toBe(404);
  });

  test('H3: what a lost answer held is asked for again', async () => {
    const session = await begin();
    const poll = async (after: number) => {
      const body = await (await call(`/${session}?after=${after}&poll`)).arrayBuffer();
      return [...new FrameParser(1_000_000).add(new Uint8Array(body))];
    };
    const greeting = await poll(0);
    expect(greeting.length).toBeGreaterThan(0);
    expect(await poll(0)).toEqual(greeting);
  });

  test('nonsense gets a clear answer', async () => {
    const session = await begin();
    expect((await call('/made-up?after=0')).status).toBe(404);
    expect((await call(`/${session}?after=-1`)).status).toBe(400);
    expect((await call(`/${session}`, { method: 'POST' })).status).toBe(400);
    expect((await call(`/${session}`, { method: 'PUT' })).status).toBe(405);
    const elsewhere = await fetch(`${server.url}/sync/other/http/${session}?after=0`);
    expect(elsewhere.status).toBe(404);
  });
});

test('P2: who may not come in is told so by the same close codes, and takes no other way', async () => {
  const closed = await CowriteServer.start({ env: { COWRITE_SECRET: SECRET } });
  const status = (token: string): Promise<number> =>
    new Promise((resolve) => {
      const connection = connect(closed.url, 'shared', { transport: 'http', token });
      connections.push(connection);
      connection.status.subscribe((now) => {
        if (now.state === 'closed') resolve(now.code);
      });
    });
  expect(await status(await tokenOf({ expiresIn: -60 }))).toBe(CloseCode.unauthorized);
  expect(await status(await tokenOf({ doc: 'other' }))).toBe(CloseCode.forbidden);
  const viewer = connect(closed.url, 'shared', { transport: 'http', token: await tokenOf({ role: 'viewer' }) });
  connections.push(viewer);
  await viewer.whenSynced;
  expect(viewer.role.value).toBe('viewer');
  await closed.dispose();
});
