import { describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { SyncType } from '../protocol/index.ts';
import { open, start, textOf, untilText, write } from './fixture.test.support.ts';
import { connect } from './index.ts';
import { until } from './partner.test.support.ts';

describe('connect', () => {
  it("goes to the document's address under the service's base, offering cowrite.v1 and the token", async () => {
    const partner = await start();
    open(`${partner.url}/team/?x=1#y`, { token: 'abc.def' });
    const session = await partner.next();
    expect(session.path).toBe('/team/sync/doc');
    expect(session.offered).toEqual(['cowrite.v1', 'cowrite.bearer.abc.def']);
    open(partner.url.replace('http', 'ws'));
    const other = await partner.next();
    expect([other.path, other.offered]).toEqual(['/sync/doc', ['cowrite.v1']]);
  });

  it('throws at once on a bad address, document id or token, and where there is no WebSocket', () => {
    expect(() => connect('ftp://x', 'doc', { WebSocket })).toThrow('not the address of a service');
    expect(() => connect('not an address', 'doc', { WebSocket })).toThrow(TypeError);
    expect(() => connect('http://x', '../doc', { WebSocket })).toThrow('not a document id');
    expect(() => connect('http://x', 'doc', { WebSocket, token: 'a b' })).toThrow('token');
    vi.stubGlobal('WebSocket', undefined);
    expect(() => connect('http://x', 'doc', { transport: 'websocket' })).toThrow('no WebSocket here');
    vi.unstubAllGlobals();
  });

  it('brings what the server has, and is ready and synced then', async () => {
    const partner = await start();
    write(partner, 'hello');
    const connection = open(partner.url);
    expect(connection.status.value).toEqual({ state: 'connecting' });
    await Promise.all([connection.whenReady, connection.whenSynced]);
    expect(textOf(connection)).toBe('hello');
    expect(connection.status.value).toEqual({ state: 'connected' });
    await until(connection.saved, ({ state }) => state === 'saved');
  });

  it('applies the changes of others with an origin, and sends none of them back', async () => {
    const partner = await start();
    const connection = open(partner.url);
    const session = await partner.next();
    await connection.whenSynced;
    const origins: unknown[] = [];
    connection.doc.on('update', (_update: Uint8Array, origin: unknown) => origins.push(origin));
    const other = new Y.Doc();
    write({ doc: other }, 'theirs');
    partner.commit(Y.encodeStateAsUpdate(other), null);
    await untilText(connection, 'theirs');
    expect(origins).toHaveLength(1);
    expect(origins[0]).toBeInstanceOf(Object);
    write(connection, 'mine ');
    await session.received(2);
    // The answer to the greeting, and the one change made here.
    expect(session.frames.map(({ sync }) => sync)).toEqual([SyncType.step2, SyncType.update]);
    expect(textOf(partner)).toBe('mine theirs');
  });

  it('carries what people write at the same time to all of them', async () => {
    const partner = await start();
    const clients = [open(partner.url), open(partner.url), open(partner.url)];
    await Promise.all(clients.map(({ whenSynced }) => whenSynced));
    for (const [index, client] of clients.entries()) for (const letter of 'abc') write(client, `${letter}${index}`);
    await Promise.all(clients.map(({ saved }) => until(saved, ({ state }) => state === 'saved')));
    await Promise.all(clients.map((client) => untilText(client, textOf(partner))));
    expect(textOf(partner)).toHaveLength(18);
  });

  it('leaves nothing behind once destroyed: no socket, no timer, no word from it', async () => {
    const partner = await start();
    const before = process.listenerCount('exit');
    const connection = open(partner.url);
    expect(process.listenerCount('exit')).toBe(before);
    const session = await partner.next();
    await connection.whenSynced;
    const told = vi.fn();
    await connection.destroy();
    connection.saved.subscribe(told);
    connection.status.subscribe(told);
    await session.until(({ open }) => !open);
    connection.reconnect();
    expect(connection.sendEvent('late', null)).toBe(false);
    expect(told).not.toHaveBeenCalled();
    expect(connection.doc.isDestroyed).toBe(true);
    expect(partner.sessions).toHaveLength(1);
  });
});
