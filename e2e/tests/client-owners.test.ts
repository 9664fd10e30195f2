import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { SUBPROTOCOL, SyncType } from '@cowrite/editor/protocol';
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CowriteServer } from '../harness/server.ts';
import { copyData, openTestStore } from '../harness/test-store.ts';
import { ADMIN_KEY, bearer, SECRET, tokenOf } from '../harness/tokens.ts';
import { syncFrame, WireClient } from '../harness/wire-client.ts';

const env = { COWRITE_SECRET: SECRET, COWRITE_ADMIN_KEY: ADMIN_KEY };
let server: CowriteServer;
let documents = 0;

beforeAll(async () => {
  server = await CowriteServer.start({ env });
});

afterAll(() => server.dispose());

const newId = (): string => `owners-${++documents}`;

interface Who {
  readonly sub: string;
  readonly role?: string;
  /** A stock client, which offers no subprotocol and brings its token in the query. */
  readonly isStock?: boolean;
  readonly at?: CowriteServer;
}

const join = async (id: string, { sub, role = 'editor', isStock = false, at = server }: Who, doc = new Y.Doc()) => {
  const token = await tokenOf({ sub, role });
  const client = isStock
    ? new WireClient(`${at.syncUrl(id)}?token=${token}`, doc, { protocols: [] })
    : new WireClient(at.syncUrl(id), doc, { protocols: [SUBPROTOCOL, bearer(token)] });
  await client.until(() => client.isSynced, 'the first sync');
  return client;
};

const words = (doc: Y.Doc): Y.Text => doc.getText('words');

/** What anybody who joins now is shown. */
const stored = async (id: string, at = server): Promise<string> => {
  const reader = await join(id, { sub: 'reader', role: 'viewer', at });
  await reader.close();
  return words(reader.doc).toString();
};

/** Eight bytes that fill somebody's next clocks with nothing, so that a server which takes them drops what comes there. */
const poison = (client: number, clock: number, length = 100): Uint8Array =>
  encoding.encode((encoder) => {
    for (const number of [1, 1, client, clock, 0, length, 0]) encoding.writeVarUint(encoder, number);
  });

/** Sends poison as an update and as an answer, and waits until the server has answered a question behind them. */
const attack = async (client: WireClient, victim: number, clock: number): Promise<void> => {
  for (const type of [SyncType.update, SyncType.step2]) {
    client.send(syncFrame(type, poison(victim, clock)));
    client.framesSent++;
  }
  client.isSynced = false;
  client.send(syncFrame(SyncType.step1, Y.encodeStateVector(client.doc)));
  await client.until(() => client.isSynced, 'the answer');
};

