import { CloseCode, MessageType, SUBPROTOCOL } from '@cowrite/editor/protocol';
import * as encoding from 'lib0/encoding';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { Random, seedOf } from '../harness/random.ts';
import { replicaHash } from '../harness/replica.ts';
import { RoamingClient, readRoamed } from '../harness/roaming-client.ts';
import { ADMIN_KEY, bearer, SECRET, type TokenClaims, tokenOf } from '../harness/tokens.ts';
import { WireClient } from '../harness/wire-client.ts';
import { Cluster } from './harness/cluster.ts';

const RUNS = Number(process.env.RUNS ?? 2);
const SOON = { timeout: 20_000, interval: 20 };
const random = new Random(seedOf('nodes'));

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start(3, random, { COWRITE_SECRET: SECRET, COWRITE_ADMIN_KEY: ADMIN_KEY });
}, 120_000);
afterAll(() => cluster?.dispose());

/** Somebody at one of the nodes; Ann, an editor, unless told. */
const join = async (node: number, id: string, claims: TokenClaims = {}, doc = new Y.Doc()): Promise<Visitor> => {
  const visitor = new Visitor(node, id, await tokenOf({ sub: `user ${node}`, ...claims }), doc);
  await visitor.client.until(() => visitor.client.isSynced, 'the first sync');
  return visitor;
};

class Visitor {
  readonly client: WireClient;
  readonly awareness: Awareness;
  readonly events: string[] = [];

  constructor(node: number, id: string, token: string, doc: Y.Doc) {
    this.awareness = new Awareness(doc);
    this.client = new WireClient(cluster.syncUrl(node, id), doc, { protocols: [SUBPROTOCOL, bearer(token)] });
    this.client.socket.prependListener('message', (data: Buffer) => {
      if (data[0] === MessageType.event) this.events.push(data.subarray(1).toString());
      // Type, then bytes with their length before them.
      if (data[0] === MessageType.awareness) {
        const head = data.length - 1 < 128 ? 2 : data.length - 2 < 16_384 ? 3 : 4;
        applyAwarenessUpdate(this.awareness, data.subarray(head), 'server');
      }
    });
  }

  get text(): string {
    return this.client.doc.getText('words').toString();
  }

  write(words: string): void {
    this.client.doc.getText('words').insert(this.text.length, words);
  }

  reads(words: string): Promise<void> {
    return this.client.until(() => this.text === words, `${words} to read, not ${this.text}`);
  }

  /** The names of those that are here. */
  get names(): string[] {
    const states = [...this.awareness.getStates().values()];
    return states.flatMap(({ user }) => (user?.name ? [user.name as string] : [])).sort();
  }

  /** Others, by their names. */
  sees(...names: string[]): Promise<void> {
    return vi.waitFor(() => expect(this.names).toEqual(names), SOON);
  }

  hears(event: string): Promise<void> {
    return vi.waitFor(() => expect(this.events.join()).toContain(event), SOON);
  }

  tell(name: string): void {
    this.client.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, MessageType.event);
        encoding.writeVarString(encoder, name);
        encoding.writeVarString(encoder, '1');
      }),
    );
  }

  leave(): Promise<unknown> {
    this.awareness.destroy();
    return this.client.close();
  }
}

