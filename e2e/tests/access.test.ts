import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CloseCode,
  decodeEvent,
  type EventMessage,
  encodeEvent,
  MessageType,
  type Role,
  SUBPROTOCOL,
} from '@cowrite/editor/protocol';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { createDecoder, readVarUint } from 'lib0/decoding';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { CowriteServer } from '../harness/server.ts';
import { ADMIN_KEY, bearer, SECRET, type TokenClaims, tokenOf } from '../harness/tokens.ts';
import { WireClient, type WireOptions } from '../harness/wire-client.ts';

let server: CowriteServer;
const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
const keys = createServer(async (_, response) =>
  response.end(JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' }] })),
);

beforeAll(async () => {
  await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
  const { port } = keys.address() as AddressInfo;
  const env = {
    COWRITE_SECRET: SECRET,
    COWRITE_ADMIN_KEY: ADMIN_KEY,
    COWRITE_JWKS_URL: `http://127.0.0.1:${port}/keys.json`,
  };
  server = await CowriteServer.start({ env });
});

afterAll(async () => {
  keys.close();
  await server.dispose();
});

const call = (path: string, init: { method?: string; body?: unknown; token?: string } = {}): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method: init.method ?? 'GET',
    headers: {
      'content-type': 'application/json',
      ...(init.token === undefined ? {} : { authorization: `Bearer ${init.token}` }),
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });

const createDocument = async (): Promise<string> => {
  const response = await call('/api/documents', { method: 'POST', body: { title: 'Plans' }, token: ADMIN_KEY });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
};

const open = (id: string, token: string, options: WireOptions = {}, doc = new Y.Doc()): WireClient =>
  new WireClient(server.syncUrl(id), doc, { protocols: [SUBPROTOCOL, bearer(token)], ...options });

const join = async (id: string, claims: TokenClaims, doc = new Y.Doc()): Promise<WireClient> => {
  const client = open(id, await tokenOf(claims), {}, doc);
  await client.until(() => client.isSynced, 'the first sync');
  return client;
};

const textOf = ({ doc }: WireClient): string => doc.getText('words').toString();

/** What the upgrade itself is answered with, for a page of an origin that has a good token. */
const upgradeFrom = async (to: CowriteServer, origin: string): Promise<number | undefined> => {
  const { socket } = new WireClient(to.syncUrl('plans'), new Y.Doc(), {
    protocols: [SUBPROTOCOL, bearer(await tokenOf())],
    origin,
  });
  return await new Promise((resolve) => {
    socket.once('upgrade', ({ statusCode }) => resolve(statusCode));
    socket.once('unexpected-response', (_, { statusCode }) => resolve(statusCode));
    socket.once('upgrade', () => socket.terminate());
  });
};

/** What anybody who joins now is shown. */
const stored = async (id: string): Promise<string> => {
  const reader = await join(id, { sub: 'reader', role: 'viewer' });
  await reader.close();
  return textOf(reader);
};

