import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { readElement, storeParts } from '@cowrite/editor/content/board';
import { SUBPROTOCOL, type VersionChanges, type VersionList, type VersionSummary } from '@cowrite/editor/protocol';
import { createCollabServer } from '@cowrite/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CowriteServer } from '../harness/server.ts';
import { openTestStore } from '../harness/test-store.ts';
import { ADMIN_KEY, bearer, SECRET, type TokenClaims, tokenOf } from '../harness/tokens.ts';
import { WireClient } from '../harness/wire-client.ts';

let server: CowriteServer;

beforeAll(async () => {
  server = await CowriteServer.start({ env: { COWRITE_SECRET: SECRET, COWRITE_ADMIN_KEY: ADMIN_KEY } });
});

afterAll(() => server.dispose());

interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly claims?: TokenClaims;
  readonly accept?: string;
}

const call = async (path: string, { method = 'GET', body, claims = ANN, accept }: Call = {}): Promise<Response> =>
  fetch(`${server.url}/api/documents${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await tokenOf(claims)}`,
      ...(accept === undefined ? {} : { accept }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const json = async <T>(path: string, options?: Call): Promise<T> => {
  const response = await call(path, options);
  expect(response.ok, `${path}: ${response.status}`).toBe(true);
  return (await response.json()) as T;
};

const ANN: TokenClaims = { sub: 'ann', name: 'Ann', color: '#c2410c', role: 'owner' };
const BOB: TokenClaims = { sub: 'bob', name: 'Bob' };
const EVE: TokenClaims = { sub: 'eve', name: 'Eve', role: 'viewer' };

const create = async (): Promise<string> =>
  (await json<{ id: string }>('', { method: 'POST', body: { title: 'Plans' } })).id;

const join = async (id: string, claims: TokenClaims, url = server.syncUrl(id)): Promise<WireClient> => {
  const client = new WireClient(url, new Y.Doc(), { protocols: [SUBPROTOCOL, bearer(await tokenOf(claims))] });
  await client.until(() => client.isSynced, 'the first sync');
  return client;
};

const saved = (client: WireClient): Promise<void> =>
  client.until(() => client.framesSaved === client.framesSent, 'all saved');

/** The text of a document's first block. */
const firstText = (doc: Y.Doc): Y.XmlText => {
  const block = doc.get('root-v2', Y.XmlElement).get(0);
  if (!(block instanceof Y.XmlElement)) throw new Error('there is no block');
  return block.get(0) as Y.XmlText;
};

const wordsIn = (doc: Y.Doc): string => firstText(doc).toString();

const name = (id: string, as: string, claims = ANN): Promise<VersionSummary> =>
  json<VersionSummary>(`/${id}/versions`, { method: 'POST', body: { name: as }, claims });

const changes = (id: string, version: string, since?: string, claims = ANN): Promise<VersionChanges> =>
  json(`/${id}/versions/${version}/changes${since === undefined ? '' : `?since=${since}`}`, { claims });

test('V1: a version says who wrote since the one before, and a comparison who wrote and who deleted what', async () => {
  const id = await create();
  const ann = await join(id, ANN);
  const bob = await join(id, BOB);
  firstText(ann.doc).insert(0, 'The plan is good. ');
  await saved(ann);
  const first = await name(id, 'First draft');
  await bob.until(() => wordsIn(bob.doc) !== '', 'the words');
  firstText(bob.doc).insert(18, 'Or is it?');
  firstText(bob.doc).delete(4, 5);
  await saved(bob);
  const second = await name(id, 'Doubts', BOB);

  expect(second.authors).toMatchObject([{ person: 'bob', deleted: 5 }]);
  expect((await json<VersionSummary>(`/${id}/versions/${second.id}`)).authors).toEqual(second.authors);
  const list = await json<VersionList>(`/${id}/versions`);
  expect(list.versions.map((each) => [each.id, each.name])).toEqual([
    [second.id, 'Doubts'],
    [first.id, 'First draft'],
  ]);
  expect(list.versions.map(({ authors }) => authors.map(({ person }) => person))).toEqual([['bob'], ['ann']]);
  expect(list.versions[0]?.authors[0]).toMatchObject({ deleted: 5 });
  expect(list.people.map((person) => [person.id, person.name, person.color]).sort()).toEqual([
    ['ann', 'Ann', '#c2410c'],
    ['bob', 'Bob', null],
  ]);

  const told = await changes(id, second.id, first.id);
  expect(told.changes).toEqual([
    { kinds: ['removed'], by: ['bob'], inserted: '', removed: 'plan ', about: [] },
    { kinds: ['inserted'], by: ['bob'], inserted: 'Or is it?', removed: '', about: [] },
  ]);
  expect(told.people.map((person) => person.name)).toEqual(['Bob']);
  // The same the other way round, with now, and against nothing.
  expect((await changes(id, 'now', second.id)).changes).toEqual([]);
  expect((await changes(id, first.id)).changes[0]).toMatchObject({
    kinds: ['inserted'],
    inserted: expect.stringContaining('The plan'),
  });
  const authors = await json<{ clients: { client: number; person: string }[] }>(`/${id}/authors`);
  const of = new Map(authors.clients.map(({ client, person }) => [client, person]));
  expect([of.get(ann.doc.clientID), of.get(bob.doc.clientID)]).toEqual(['ann', 'bob']);
  await Promise.all([ann.close(), bob.close()]);
});

test('V3: restoring saves what was there, merges with who types, and one call takes it back', async () => {
  const id = await create();
  const ann = await join(id, ANN);
  const bob = await join(id, BOB);
  firstText(ann.doc).insert(0, 'one two three');
  await saved(ann);
  const version = await name(id, 'Three words');
  await bob.until(() => wordsIn(bob.doc) !== '', 'the words');
  firstText(bob.doc).delete(3, 4);
  await saved(bob);
  await ann.until(() => wordsIn(ann.doc) === 'one three', "Bob's deletion");

  const restoring = call(`/${id}/versions/${version.id}/restore`, { method: 'POST' });
  const typing = setInterval(() => firstText(bob.doc).insert(firstText(bob.doc).length, '!'), 2);
  const { saved: before } = (await (await restoring).json()) as { saved: string };
  firstText(bob.doc).insert(firstText(bob.doc).length, '!');
  clearInterval(typing);
  await saved(bob);
  for (const { doc } of [ann, bob]) {
    await bob.until(() => wordsIn(doc).replaceAll('!', '') === 'one two three', 'the restored words');
  }
  expect(wordsIn(bob.doc)).toContain('!');
  const [newest] = (await json<VersionList>(`/${id}/versions`)).versions;
  expect(newest).toMatchObject({ id: before, cause: 'restore', createdBy: 'ann' });

  await call(`/${id}/versions/${before}/restore`, { method: 'POST' });
  await ann.until(() => wordsIn(ann.doc).replaceAll('!', '') === 'one three', 'what was there before');
  await Promise.all([ann.close(), bob.close()]);
});

test('V4: who may read may browse; it takes an editor to name and restore', async () => {
  const id = await create();
  const ann = await join(id, ANN);
  firstText(ann.doc).insert(0, 'words');
  await saved(ann);
  const { id: version } = await name(id, 'A');
  expect((await json<VersionList>(`/${id}/versions`, { claims: EVE })).versions).toHaveLength(1);
  expect((await changes(id, version, undefined, EVE)).changes).toHaveLength(1);
  const tried = [
    call(`/${id}/versions`, { method: 'POST', body: { name: 'x' }, claims: EVE }),
    call(`/${id}/versions/${version}`, { method: 'PATCH', body: { name: 'x' }, claims: EVE }),
    call(`/${id}/versions/${version}/restore`, { method: 'POST', claims: EVE }),
    call(`/${id}/versions/${version}/copy`, { method: 'POST', body: {}, claims: EVE }),
    call(`/${id}/versions`, { claims: { ...EVE, doc: 'another' } }),
  ];
  expect((await Promise.all(tried)).map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  expect((await json<VersionList>(`/${id}/versions`)).versions).toMatchObject([{ name: 'A' }]);
  await ann.close();
});

test('a version is had in every form, renamed, and copied into a document of its own', async () => {
  const id = await create();
  const ann = await join(id, ANN);
  firstText(ann.doc).insert(0, 'some words', { bold: true });
  await saved(ann);
  const { id: version } = await name(id, 'A');
  firstText(ann.doc).insert(0, 'later ');
  await saved(ann);
  const form = async (accept: string) => (await call(`/${id}/versions/${version}`, { accept })).text();
  expect(await form('text/markdown')).toBe('# Plans\n\n**some words**\n');
  expect(await form('text/html')).toContain('<strong>some words</strong>');
  expect(await form('text/plain')).toContain('some words');
  const state = new Y.Doc();
  const update = await call(`/${id}/versions/${version}`, { accept: 'application/vnd.yjs-update' });
  Y.applyUpdate(state, new Uint8Array(await update.arrayBuffer()));
  expect(wordsIn(state)).toBe('<bold>some words</bold>');
  expect(JSON.parse(await form('application/json'))).toMatchObject({ id: version, name: 'A' });

  const renamed = await json<VersionSummary>(`/${id}/versions/${version}`, {
    method: 'PATCH',
    body: { name: ' B\n2 ' },
  });
  expect(renamed.name).toBe('B 2');
  const copy = await json<{ id: string; title: string; kind: string }>(`/${id}/versions/${version}/copy`, {
    method: 'POST',
    body: { title: 'Plans, as they were' },
  });
  expect(copy).toMatchObject({ title: 'Plans, as they were', kind: 'document' });
  const reader = await join(copy.id, EVE);
  expect(wordsIn(reader.doc)).toBe('<bold>some words</bold>');
  await Promise.all([ann.close(), reader.close()]);
});

test('what makes no sense is refused with a sentence, and changes nothing', async () => {
  const id = await create();
  const ann = await join(id, ANN);
  firstText(ann.doc).insert(0, 'words');
  await saved(ann);
  const { id: version } = await name(id, 'A');
  const bad: [path: string, options: Call, status: number][] = [
    ['/nowhere/versions', {}, 404],
    [`/${id}/versions?limit=0`, {}, 400],
    [`/${id}/versions?cursor=x`, {}, 400],
    [`/${id}/versions/unknown`, {}, 404],
    [`/${id}/versions/..%2f`, {}, 404],
    [`/${id}/versions/unknown/changes`, {}, 404],
    [`/${id}/versions/${version}/changes?since=unknown`, {}, 404],
    [`/${id}/versions/unknown/restore`, { method: 'POST' }, 404],
    [`/${id}/versions/unknown/copy`, { method: 'POST', body: {} }, 404],
    [`/${id}/versions/unknown`, { method: 'PATCH', body: { name: 'x' } }, 404],
    [`/${id}/versions`, { method: 'POST', body: { name: '' } }, 400],
    [`/${id}/versions`, { method: 'POST', body: { name: 'x'.repeat(101) } }, 400],
    [`/${id}/versions`, { method: 'POST', body: { name: 'x', at: 5 } }, 400],
    [`/${id}/versions/${version}`, { method: 'DELETE' }, 405],
    [`/${id}/authors`, { method: 'POST' }, 405],
  ];
  for (const [path, options, status] of bad) {
    const response = await call(path, options);
    expect([path, response.status]).toEqual([path, status]);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  }
  expect((await json<VersionList>(`/${id}/versions`)).versions).toMatchObject([{ id: version, name: 'A' }]);
  expect(wordsIn(ann.doc)).toBe('words');
  await ann.close();
});

test("a board's version tells which elements came, went and changed, and is restored", async () => {
  const { id } = await json<{ id: string }>('', { method: 'POST', body: { title: 'Board', kind: 'board' } });
  const ann = await join(id, ANN);
  const bob = await join(id, BOB);
  const elements = (doc: Y.Doc) => doc.getMap<Y.Map<unknown>>('elements');
  const words = (text: string) => [text, 20, 20, 20, 5, 1.25, true];
  const draw = (doc: Y.Doc, id: string, text: string): void =>
    doc.transact(() =>
      storeParts(doc, [{ id, parts: { c: ['text', 1], index: `a${id}`, g: [1, 2, 0], t: words(text) }, isNew: true }]),
    );
  draw(ann.doc, 'a', 'first');
  draw(ann.doc, 'b', 'second');
  await saved(ann);
  const { id: version } = await name(id, 'Two');
  await bob.until(() => elements(bob.doc).size === 2, 'both elements');
  elements(bob.doc).delete('a');
  elements(bob.doc).get('b')?.set('t', words('changed'));
  draw(bob.doc, 'c', 'third');
  await saved(bob);
  const told = await changes(id, 'now', version);
  expect(told.marked).toBeNull();
  expect(
    told.changes
      .map(({ kinds, by, about, removed, inserted }) => [kinds[0], by[0], about[0], removed, inserted])
      .sort(),
  ).toEqual([
    ['changed', 'bob', 'elements/b', 'second', 'changed'],
    ['inserted', 'bob', 'elements/c', '', 'third'],
    ['removed', 'bob', 'elements/a', 'first', ''],
  ]);
  await call(`/${id}/versions/${version}/restore`, { method: 'POST' });
  await bob.until(() => elements(bob.doc).has('a') && !elements(bob.doc).has('c'), 'the restored board');
  expect(readElement(bob.doc, 'b')).toMatchObject({ text: 'second' });
  await Promise.all([ann.close(), bob.close()]);
});

describe('by themselves', () => {
  const open = async (versionTimes: { quiet?: number; busy?: number; left?: number }) => {
    const dir = await mkdtemp(joinPath(tmpdir(), 'cowrite-versions-'));
    const store = await openTestStore(dir);
    const service = createCollabServer({ store, versionTimes, access: { secret: SECRET } });
    const { port } = await service.listen({ port: 0, host: '127.0.0.1' });
    await store.create({ id: 'doc', kind: 'yjs', title: '' });
    const until = async (count: number) => {
      for (;;) {
        const { versions } = await store.past.listVersions('doc');
        if (versions.length >= count) return versions;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    const close = async () => {
      await service.close();
      await store.close();
      await rm(dir, { recursive: true });
    };
    return { store, url: `ws://127.0.0.1:${port}/sync/doc`, until, close };
  };

  test('V2: versions are made once nobody writes, and none where nothing was written', async () => {
    const { store, url, until, close } = await open({ quiet: 100, left: 1_000_000 });
    const ann = await join('doc', ANN, url);
    ann.doc.getText('t').insert(0, 'one');
    await saved(ann);
    expect(await until(1)).toMatchObject([{ cause: 'quiet', name: null, authors: [{ user: 'ann' }] }]);
    ann.doc.getText('t').insert(0, 'two');
    await saved(ann);
    expect(await until(2)).toHaveLength(2);
    expect(await store.past.findPeople(['ann'])).toMatchObject([{ name: 'Ann', color: '#c2410c' }]);
    await ann.close();
    await close();
  });

  test('V2: and when the last one left, and now and then while people go on', async () => {
    const { url, until, close } = await open({ quiet: 1_000_000, busy: 300, left: 100 });
    const ann = await join('doc', ANN, url);
    const typing = setInterval(() => ann.doc.getText('t').insert(0, 'x'), 20);
    expect((await until(2)).every(({ cause }) => cause === 'busy')).toBe(true);
    clearInterval(typing);
    await saved(ann);
    const { length } = await until(0);
    ann.doc.getText('t').insert(0, 'the last');
    await saved(ann);
    await ann.close();
    await until(length + 1);
    await close();
  });

  test('who deleted what is known after compaction took the log away', async () => {
    const { store, url, until, close } = await open({ quiet: 300_000, left: 50 });
    const [ann, bob] = [await join('doc', ANN, url), await join('doc', BOB, url)];
    ann.doc.getText('t').insert(0, 'a long text that Ann wrote ');
    await saved(ann);
    await bob.until(() => bob.doc.getText('t').length > 0, 'the text');
    for (let i = 0; i < 30; i++) {
      bob.doc.getText('t').delete(0, 1);
      await saved(bob);
    }
    await Promise.all([ann.close(), bob.close()]);
    const [version] = await until(1);
    while (!(await store.load('doc'))?.snapshot) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(version?.authors.map(({ user }) => user).sort()).toEqual(['ann', 'bob']);
    expect(version?.authors.find(({ user }) => user === 'bob')?.deleted).toBe(27);
    await close();
  });
});

test('V5: a document of 5,000 blocks is versioned, compared and restored, and the main thread never stalls for it', async () => {
  const dir = await mkdtemp(joinPath(tmpdir(), 'cowrite-versions-'));
  const store = await openTestStore(dir);
  const doc = new Y.Doc();
  doc.get('root-v2', Y.XmlElement).insert(
    0,
    Array.from({ length: 5000 }, (_, i) => {
      const block = new Y.XmlElement('paragraph');
      const text = new Y.XmlText();
      text.insert(0, `Paragraph ${i} ${'with words in it '.repeat(8)}`);
      block.insert(0, [text]);
      return block;
    }),
  );
  await store.create({ id: 'large', kind: 'document', title: '', update: Y.encodeStateAsUpdate(doc) });
  const service = createCollabServer({ store });
  const { port } = await service.listen({ port: 0, host: '127.0.0.1' });
  const api = (path: string, method = 'GET', body?: unknown) =>
    fetch(`http://127.0.0.1:${port}/api/documents/large${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  const { id: first } = (await (await api('/versions', 'POST', { name: 'A' })).json()) as { id: string };
  await store.append({ documentId: 'large', user: null, update: changeOf(doc) });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  expect((await api('/versions', 'POST', { name: 'B' })).status).toBe(201);
  const compared = await api(`/versions/now/changes?since=${first}`);
  for await (const _ of compared.body ?? []);
  expect((await api(`/versions/${first}/restore`, 'POST')).status).toBe(200);
  delay.disable();
  if (process.env.COWRITE_FIGURES) {
    console.log({ max: delay.max / 1e6, p99: delay.percentile(99) / 1e6, mean: delay.mean / 1e6 });
  }
  const restored = new Y.Doc();
  const stored = await store.load('large');
  if (stored?.snapshot) Y.applyUpdate(restored, stored.snapshot.state);
  for (const { update } of stored?.log ?? []) Y.applyUpdate(restored, update);
  expect(restored.get('root-v2', Y.XmlElement).length).toBe(5000);
  expect(wordsIn(restored)).toBe(`Paragraph 0 ${'with words in it '.repeat(8)}`);
  await service.close();
  await store.close();
  await rm(dir, { recursive: true });
});

/** Somebody types into, removes and adds some hundred blocks. */
const changeOf = (doc: Y.Doc): Uint8Array => {
  const root = doc.get('root-v2', Y.XmlElement);
  const vector = Y.encodeStateVector(doc);
  firstText(doc).insert(0, 'changed ');
  for (let i = 0; i < 200; i++) {
    const block = root.get((i * 23) % root.length);
    if (block instanceof Y.XmlElement) (block.get(0) as Y.XmlText).insert(4, 'typed');
    if (i % 4 === 0) root.delete((i * 37) % root.length || 1, 1);
  }
  return Y.encodeStateAsUpdate(doc, vector);
};