const call = (node: number, method: string, path: string, body?: unknown): Promise<Response> => {
  const { server } = cluster.nodes[node] ?? {};
  return fetch(`${server?.url}/api${path}`, {
    method,
    headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
};

describe('people at different nodes', () => {
  test('N1, N2: read what the others write, and all of it is saved', async () => {
    const [ann, ben, eve] = [await join(0, 'words'), await join(1, 'words'), await join(2, 'words')];
    for (const [index, visitor] of [ann, ben, eve, ann, eve].entries()) {
      visitor.write(`${index} `);
      await Promise.all([ann, ben, eve].map((each) => each.reads('0 1 2 3 4 '.slice(0, 2 * index + 2))));
    }
    await Promise.all([ann, ben, eve].map(({ client }) => client.saved()));
    await Promise.all([ann, ben, eve].map((each) => each.leave()));
  });

  test('N1: write at the same time without a letter lost or doubled', async () => {
    const all = await Promise.all([0, 1, 2].map((node) => join(node, 'at-once')));
    for (let round = 0; round < 60; round++) {
      for (const visitor of all) visitor.client.doc.getArray('list').push([round]);
      if (round % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 3));
    }
    await Promise.all(all.map(({ client }) => client.saved()));
    const lists = all.map(({ client }) => client.doc.getArray('list'));
    await Promise.all(all.map(({ client }, at) => client.until(() => lists[at]?.length === 180, 'all of them')));
    expect(new Set(lists.map((list) => JSON.stringify(list))).size).toBe(1);
    await Promise.all(all.map((each) => each.leave()));
  });

  test('N1: a large change arrives as any other does', async () => {
    const [ann, ben] = [await join(0, 'large'), await join(1, 'large')];
    ann.write('x'.repeat(700_000));
    await ben.reads('x'.repeat(700_000));
    ben.write('!');
    await ann.reads(`${'x'.repeat(700_000)}!`);
    await Promise.all([ann, ben].map((each) => each.leave()));
  });

  test('N3: see each other, by the names that the server knows, until they leave', async () => {
    const ann = await join(0, 'faces', { sub: 'ann', name: 'Ann' });
    ann.client.sendAwareness(ann.client.doc.clientID, 1, { user: { name: 'God' } });
    const ben = await join(1, 'faces', { sub: 'ben', name: 'Ben' });
    await ben.sees('Ann');
    ben.client.sendAwareness(ben.client.doc.clientID, 1, {});
    await ann.sees('Ben');
    // Nobody speaks for somebody at another node either.
    const eve = await join(2, 'faces', { sub: 'eve', name: 'Eve' });
    await eve.sees('Ann', 'Ben');
    eve.client.sendAwareness(ann.client.doc.clientID, 9, { user: { name: 'Eve' } });
    eve.client.sendAwareness(eve.client.doc.clientID, 1, {});
    await ben.sees('Ann', 'Eve');
    await ann.leave();
    await ben.sees('Eve');
    await Promise.all([ben, eve].map((each) => each.leave()));
  });

  test('N1, P9: do not write under a clientID that is somebody’s at another node', async () => {
    const [ann, eve] = [await join(0, 'owned', { sub: 'ann' }), await join(1, 'owned', { sub: 'eve' })];
    ann.write('mine');
    await eve.reads('mine');
    const forged = new Y.Doc();
    Y.applyUpdate(forged, Y.encodeStateAsUpdate(eve.client.doc));
    forged.clientID = ann.client.doc.clientID;
    forged.getText('words').insert(0, 'not ');
    eve.client.sendUpdate(Y.encodeStateAsUpdate(forged, Y.encodeStateVector(eve.client.doc)));
    ann.write('!');
    await eve.reads('mine!');
    expect(ann.text).toBe('mine!');
    await Promise.all([ann, eve].map((each) => each.leave()));
  });

  test('N3: hear each other’s events, and what the API tells', async () => {
    const made = (await (await call(0, 'POST', '/documents', { title: 'Plans' })).json()) as { id: string };
    const [ann, ben] = [await join(0, made.id), await join(1, made.id)];
    ann.tell('wave');
    await ben.hears('wave');
    await call(2, 'PATCH', `/documents/${made.id}`, { title: 'Better plans' });
    await Promise.all([ann.hears('renamed'), ben.hears('renamed')]);
    await Promise.all([ann, ben].map((each) => each.leave()));
  });

  test('N3, C10: how far somebody has read reaches their own pages at another node, and nobody else’s', async () => {
    const made = (await (await call(0, 'POST', '/documents', { title: 'Read' })).json()) as { id: string };
    const token = await tokenOf({ sub: 'ann' });
    const [here, there, ben] = [
      await join(0, made.id, { sub: 'ann' }),
      await join(1, made.id, { sub: 'ann' }),
      await join(1, made.id, { sub: 'ben' }),
    ];
    const asAnn = (method: string, path: string, body: unknown): Promise<Response> =>
      fetch(`${cluster.nodes[0]?.server.url}/api/documents/${made.id}/chat${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await asAnn('POST', '', { id: 'a-message-of-ann', text: 'hello' })).status).toBe(201);
    expect((await asAnn('PUT', '/read', { seq: 1 })).ok).toBe(true);
    await Promise.all([here.hears('"seq":1'), there.hears('read')]);
    // What comes behind it has come, so it would have.
    here.tell('wave');
    await ben.hears('wave');
    expect(ben.events.some((event) => event.includes('\u0004read'))).toBe(false);
    expect(there.events.some((event) => event.includes('\u0004read'))).toBe(true);
    await Promise.all([here, there, ben].map((each) => each.leave()));
  });

  test('N4: are sent away where their document goes to the trash', async () => {
    const made = (await (await call(0, 'POST', '/documents', { title: 'Old' })).json()) as { id: string };
    const ben = await join(1, made.id);
    await call(0, 'DELETE', `/documents/${made.id}`);
    expect((await ben.client.closed).code).toBe(CloseCode.deleted);
  });

  test('N4, P4: have another role two seconds after somebody said so at another node', async () => {
    const made = (await (await call(0, 'POST', '/documents', { title: 'Shared' })).json()) as { id: string };
    const ben = await join(1, made.id, { sub: 'ben' });
    expect(ben.client.role).toBe('editor');
    const said = await call(0, 'PUT', `/documents/${made.id}/members/ben`, { role: 'viewer' });
    expect(said.ok).toBe(true);
    await ben.client.until(() => ben.client.role === 'viewer', 'the new role');
    await ben.leave();
  });
});

test('N2: without Redis what is written arrives by way of the store, and at once when it is back', async () => {
  const [ann, ben] = [await join(0, 'no-redis'), await join(1, 'no-redis')];
  await cluster.redis.stop();
  ann.write('slowly');
  await ann.client.saved();
  await ben.reads('slowly');
  ben.write(' but surely');
  await ann.reads('slowly but surely');
  await cluster.redis.start();
  ann.tell('back');
  // Events are kept nowhere: one that is told before the line is up again is gone.
  const again = setInterval(() => ann.tell('back'), 200);
  await ben.hears('back');
  clearInterval(again);
  ben.write('!');
  await ann.reads('slowly but surely!');
  await Promise.all([ann, ben].map((each) => each.leave()));
});

test('N5: without the database nothing is saved and nobody is told, and then all of it', async () => {
  const [ann, ben] = [await join(0, 'no-database'), await join(1, 'no-database')];
  ann.write('before');
  await ben.reads('before');
  await cluster.postgres.halt('SIGQUIT');
  const saved = ann.client.framesSaved;
  ann.write(', while it is away');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(ann.client.framesSaved).toBe(saved);
  expect(ben.text).toBe('before');
  await cluster.postgres.start();
  await ben.reads('before, while it is away');
  await ann.client.saved();
  await Promise.all([ann, ben].map((each) => each.leave()));
});

test('N1: a log that one node compacts goes on at the others', async () => {
  const [ann, ben] = [await join(0, 'compacted'), await join(1, 'compacted')];
  for (let round = 0; round < 14; round++) {
    for (const visitor of [ann, ben])
      visitor.client.doc.getMap('large').set(String(round % 3), random.fraction() + 'y'.repeat(99_000));
    await Promise.all([ann, ben].map(({ client }) => client.saved()));
  }
  const late = await join(2, 'compacted');
  for (const visitor of [ann, ben, late]) visitor.write('.');
  await Promise.all([ann, ben, late].map((each) => each.reads('...')));
  const hashes = [ann, ben, late].map(({ client }) => replicaHash(client.doc, (doc) => doc.getMap('large').toJSON()));
  expect(new Set(hashes).size).toBe(1);
  await Promise.all([ann, ben, late].map((each) => each.leave()));
});

test(`N1: clients that roam over three nodes end alike (${RUNS} seeds)`, { timeout: RUNS * 90_000 }, async () => {
  const token = await tokenOf();
  for (let run = 0; run < RUNS; run++) {
    const id = `roamed-${run}`;
    const clients = Array.from({ length: 6 }, (_, place) => {
      return new RoamingClient(`${cluster.syncUrl(place % 3, id)}?token=${token}`, random);
    });
    for (let move = 0; move < 300; move++) {
      await random.pick(clients).move();
      if (random.chance(0.2)) await new Promise(setImmediate);
    }
    await rest(clients);
    const hashes = new Set(clients.map(({ doc }) => replicaHash(doc, readRoamed)));
    for (const node of [0, 1, 2]) {
      const fresh = await join(node, id);
      hashes.add(replicaHash(fresh.client.doc, readRoamed));
      await fresh.leave();
    }
    await Promise.all(clients.map((client) => client.leave()));
    expect(hashes.size, `SEED=${random.seed}`).toBe(1);
  }
});

/** Resolves once every client has everything. Merging may make Yjs tidy up formatting, which is an edit once more. */
const rest = async (clients: readonly RoamingClient[]): Promise<void> => {
  const has = (doc: Y.Doc, update: Uint8Array) => Y.snapshotContainsUpdate(Y.snapshot(doc), update);
  const union = Y.mergeUpdates(clients.map(({ doc }) => Y.encodeStateAsUpdate(doc)));
  for (const client of clients) await client.settle();
  for (const client of clients) await client.until((doc) => has(doc, union), 'all of the others’ edits');
  const now = Y.mergeUpdates(clients.map(({ doc }) => Y.encodeStateAsUpdate(doc)));
  if (!clients.every(({ doc }) => has(doc, now))) await rest(clients);
};

test('S1: what is written at any node is found at every other, also once the one that indexed is killed', async () => {
  const found = async (word: string): Promise<string[]> => {
    const { results } = await (await call(2, 'GET', `/search?q=${word}`)).json();
    return results.map(({ document }: { document: { id: string } }) => document.id);
  };
  const isFound = async (word: string): Promise<void> => {
    const { id } = await (await call(1, 'POST', '/documents', { title: 'Found', markdown: word })).json();
    await expect.poll(() => found(word), { timeout: 40_000, interval: 200 }).toEqual([id]);
  };
  await isFound('windlass');
  // The first to start was the first to index.
  await cluster.nodes[0]?.server.kill();
  await isFound('bollard');
  await cluster.nodes[0]?.server.start();
  await isFound('capstan');
});