describe('P9: a clientID', () => {
  test.each([false, true])(
    'is poisoned by nobody: its user’s offline run lands (stock client: %s)',
    async (isStock) => {
      const id = newId();
      const ann = await join(id, { sub: 'ann', isStock });
      words(ann.doc).insert(0, 'on line');
      const mallory = await join(id, { sub: 'mallory', isStock });
      await mallory.until(() => words(mallory.doc).length > 0, 'the delivery');
      await ann.close();
      const { clientID } = ann.doc;
      await attack(mallory, clientID, Y.getState(ann.doc.store, clientID));
      words(ann.doc).insert(0, 'off line, then ');
      words(ann.doc).delete(4, 6);
      const again = await join(id, { sub: 'ann' }, ann.doc);
      await again.saved();
      words(again.doc).insert(0, 'was ');
      await again.saved();
      expect(await stored(id)).toBe('was off then on line');
      // The other is not put out for it either, and writes on.
      words(mallory.doc).insert(0, '> ');
      await again.until(() => words(again.doc).toString() === '> was off then on line', 'what the other wrote');
      await Promise.all([again, mallory].map((client) => client.close()));
    },
  );

  test('is its user’s from their first awareness on, before they wrote anything, through a kill', async () => {
    const id = newId();
    const first = await join(id, { sub: 'bo' });
    words(first.doc).insert(0, '.');
    await first.saved();
    const doc = new Y.Doc();
    const ann = await join(id, { sub: 'ann' }, doc);
    ann.sendAwareness(doc.clientID, 1, { user: {} });
    await ann.close();
    const mallory = await join(id, { sub: 'mallory' });
    await attack(mallory, doc.clientID, 0);
    await server.stop();
    await server.start();
    const later = await join(id, { sub: 'mallory' });
    await attack(later, doc.clientID, 0);
    words(doc).insert(0, 'hers');
    const again = await join(id, { sub: 'ann' }, doc);
    await again.saved();
    expect((await stored(id)).replace('.', '')).toBe('hers');
    await Promise.all([first, again, later].map((client) => client.close()));
  });

  test('stays its user’s through compaction and a kill of the server', async () => {
    const id = newId();
    const ann = await join(id, { sub: 'ann' });
    for (let index = 0; index < 40; index++) {
      words(ann.doc).insert(0, 'ab');
      words(ann.doc).delete(1, 1);
      await ann.saved();
    }
    await ann.close();
    await server.kill();
    await server.start();
    const { clientID } = ann.doc;
    const mallory = await join(id, { sub: 'mallory' });
    await attack(mallory, clientID, Y.getState(ann.doc.store, clientID));
    words(ann.doc).insert(0, 'still ');
    const again = await join(id, { sub: 'ann' }, ann.doc);
    await again.saved();
    expect(await stored(id)).toBe(`still ${'a'.repeat(40)}`);
    await Promise.all([again, mallory].map((client) => client.close()));
  });

  test('is nobody else’s in awareness either, once its user has left', async () => {
    const id = newId();
    const cy = await join(id, { sub: 'cy' });
    words(cy.doc).insert(0, '.');
    await cy.saved();
    await cy.close();
    const ann = await join(id, { sub: 'ann' });
    ann.sendAwareness(ann.doc.clientID, 1, { user: {} });
    await ann.close();
    const mallory = await join(id, { sub: 'mallory' });
    const bo = await join(id, { sub: 'bo' });
    const heard: Buffer[] = [];
    bo.socket.prependListener('message', (data: Buffer) => heard.push(data));
    mallory.sendAwareness(ann.doc.clientID, 9, { cursor: 'forged' });
    mallory.sendAwareness(mallory.doc.clientID, 1, { cursor: 'own' });
    await bo.until(() => heard.some((data) => data.includes('own')), 'the other state');
    expect(heard.some((data) => data.includes('forged'))).toBe(false);
    await Promise.all([mallory, bo].map((client) => client.close()));
  });

  test('is written under from each of a user’s pages, and repeated by all who have what the server has', async () => {
    const id = newId();
    const left = await join(id, { sub: 'ann' });
    words(left.doc).insert(0, 'left ');
    await left.saved();
    const bo = await join(id, { sub: 'bo' });
    words(bo.doc).insert(0, 'bo ');
    await bo.saved();
    await left.until(() => words(left.doc).length === 8, 'what Bo wrote');
    await Promise.all([left, bo].map((client) => client.close()));
    // What one page of hers wrote offline came to the other without the server.
    words(left.doc).insert(0, 'offline ');
    const rightDoc = new Y.Doc();
    Y.applyUpdate(rightDoc, Y.encodeStateAsUpdate(left.doc));
    words(rightDoc).insert(0, 'right ');
    const right = await join(id, { sub: 'ann' }, rightDoc);
    await right.saved();
    // Everything that there is, by others too, from one who has it.
    const again = await join(id, { sub: 'bo' }, bo.doc);
    await again.until(() => words(again.doc).toString() === 'right offline bo left ', 'all of it');
    again.send(syncFrame(SyncType.step2, Y.encodeStateAsUpdate(again.doc)));
    again.framesSent++;
    await again.saved();
    words(again.doc).insert(0, '> ');
    await again.saved();
    expect(await stored(id)).toBe('> right offline bo left ');
    await Promise.all([right, again].map((client) => client.close()));
  });

  test('of another that brings what the server lacks is refused, and taken once its user brought it', async () => {
    const id = newId();
    const ann = await join(id, { sub: 'ann' });
    words(ann.doc).insert(0, 'first ');
    await ann.saved();
    await ann.close();
    words(ann.doc).insert(6, 'second');
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(ann.doc));
    const bo = await join(id, { sub: 'bo' }, doc);
    expect(bo.framesSaved).toBe(0);
    expect(await stored(id)).toBe('first ');
    const again = await join(id, { sub: 'ann' }, ann.doc);
    await again.saved();
    await bo.close();
    words(doc).insert(0, 'bo ');
    const boAgain = await join(id, { sub: 'bo' }, doc);
    await boAgain.saved();
    expect(await stored(id)).toBe('bo first second');
    await Promise.all([again, boAgain].map((client) => client.close()));
  });

  test('is not lost to a viewer’s attempt at it', async () => {
    const id = newId();
    const ann = await join(id, { sub: 'ann' });
    words(ann.doc).insert(0, 'hers');
    await ann.saved();
    const vera = await join(id, { sub: 'vera', role: 'viewer' });
    await attack(vera, ann.doc.clientID, 4);
    words(ann.doc).insert(0, 'still ');
    await ann.saved();
    expect(await stored(id)).toBe('still hers');
    await Promise.all([ann, vera].map((client) => client.close()));
  });

  test('of a guest is theirs at each visit, and nobody’s who comes by the same link', async () => {
    const call = async (where: string, body: unknown, token?: string) => {
      const response = await fetch(`${server.url}/api/${where}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
        body: JSON.stringify(body),
      });
      return (await response.json()) as { id: string; token: string; guest: string };
    };
    const { id } = await call('documents', {}, ADMIN_KEY);
    const link = await call(`documents/${id}/links`, { role: 'editor' }, ADMIN_KEY);
    const enter = async (doc: Y.Doc, guest?: string) => {
      const entry = await call(`links/${link.id}/enter`, { name: 'Gus', ...(guest ? { guest } : {}) });
      const client = new WireClient(server.syncUrl(id), doc, { protocols: [SUBPROTOCOL, bearer(entry.token)] });
      await client.until(() => client.isSynced, 'the first sync');
      return { client, guest: entry.guest };
    };
    const { client: gus, guest } = await enter(new Y.Doc());
    words(gus.doc).insert(0, 'gus');
    await gus.saved();
    await gus.close();
    const { client: stranger } = await enter(new Y.Doc());
    await attack(stranger, gus.doc.clientID, 3);
    words(gus.doc).insert(3, ' again');
    const { client: again } = await enter(gus.doc, guest);
    await again.saved();
    expect(await stored(id)).toBe('gus again');
    await Promise.all([stranger, again].map((client) => client.close()));
  });

  test('is kept of each of a thousand who wrote', async () => {
    const id = newId();
    const doc = new Y.Doc();
    for (let client = 1; client <= 1000; client++) {
      const each = new Y.Doc();
      each.clientID = client * 4_000_000;
      words(each).insert(0, '.');
      Y.applyUpdate(doc, Y.encodeStateAsUpdate(each));
    }
    const ann = await join(id, { sub: 'ann' }, doc);
    await ann.saved();
    await ann.close();
    await server.kill();
    await server.start();
    const mallory = await join(id, { sub: 'mallory' });
    for (const client of [1, 500, 1000]) await attack(mallory, client * 4_000_000, 1);
    for (const client of [1, 500, 1000]) {
      doc.clientID = client * 4_000_000;
      words(doc).insert(0, '!');
    }
    const again = await join(id, { sub: 'ann' }, doc);
    await again.saved();
    expect(await stored(id)).toBe(`!!!${'.'.repeat(1000)}`);
    await Promise.all([again, mallory].map((client) => client.close()));
  });

  test('is anybody’s where nobody is told apart', async () => {
    const open = await CowriteServer.start();
    const [one, two] = [await WireClient.join(open.syncUrl('a')), await WireClient.join(open.syncUrl('a'))];
    words(one.doc).insert(0, 'one');
    await one.saved();
    await two.until(() => words(two.doc).length === 3, 'the delivery');
    await one.close();
    two.doc.clientID = one.doc.clientID;
    words(two.doc).insert(3, ' two');
    await two.saved();
    expect(two.framesSaved).toBe(two.framesSent);
    await open.dispose();
  });
});

describe('P10: a recovery', () => {
  const recovery = (at: CowriteServer, init: { method?: string; body?: unknown; token?: string }) =>
    fetch(`${at.url}/api/recovery`, {
      method: init.method ?? 'GET',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${init.token ?? ADMIN_KEY}` },
      ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    });

  test('takes from those who read them what their authors wrote since the backup, and says so', async () => {
    const before = await CowriteServer.start({ env });
    const backup = await mkdtemp(path(tmpdir(), 'cowrite-backup-'));
    const id = newId();
    const ann = await join(id, { sub: 'ann', at: before });
    words(ann.doc).insert(0, 'before');
    await ann.saved();
    await before.stop();
    await copyData(before.data, backup);
    await before.start();
    const annNow = await join(id, { sub: 'ann', at: before }, ann.doc);
    words(ann.doc).insert(6, ', after');
    await annNow.saved();
    const cy = await join(id, { sub: 'cy', at: before });
    words(cy.doc).insert(0, 'Cy: ');
    await cy.saved();
    const bo = await join(id, { sub: 'bo', at: before });
    expect(words(bo.doc).toString()).toBe('Cy: before, after');
    await before.dispose();

    const restored = await CowriteServer.start({ env, data: backup });
    const refused = await join(id, { sub: 'bo', at: restored }, bo.doc);
    expect(await stored(id, restored)).toBe('before');
    const { until } = await (await recovery(restored, { method: 'PUT', body: { minutes: 5 } })).json();
    // Of several nodes each counts from when it heard of it.
    const told = Date.parse((await (await recovery(restored, {})).json()).until);
    expect(Math.abs(told - Date.parse(until))).toBeLessThan(1_000);
    // Who is here is asked at once.
    await refused.saved();
    expect(await stored(id, restored)).toBe('Cy: before, after');
    // Their pages go on where they were, one that the backup knew and one that it didn't.
    const annLast = await join(id, { sub: 'ann', at: restored }, ann.doc);
    words(ann.doc).insert(0, 'Ann, ');
    await annLast.saved();
    await recovery(restored, { method: 'DELETE' });
    const cyLast = await join(id, { sub: 'cy', at: restored }, cy.doc);
    words(cy.doc).insert(0, 'Cy, ');
    await cyLast.saved();
    expect((await stored(id, restored)).length).toBe('Cy, Ann, Cy: before, after'.length);
    await restored.stop();

    const store = await openTestStore(backup);
    const owners = await store.clientOwners(id);
    expect(owners.get(ann.doc.clientID)).toEqual({ user: 'ann', recoveredBy: 'bo' });
    expect(owners.get(cy.doc.clientID)).toEqual({ user: 'cy', recoveredBy: 'bo' });
    await store.close();
    await rm(backup, { recursive: true });
  });

  test('is opened by whoever hosts the service, for a time, or with its start', async () => {
    const token = await tokenOf({ doc: '*', role: 'editor' });
    const body = { minutes: 1 };
    expect((await recovery(server, { method: 'PUT', body, token })).status).toBe(403);
    expect(
      (await recovery(server, { method: 'PUT', body, token: await tokenOf({ doc: 'a', role: 'owner' }) })).status,
    ).toBe(403);
    for (const minutes of [0, -1, 1e6, 'long']) {
      expect((await recovery(server, { method: 'PUT', body: { minutes } })).status).toBe(400);
    }
    expect(await (await recovery(server, {})).json()).toEqual({ until: null });
    const recovering = await CowriteServer.start({ env, args: ['--recovery', '1h'] });
    const { until } = (await (await recovery(recovering, {})).json()) as { until: string };
    expect(Date.parse(until)).toBeGreaterThan(Date.now());
    await recovering.dispose();
  });
});
