import { describe, expect, it, vi } from 'vitest';
import { CloseCode, encodeEvent, encodeRole, encodeTokenRequest } from '../protocol/index.ts';
import { open, reports, start } from './fixture.test.support.ts';
import type { DocumentEvent } from './index.ts';
import { until } from './partner.test.support.ts';

describe('the role', () => {
  it('is unknown until the server says it, and follows what it says', async () => {
    const partner = await start({ role: 'commenter' });
    const connection = open(partner.url);
    expect(connection.role.value).toBeNull();
    const session = await partner.next();
    await until(connection.role, (role) => role === 'commenter');
    session.send(encodeRole('owner'));
    await until(connection.role, (role) => role === 'owner');
  });
});

describe('events', () => {
  it('go out while connected, and only then', async () => {
    const partner = await start();
    const connection = open(partner.url);
    expect(connection.sendEvent('early', 1)).toBe(false);
    const session = await partner.next();
    await connection.whenSynced;
    expect(connection.sendEvent('chat', { text: 'hi' })).toBe(true);
    expect(connection.sendEvent('ping', undefined)).toBe(true);
    await session.until(({ events }) => events.length === 2);
    expect(session.events).toEqual([
      { name: 'chat', data: '{"text":"hi"}' },
      { name: 'ping', data: 'null' },
    ]);
  });

  it('of others reach every listener until it is removed; one that throws or data that is no JSON harms nobody', async () => {
    const errors = reports();
    const partner = await start();
    const connection = open(partner.url);
    const session = await partner.next();
    await connection.whenSynced;
    const got: DocumentEvent[] = [];
    connection.onEvent(() => {
      throw new Error('from a listener');
    });
    const remove = connection.onEvent((event) => got.push(event));
    const last = new Promise<void>((resolve) => {
      connection.onEvent(({ name }) => {
        if (name === 'last') resolve();
      });
    });
    session.send(encodeEvent({ name: 'bad', data: '{' }));
    session.send(encodeEvent({ name: 'chat', data: '[1]' }));
    connection.onEvent(({ name }) => {
      if (name === 'chat') remove();
    });
    session.send(encodeEvent({ name: 'last', data: 'null' }));
    await last;
    expect(got).toEqual([{ name: 'chat', data: [1] }]);
    expect(connection.status.value).toEqual({ state: 'connected' });
    // The listener that throws hears two events, and one was no JSON.
    expect(errors).toHaveLength(3);
  });
});

describe('a token', () => {
  it('is asked for before each attempt, and when the server wants a fresh one', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const partner = await start();
    let asked = 0;
    open(partner.url, {
      token: async () => {
        asked += 1;
        return `token-${asked}`;
      },
    });
    const session = await partner.next();
    expect(session.offered[1]).toBe('cowrite.bearer.token-1');
    session.send(encodeTokenRequest());
    await session.until(({ tokens }) => tokens.length === 1);
    expect(session.tokens).toEqual(['token-2']);
    session.cut();
    const next = await partner.next();
    expect(next.offered[1]).toBe('cowrite.bearer.token-3');
  });

  it('that can’t be got now is asked for again', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0);
    const partner = await start();
    const token = vi.fn(async () => 'good').mockRejectedValueOnce(new Error('no network'));
    const connection = open(partner.url, { token });
    await until(connection.status, ({ state }) => state === 'disconnected');
    expect((await partner.next()).offered[1]).toBe('cowrite.bearer.good');
  });

  it('that no header can carry ends in closed, unauthorized', async () => {
    const partner = await start();
    const connection = open(partner.url, { token: () => 'two words' });
    const status = await until(connection.status, ({ state }) => state === 'closed');
    expect(status).toMatchObject({ state: 'closed', code: CloseCode.unauthorized });
    expect(partner.sessions).toHaveLength(0);
  });
});