describe('a token', () => {
  const bad: [name: string, token: () => Promise<string> | string, code: number][] = [
    ['that is none', () => 'nonsense', CloseCode.unauthorized],
    ['that has expired', () => tokenOf({ expiresIn: -60 }), CloseCode.unauthorized],
    [
      'of another key',
      () => tokenOf({ secret: 'another secret, as long as the right one is' }),
      CloseCode.unauthorized,
    ],
    [
      'that is not signed',
      () => new UnsecuredJWT({ sub: 'ann', doc: '*', role: 'owner' }).setIssuedAt().setExpirationTime('1h').encode(),
      CloseCode.unauthorized,
    ],
    [
      'signed by the public key as if it were a secret',
      async () => tokenOf({ secret: JSON.stringify(await exportJWK(publicKey)) }),
      CloseCode.unauthorized,
    ],
    ['of a role there is not', () => tokenOf({ role: 'king' }), CloseCode.unauthorized],
    [
      'without an end',
      () =>
        new SignJWT({ sub: 'ann', doc: '*', role: 'editor' })
          .setProtectedHeader({ alg: 'HS256' })
          .setIssuedAt()
          .sign(new TextEncoder().encode(SECRET)),
      CloseCode.unauthorized,
    ],
    ['of another document', () => tokenOf({ doc: 'other-*' }), CloseCode.forbidden],
  ];

  test.each(bad)('P2: %s is refused before anything is read or sent', async (_, token, code) => {
    const id = await createDocument();
    const client = open(id, await token());
    const frames: unknown[] = [];
    client.socket.on('message', (frame) => frames.push(frame));
    expect((await client.closed).code).toBe(code);
    expect(frames).toEqual([]);
  });

  test('P2: that is missing is never an anonymous way in', async () => {
    const id = await createDocument();
    for (const protocols of [[SUBPROTOCOL], [], [SUBPROTOCOL, bearer('')]]) {
      const client = new WireClient(server.syncUrl(id), new Y.Doc(), { protocols });
      expect((await client.closed).code).toBe(CloseCode.unauthorized);
    }
    for (const path of [`/api/documents/${id}`, '/api/documents', `/api/documents/${id}/links`]) {
      expect((await call(path)).status).toBe(401);
    }
  });

  test('P1: comes in the subprotocol, a header, or the query of a stock client', async () => {
    const id = await createDocument();
    const token = await tokenOf();
    const stock = new WireClient(`${server.syncUrl(id)}?token=${token}`, new Y.Doc(), { protocols: [] });
    await stock.until(() => stock.isSynced, 'the sync of a stock client');
    await stock.close();
    const own = await join(id, {});
    await own.close();
    expect((await call(`/api/documents/${id}`, { token })).status).toBe(200);
  });

  test('P1: signed by somebody else’s private key is checked with their public one', async () => {
    const id = await createDocument();
    const token = await new SignJWT({ doc: id, role: 'editor' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setSubject('bo')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    const client = open(id, token);
    await client.until(() => client.isSynced, 'the sync');
    expect(client.role).toBe('editor');
    await client.close();
  });

  test('P1: is in no log line and no metric', async () => {
    const id = await createDocument();
    const canary = await tokenOf({ sub: 'canary' });
    const client = new WireClient(`${server.syncUrl(id)}?token=${canary}`, new Y.Doc(), { protocols: [] });
    await client.until(() => client.isSynced, 'the sync');
    client.send(Uint8Array.of(99));
    await client.closed;
    const refused = new WireClient(`${server.syncUrl(id)}?token=${canary}x`, new Y.Doc(), { protocols: [] });
    await refused.closed;
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    const signature = canary.split('.').at(-1) ?? canary;
    expect(server.lines.join('\n') + metrics).not.toContain(signature);
  });

  test('P2: says nothing of what there is: a missing document and one of somebody else are refused alike', async () => {
    const id = await createDocument();
    const token = await tokenOf({ doc: 'mine' });
    const answers = await Promise.all(
      [id, 'never-was'].map(async (each) => {
        const response = await call(`/api/documents/${each}`, { token });
        const { code, reason } = await open(each, token).closed;
        return { status: response.status, body: await response.json(), code, reason };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
  });
});

describe('a viewer', () => {
  test('P3: changes nothing, by whatever frame', async () => {
    const id = await createDocument();
    const writer = await join(id, {});
    writer.doc.getText('words').insert(0, 'as it was');
    await writer.saved();
    const viewer = await join(id, { sub: 'vera', role: 'viewer' });
    expect(viewer.role).toBe('viewer');
    viewer.doc.getText('words').insert(0, 'smuggled ');
    const fresh = new Y.Doc();
    fresh.getText('words').insert(0, 'offline ');
    const returning = await join(id, { sub: 'vera', role: 'viewer' }, fresh);
    writer.doc.getText('words').insert(0, 'still ');
    await writer.saved();
    await viewer.until(() => textOf(viewer).includes('still'), 'the delivery');
    expect(await stored(id)).toBe('still as it was');
    expect(textOf(writer)).toBe('still as it was');
    expect([viewer.framesSaved, returning.framesSaved]).toEqual([viewer.framesSent > 0 ? viewer.framesSaved : 0, 0]);
    const token = await tokenOf({ role: 'viewer' });
    expect((await call(`/api/documents/${id}`, { method: 'PATCH', body: { title: 'Mine' }, token })).status).toBe(403);
    expect((await call(`/api/documents/${id}`, { method: 'DELETE', token })).status).toBe(403);
    expect((await call(`/api/documents/${id}/links`, { method: 'POST', body: { role: 'owner' }, token })).status).toBe(
      403,
    );
    await Promise.all([writer, viewer, returning].map((client) => client.close()));
  });

  test('P6: who becomes an editor brings nothing in that was tried before', async () => {
    const id = await createDocument();
    const writer = await join(id, {});
    const vera = await join(id, { sub: 'vera', role: 'viewer' });
    vera.doc.getText('words').insert(0, 'tried ');
    const other = await join(id, { sub: 'other', role: 'viewer' });
    expect(other.role).toBe('viewer');
    const said = await call(`/api/documents/${id}/members/vera`, {
      method: 'PUT',
      body: { role: 'editor' },
      token: ADMIN_KEY,
    });
    expect(said.status).toBe(204);
    expect((await vera.closed).code).toBe(CloseCode.forbidden);
    const again = await join(id, { sub: 'vera', role: 'viewer' });
    expect(again.role).toBe('editor');
    again.doc.getText('words').insert(0, 'meant ');
    await again.saved();
    expect(await stored(id)).toBe('meant ');
    await Promise.all([writer, again, other].map((client) => client.close()));
  });
});

describe('a grant that ends', () => {
  test('P4: is told to a session at once: a lowered role, then none', async () => {
    const id = await createDocument();
    const ann = await join(id, { sub: 'ann' });
    ann.doc.getText('words').insert(0, 'allowed');
    await ann.saved();
    const say = (role: string | null) =>
      call(`/api/documents/${id}/members/ann`, { method: 'PUT', body: { role }, token: ADMIN_KEY });
    await say('viewer');
    await ann.until(() => ann.role === 'viewer', 'the new role');
    ann.doc.getText('words').insert(0, 'not ');
    await say(null);
    expect((await ann.closed).code).toBe(CloseCode.forbidden);
    expect(await stored(id)).toBe('allowed');
  });

  test('P5: a token of a few seconds is asked for anew, and what was written meanwhile is kept', async () => {
    const id = await createDocument();
    const client = await join(id, { expiresIn: 3 });
    const asked = new Promise<void>((resolve) =>
      client.socket.on('message', (data: Buffer) => {
        if (data[0] === 103) resolve();
      }),
    );
    await asked;
    const token = new TextEncoder().encode(await tokenOf());
    const message = Buffer.from([103, 0x80 | (token.length & 0x7f), token.length >> 7, ...token]);
    client.send(message);
    client.doc.getText('words').insert(0, 'goes on');
    await client.saved();
    const gone = await join(id, { expiresIn: 1, sub: 'bo' });
    expect((await gone.closed).code).toBe(CloseCode.tokenExpired);
    client.doc.getText('words').insert(0, 'and ');
    await client.saved();
    expect(await stored(id)).toBe('and goes on');
    await client.close();
  });
});

describe('a share link', () => {
  interface Entry {
    readonly token: string;
    readonly guest: string;
    readonly documentId: string;
  }

  const share = async (id: string, body: Record<string, unknown>): Promise<string> => {
    const response = await call(`/api/documents/${id}/links`, { method: 'POST', body, token: ADMIN_KEY });
    expect(response.status).toBe(201);
    return ((await response.json()) as { id: string }).id;
  };
  const enter = (link: string, body: Record<string, unknown>): Promise<Response> =>
    call(`/api/links/${link}/enter`, { method: 'POST', body });
  const entered = async (link: string, body: Record<string, unknown>): Promise<Entry> => {
    const response = await enter(link, body);
    expect(response.status).toBe(200);
    return (await response.json()) as Entry;
  };

  test('P8: lets a guest in with its role, the same guest at each visit', async () => {
    const id = await createDocument();
    const link = await share(id, { role: 'editor' });
    const first = await entered(link, { name: 'Gus' });
    expect(first.documentId).toBe(id);
    const client = open(id, first.token);
    await client.until(() => client.isSynced, 'the sync');
    expect(client.role).toBe('editor');
    await client.close();
    const sub = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub;
    const second = await entered(link, { name: 'Gus', guest: first.guest });
    const stranger = await entered(link, { name: 'Gus', guest: 'made up' });
    expect(sub(second.token)).toBe(sub(first.token));
    expect(sub(stranger.token)).not.toBe(sub(first.token));
    // What says who one is opens nothing.
    expect((await open(id, first.guest).closed).code).toBe(CloseCode.unauthorized);
  });

  test('P4: that is revoked, or changed, reaches who is connected within two seconds', async () => {
    const id = await createDocument();
    const link = await share(id, { role: 'editor' });
    const { token } = await entered(link, { name: 'Gus' });
    const guest = open(id, token);
    await guest.until(() => guest.isSynced, 'the sync');
    await call(`/api/documents/${id}/links/${link}`, { method: 'PATCH', body: { role: 'viewer' }, token: ADMIN_KEY });
    await guest.until(() => guest.role === 'viewer', 'the new role');
    const before = Date.now();
    await call(`/api/documents/${id}/links/${link}`, { method: 'DELETE', token: ADMIN_KEY });
    expect((await guest.closed).code).toBe(CloseCode.forbidden);
    expect(Date.now() - before).toBeLessThan(2000);
    expect((await open(id, token).closed).code).toBe(CloseCode.forbidden);
    expect((await call(`/api/documents/${id}`, { token })).status).toBe(403);
    expect((await enter(link, { name: 'Gus' })).status).toBe(404);
  });

  test('P8: asks for its password, and for patience after ten wrong ones', async () => {
    const id = await createDocument();
    const link = await share(id, { role: 'viewer', password: 'open sesame' });
    expect(await (await call(`/api/links/${link}`)).json()).toEqual({
      role: 'viewer',
      needsPassword: true,
      title: null,
    });
    expect((await enter(link, { name: 'Gus' })).status).toBe(401);
    expect((await enter(link, { name: 'Gus', password: 'open sesame' })).status).toBe(200);
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await enter(link, { name: 'Gus', password: `guess ${i}` })).status);
    expect(statuses.slice(0, 9)).toEqual(Array(9).fill(401));
    expect(statuses.at(-1)).toBe(429);
    const listed = (await (await call(`/api/documents/${id}/links`, { token: ADMIN_KEY })).json()) as object;
    expect(JSON.stringify(listed)).not.toContain('password":"');
  });

  test('P8: that has expired lets nobody in', async () => {
    const id = await createDocument();
    const expiresAt = new Date(Date.now() + 2000).toISOString();
    const link = await share(id, { role: 'viewer', expiresAt });
    await vi.waitFor(async () => expect((await enter(link, { name: 'Gus' })).status).toBe(410), {
      timeout: 20_000,
      interval: 100,
    });
  });

  test('P8: cannot be forged by naming one in a token of another key', async () => {
    const id = await createDocument();
    const link = await share(id, { role: 'owner' });
    const forged = await new SignJWT({ doc: 'another', role: 'viewer', link })
      .setProtectedHeader({ alg: 'ES256', kid: 'k' })
      .setSubject('mallory')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    expect((await open(id, forged).closed).code).toBe(CloseCode.forbidden);
  });
});

describe('who is here', () => {
  /** The states that a client is told of. */
  const seenBy = ({ socket }: WireClient): Awareness => {
    const awareness = new Awareness(new Y.Doc());
    socket.prependListener('message', (data: Buffer) => {
      const [type, length = 0] = data;
      if (type === MessageType.awareness)
        applyAwarenessUpdate(awareness, data.subarray(length < 0x80 ? 2 : 3), 'server');
    });
    return awareness;
  };

  test('P7: is what the server says: nobody appears as somebody else', async () => {
    const id = await createDocument();
    const ann = await join(id, { sub: 'ann', name: 'Ann', color: '#112233' });
    const seen = seenBy(ann);
    const mallory = await join(id, { sub: 'mallory', name: 'Mallory' });
    const seenByMallory = seenBy(mallory);
    mallory.sendAwareness(4711, 1, { user: { id: 'ann', name: 'Ann', color: '#112233' }, name: 'Ann', cursor: 1 });
    await ann.until(() => seen.getStates().has(4711), 'the state');
    expect(seen.getStates().get(4711)).toEqual({
      user: { id: 'mallory', name: 'Mallory', color: '#112233', picture: null },
      name: 'Mallory',
      cursor: 1,
    });
    // Only what somebody has by their own choice is theirs to change.
    const own = { user: { id: 'ann', name: 'Ann', color: '#445566' } };
    const guest = await join(id, { sub: 'gus', name: 'Gus', color: '#112233', picksColor: true });
    guest.sendAwareness(4713, 1, own);
    mallory.sendAwareness(4713, 9, own);
    await ann.until(() => seen.getStates().has(4713), 'the guest');
    expect(seen.getStates().get(4713)).toEqual({ user: { id: 'gus', name: 'Gus', color: '#445566', picture: null } });
    ann.sendAwareness(4714, 1, own);
    await mallory.until(() => seenByMallory.getStates().has(4714), 'Ann');
    expect(seenByMallory.getStates().get(4714)).toMatchObject({ user: { color: '#112233' } });
    // Another's clientID stays theirs, whatever the clock.
    ann.sendAwareness(4712, 1, { user: {}, cursor: 2 });
    await mallory.until(() => seenByMallory.getStates().has(4712), 'what Ann says');
    mallory.sendAwareness(4712, 50, { user: {}, cursor: 3 });
    mallory.sendAwareness(4711, 2, { cursor: 4 });
    await ann.until(() => (seen.getStates().get(4711) as { cursor?: number } | undefined)?.cursor === 4, 'the next');
    const late = open(id, await tokenOf({ sub: 'late' }));
    const joined = seenBy(late);
    await late.until(() => joined.getStates().has(4712), 'all states');
    expect(joined.getStates().get(4712)).toMatchObject({ user: { id: 'ann', name: 'Ann' }, cursor: 2 });
    await Promise.all([ann, mallory, late, guest].map((client) => client.close()));
  });

  test('W10: an event says who sent it, by the server’s word, whatever the sender says; a program’s too', async () => {
    const id = await createDocument();
    const ann = await join(id, { sub: 'ann', name: 'Ann', color: '#112233' });
    const events: EventMessage[] = [];
    ann.socket.prependListener('message', (frame: Buffer) => {
      const decoder = createDecoder(new Uint8Array(frame));
      if (readVarUint(decoder) === MessageType.event) events.push(decodeEvent(decoder));
    });
    const mallory = await join(id, { sub: 'mallory', name: 'Mallory' });
    const claimed = { id: 'ann', name: 'Ann', color: null, picture: null };
    mallory.socket.send(encodeEvent({ name: 'reaction', data: '"👏"' }));
    await ann.until(() => events.length === 1, 'the event');
    const from = { id: 'mallory', name: 'Mallory', color: null, picture: null };
    expect(events).toEqual([{ name: 'reaction', data: '"👏"', from }]);
    const send = async (sub: string, role: Role, body: object): Promise<number> => {
      const authorization = `Bearer ${await tokenOf({ sub, role })}`;
      const headers = { authorization, 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      return (await fetch(`${server.url}/api/documents/${id}/events`, init)).status;
    };
    expect(await send('bot', 'editor', { name: 'build', data: { ok: true } })).toBe(204);
    await ann.until(() => events.length === 2, 'the program’s');
    expect(events[1]).toMatchObject({ name: 'build', data: '{"ok":true}', from: { id: 'bot' } });
    expect(await send('reader', 'viewer', { name: 'build', data: 1 })).toBe(403);
    expect(await send('bot', 'owner', { name: 'comment', data: null })).toBe(403);
    expect(await send('bot', 'editor', { name: 'large', data: 'x'.repeat(20_000) })).toBe(413);
    // Whoever brings a sender of their own isn't heard.
    mallory.socket.send(encodeEvent({ name: 'reaction', data: '1', from: claimed }));
    expect(await send('bot', 'editor', { name: 'after', data: null })).toBe(204);
    await ann.until(() => events.some(({ name }) => name === 'after'), 'the next');
    expect(events.map(({ name }) => name)).toEqual(['reaction', 'build', 'after']);
    await ann.close();
  });
});

describe('the service', () => {
  test('R4: listens beyond loopback with a secret, and refuses to without', async () => {
    await expect(CowriteServer.start({ args: ['--host', '0.0.0.0'] })).rejects.toThrow('set COWRITE_SECRET');
    const beyond = await CowriteServer.start({ args: ['--host', '0.0.0.0'], env: { COWRITE_SECRET: SECRET } });
    expect((await fetch(`${beyond.url}/health`)).status).toBe(200);
    await beyond.dispose();
  });

  test('refuses a secret that could be guessed', async () => {
    await expect(CowriteServer.start({ env: { COWRITE_SECRET: 'short' } })).rejects.toThrow('openssl rand');
  });

  test('R4: admits pages of its own origin and of those named, before the upgrade and in the API', async () => {
    const env = { COWRITE_SECRET: SECRET, COWRITE_ORIGINS: 'https://app.example,https://other.example:8443' };
    const named = await CowriteServer.start({ env });
    const statusFor = async (origin: string) =>
      (await fetch(`${named.url}/api/access`, { headers: { origin } })).status;
    expect(await statusFor('https://app.example')).toBe(200);
    expect(await statusFor(named.url)).toBe(200);
    for (const origin of [
      'https://evil.example',
      'null',
      'https://app.example.evil.example',
      'https://sub.app.example',
    ]) {
      expect(await statusFor(origin)).toBe(403);
      expect(await upgradeFrom(named, origin)).toBe(403);
    }
    for (const origin of ['https://app.example', named.url]) expect(await upgradeFrom(named, origin)).toBe(101);
    const preflight = await fetch(`${named.url}/api/documents`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example');
    const page = await fetch(named.url);
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'self' https://app.example");
    await named.dispose();
  });
});
