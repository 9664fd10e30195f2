import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  DocumentList,
  DocumentSummary,
  LinkList,
  LinkSummary,
  LiveValues,
  Problem,
} from '@cowrite/editor/protocol';
import { type DocumentStore, openSqliteStore } from '@cowrite/storage';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { createApiClient } from '../client.ts';
import { type CollabServer, type CollabServerOptions, createCollabServer } from '../collab-server.ts';

const KEY = 'the-admin-key-of-this-test';
const SECRET = 'a-secret-of-thirty-two-characters-or-more';
let dir: string;
let store: DocumentStore;
let server: CollabServer;
let base: string;

const start = async (options: Partial<CollabServerOptions> = {}): Promise<void> => {
  server = createCollabServer({ store, access: { secret: SECRET, adminKey: KEY }, ...options });
  const { port } = await server.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${port}`;
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cowrite-programs-'));
  store = await openSqliteStore({ dir });
  await start();
});

afterEach(async () => {
  await server.close();
  await store.close();
  await rm(dir, { recursive: true });
});

interface Call {
  readonly key?: string | null;
  readonly headers?: Record<string, string>;
}

const send = (
  method: string,
  path: string,
  body?: unknown,
  { key = KEY, headers = {} }: Call = {},
): Promise<Response> =>
  fetch(base + path, {
    method,
    headers: {
      ...(key === null ? {} : { authorization: `Bearer ${key}` }),
      ...(body === undefined || body instanceof Uint8Array ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined
      ? {}
      : { body: body instanceof Uint8Array || typeof body === 'string' ? (body as string) : JSON.stringify(body) }),
  });

const json = async <T>(response: Response | Promise<Response>): Promise<T> => (await (await response).json()) as T;

const created = async (body: object = {}): Promise<string> => {
  const response = await send('POST', '/api/documents', body);
  expect(response.status).toBe(201);
  return (await json<DocumentSummary>(response)).id;
};

const markdown = async (id: string): Promise<string> => {
  const response = await send('GET', `/api/documents/${id}`, undefined, { headers: { accept: 'text/markdown' } });
  expect(response.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
  return (await response.text()).trim();
};

const refused = async (response: Response, status: number): Promise<string> => {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return (await json<Problem>(response)).detail;
};

const made = async (body: object): Promise<string> =>
  (await json<{ key: string }>(send('POST', '/api/keys', { label: 'Test', ...body }))).key;

test('a document is made of Markdown or HTML, and read as what is asked for', async () => {
  const id = await created({ title: 'Plan', markdown: '# One\n\n- [x] done' });
  expect(await markdown(id)).toBe('# Plan\n\n# One\n\n- [x] done');
  const as = async (accept: string) => await send('GET', `/api/documents/${id}`, undefined, { headers: { accept } });
  expect(await (await as('text/html')).text()).toContain('<h1>One</h1>');
  expect(await (await as('text/plain')).text()).toContain('[x] done');
  const doc = new Y.Doc();
  Y.applyUpdate(doc, new Uint8Array(await (await as('application/vnd.yjs-update')).arrayBuffer()));
  expect(doc.get('root-v2', Y.XmlElement).length).toBe(2);
  expect(await json<DocumentSummary>(as('application/json'))).toMatchObject({ id, title: 'Plan' });
  expect(await json<DocumentSummary>(as('image/png, */*;q=0.1'))).toMatchObject({ id });
  expect(await refused(await as('application/vnd.yjs.update'), 406)).toContain('application/vnd.yjs-update');
  const html = await created({ html: '<p>a <b>b</b></p>' });
  expect(await markdown(html)).toBe('a **b**');
  const log = (await store.load(id))?.log ?? [];
  expect(log.map(({ user }) => user)).toEqual(['admin']);
});

test('what is wrong with content makes no document', async () => {
  expect(await refused(await send('POST', '/api/documents', { blocks: [{ type: 'nonsense' }] }), 422)).toContain(
    'type',
  );
  expect(await refused(await send('POST', '/api/documents', { html: '<div>'.repeat(600) }), 422)).toContain('deep');
  await refused(await send('POST', '/api/documents', { html: 'a', markdown: 'b' }), 400);
  await refused(await send('POST', '/api/documents', { kind: 'board', markdown: 'b' }), 400);
  expect((await store.list()).documents).toEqual([]);
  expect((await store.list({ deleted: true })).documents).toEqual([]);
});

test('blocks are listed, appended, inserted, replaced and removed by their ids', async () => {
  const id = await created({ markdown: 'a\n\nb' });
  const path = `/api/documents/${id}/blocks`;
  const { blocks } = await json<{ blocks: { id: string }[] }>(send('GET', path));
  const [a, b] = blocks.map((block) => block.id);
  const { ids } = await json<{ ids: string[] }>(send('POST', path, { markdown: 'c' }));
  await send('POST', path, { html: '<p>before b</p>', before: b });
  await send('POST', path, {
    blocks: [{ type: 'paragraph', children: [{ type: 'text', text: 'after a' }] }],
    after: a,
  });
  expect((await send('PUT', `${path}/${ids[0]}`, { markdown: '## C' })).status).toBe(200);
  expect(await markdown(id)).toBe('a\n\nafter a\n\nbefore b\n\nb\n\n## C');
  expect(await json(send('GET', `${path}/${a}`))).toMatchObject({ type: 'paragraph', id: a });
  expect((await send('PUT', path, { ids: [a, b], markdown: 'x' })).status).toBe(200);
  expect((await send('DELETE', `${path}/${ids[0]}`)).status).toBe(204);
  expect(await markdown(id)).toBe('x\n\nafter a\n\nbefore b');
});

test('who must not merge says what they read, and is refused where that changed', async () => {
  const id = await created({ markdown: 'a' });
  const path = `/api/documents/${id}/blocks`;
  const etag = (await send('GET', path)).headers.get('etag') ?? '';
  expect((await send('GET', path, undefined, { headers: { 'if-none-match': etag } })).status).toBe(304);
  const done = await send('POST', path, { markdown: 'b' }, { headers: { 'if-match': etag } });
  expect(done.status).toBe(201);
  const late = await send('POST', path, { markdown: 'late' }, { headers: { 'if-match': etag } });
  expect(await refused(late, 412)).toContain('read it anew');
  const next = done.headers.get('etag') ?? '';
  expect((await send('GET', path)).headers.get('etag')).toBe(next);
  await refused(await send('POST', path, { markdown: 'x' }, { headers: { 'if-match': 'nonsense' } }), 400);
  expect((await send('POST', path, { markdown: 'c' }, { headers: { 'if-match': next } })).status).toBe(201);
  expect(await markdown(id)).toBe('a\n\nb\n\nc');
});

test('a call under an idempotency key is done once, and another under the same key is refused', async () => {
  const id = await created({ markdown: 'a' });
  const path = `/api/documents/${id}/blocks`;
  const headers = { 'idempotency-key': 'k-1' };
  const answers = await Promise.all([1, 2, 3].map(() => send('POST', path, { markdown: 'b' }, { headers })));
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
  const again = await send('POST', path, { markdown: 'b' }, { headers });
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
  expect(await refused(await send('POST', path, { markdown: 'c' }, { headers }), 422)).toContain('new one');
  expect(await markdown(id)).toBe('a\n\nb');
  const bad = { 'idempotency-key': 'k-2' };
  await refused(await send('POST', path, { blocks: [{ type: 'nonsense' }] }, { headers: bad }), 422);
  // Nothing came of it, so the key is still free.
  expect((await send('POST', path, { markdown: 'c' }, { headers: bad })).status).toBe(201);
});

test('a Yjs update merges; what is none, or builds on nothing here, is refused', async () => {
  const id = await created({ markdown: 'a' });
  const path = `/api/documents/${id}/updates`;
  const headers = { 'content-type': 'application/vnd.yjs-update' };
  const doc = new Y.Doc();
  const text = doc.getText('notes');
  text.insert(0, 'hello');
  const first = Y.encodeStateAsUpdate(doc);
  text.insert(5, '!');
  const second = Y.diffUpdate(Y.encodeStateAsUpdate(doc), Y.encodeStateVectorFromUpdate(first));
  expect(await refused(await send('POST', path, second, { headers }), 409)).toContain('whole state');
  expect((await send('POST', path, first, { headers })).status).toBe(204);
  expect(await refused(await send('POST', path, Uint8Array.of(1, 2, 3), { headers }), 422)).toContain('Yjs');
  await refused(await send('POST', path, first, { headers: { 'content-type': 'text/plain' } }), 415);
  await refused(await send('POST', path, new Uint8Array(9 * 1024 * 1024), { headers }), 413);
  expect(await markdown(id)).toBe('a');
});

test('what a call does wrong is answered with the right status, and changes nothing', async () => {
  const id = await created({ markdown: 'a' });
  const path = `/api/documents/${id}/blocks`;
  const before = (await send('GET', path)).headers.get('etag');
  await refused(await send('POST', '/api/documents/nobody/blocks', { markdown: 'x' }), 404);
  await refused(await send('POST', '/api/documents/..%2fx/blocks', { markdown: 'x' }), 404);
  await refused(await send('POST', path, '{"markdown":'), 400);
  await refused(await send('POST', path, { markdown: 5 }), 400);
  await refused(await send('POST', path, {}), 400);
  await refused(await send('POST', path, { markdown: 'x', before: 'a', after: 'b' }), 400);
  expect(await refused(await send('POST', path, { markdown: 'x', after: 'no-1' }), 404)).toContain('no block no-1');
  await refused(await send('PUT', `${path}/no-1`, { markdown: 'x' }), 404);
  await refused(await send('DELETE', `${path}/no-1`), 404);
  await refused(await send('GET', `${path}/no-1`), 404);
  await refused(await send('PATCH', path, {}), 405);
  await refused(await send('POST', path, 'x', { headers: { 'content-type': 'text/markdown' } }), 415);
  await refused(await send('POST', path, { markdown: 'x' }, { key: null }), 401);
  expect((await send('GET', path)).headers.get('etag')).toBe(before);
  await send('DELETE', `/api/documents/${id}`);
  await refused(await send('POST', path, { markdown: 'x' }), 410);
  // The connection ends with it.
  await refused(await send('POST', path, { markdown: 'x'.repeat(2_000_000) }), 413);
});

test('a key does what its scopes say, in the documents it is for, in its name, until it is revoked', async () => {
  const [a, b] = [await created({ markdown: 'a' }), await created({ markdown: 'b' })];
  const write = await made({ scopes: ['write'], documents: a, name: 'Importer' });
  const read = await made({ scopes: ['read'] });
  expect((await send('POST', `/api/documents/${a}/blocks`, { markdown: 'x' }, { key: write })).status).toBe(201);
  expect((await store.load(a))?.log.at(-1)?.user).toMatch(/^key:/);
  await refused(await send('POST', `/api/documents/${b}/blocks`, { markdown: 'x' }, { key: write }), 403);
  await refused(await send('POST', `/api/documents/nobody/blocks`, { markdown: 'x' }, { key: write }), 403);
  const listed = async (key: string, query = ''): Promise<string[]> => {
    const { documents } = await json<DocumentList>(send('GET', `/api/documents${query}`, undefined, { key }));
    return documents.map(({ id }) => id).sort();
  };
  expect(await listed(write)).toEqual([a]);
  expect(await listed(write, `?id=${a}&id=${b}`)).toEqual([a]);
  expect(await listed(read)).toEqual([a, b].sort());
  await refused(await send('POST', `/api/documents/${b}/blocks`, { markdown: 'x' }, { key: read }), 403);
  await refused(await send('PUT', `/api/documents/${b}/values/x`, { value: 1 }, { key: read }), 403);
  await refused(await send('GET', '/api/keys', undefined, { key: await made({ scopes: ['manage'] }) }), 403);
  const { keys } = await json<{ keys: { id: string; label: string }[] }>(send('GET', '/api/keys'));
  expect(JSON.stringify(keys)).not.toContain(read);
  expect((await send('DELETE', `/api/keys/${keys[0]?.id}`)).status).toBe(204);
  await refused(await send('POST', `/api/documents/${a}/blocks`, { markdown: 'x' }, { key: write }), 401);
  await refused(await send('GET', '/api/documents', undefined, { key: `${read}x` }), 401);
  await refused(await send('GET', '/api/documents', undefined, { key: 'cwk_short' }), 401);
});

test('live values are kept as they were last set, by keys that may do no more', async () => {
  const id = await created({ markdown: 'a' });
  const key = await made({ scopes: ['values'], documents: id });
  const path = `/api/documents/${id}/values`;
  const log = (await store.load(id))?.log.length;
  expect((await send('PUT', `${path}/price`, { value: 1, staleAfter: 5 }, { key })).status).toBe(204);
  expect((await send('PUT', path, { values: { price: { value: 2 }, day: 'Mon', open: true } }, { key })).status).toBe(
    204,
  );
  const { values } = await json<LiveValues>(send('GET', path, undefined, { key }));
  expect(values.price).toMatchObject({ value: 2, staleAfter: null });
  expect(values.price?.recent.map(([, value]) => value)).toEqual([1, 2]);
  expect([values.day?.value, values.open?.value]).toEqual(['Mon', true]);
  expect((await store.load(id))?.log.length).toBe(log);
  await refused(await send('PUT', `${path}/price`, { value: null }, { key }), 400);
  await refused(await send('PUT', `${path}/price`, { value: 'x'.repeat(201) }, { key }), 400);
  await refused(await send('PUT', `${path}/a%20b`, { value: 1 }, { key }), 404);
  await refused(await send('PUT', '/api/documents/nobody/values/x', { value: 1 }), 404);
  await refused(await send('POST', `/api/documents/${id}/blocks`, { markdown: 'x' }, { key }), 403);
  expect((await send('DELETE', `${path}/day`, undefined, { key })).status).toBe(204);
  await refused(await send('DELETE', `${path}/day`, undefined, { key }), 404);
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`v${i}`, i]));
  const others = (prefix: string) => Object.fromEntries(Object.entries(many).map(([k, v]) => [prefix + k, v]));
  for (const prefix of ['a', 'b']) expect((await send('PUT', path, { values: others(prefix) })).status).toBe(204);
  expect(await refused(await send('PUT', path, { values: others('c') }), 409)).toContain('500');
});

test('who calls too often is told to wait', async () => {
  await server.close();
  await start({ callRate: { burst: 3, perSecond: 0.5 } });
  const statuses = await Promise.all([1, 2, 3, 4].map(async () => (await send('GET', '/api/access')).status));
  expect(statuses.sort()).toEqual([200, 200, 200, 429]);
  const late = await send('GET', '/api/access');
  expect(late.headers.get('retry-after')).toBe('2');
  await refused(late, 429);
});

test('the calls are described for tools, from the schemas that check them', async () => {
  interface Described {
    readonly openapi: string;
    readonly paths: Record<string, Record<string, { summary?: string; responses: object; requestBody?: object }>>;
    readonly components: { readonly schemas: Record<string, object> };
  }
  const { openapi, paths, components } = await json<Described>(
    send('GET', '/api/openapi.json', undefined, { key: null }),
  );
  expect(openapi).toMatch(/^3\.1/);
  expect(Object.keys(paths)).toEqual(
    expect.arrayContaining([
      '/api/documents',
      '/api/documents/{id}/blocks',
      '/api/documents/{id}/values/{key}',
      '/api/keys',
    ]),
  );
  expect(paths['/api/documents/{id}/updates']?.post?.summary).toContain('Yjs');
  expect(JSON.stringify(paths['/api/documents']?.post?.requestBody)).toContain('markdown');
  expect(components.schemas.Problem).toBeDefined();
  // Each call says what it does and what it answers: with JSON, files or nothing.
  for (const [path, calls] of Object.entries(paths)) {
    for (const [method, { summary, responses }] of Object.entries(calls)) {
      expect(summary, `${method} ${path}`).toMatch(/\w/);
      const [status = ''] = Object.keys(responses).filter((each) => Number(each) < 300);
      const answer = (responses as Record<string, { content?: object }>)[status];
      if (status !== '204') expect(answer?.content, `${method} ${path} ${status}`).toBeDefined();
    }
  }
});

test('the calls are described for people on a page without scripts', async () => {
  const response = await send('GET', '/api/docs', undefined, { key: null });
  expect(response.headers.get('content-type')).toMatch('text/html');
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  const page = await response.text();
  expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3)/);
  for (const words of ['/api/documents/{id}/elements', 'Idempotency', 'type-VersionChanges', 'Merges a Yjs update']) {
    expect(page.toLowerCase()).toContain(words.toLowerCase());
  }
  // Words of code are told from others, and calls are in the order of their paths.
  expect(page).not.toContain('`');
  expect(page).toMatch(/id="subject-Documents">Documents<\/h2>\s*<details class="call" id="get-api-documents">/);
  // Every link leads somewhere.
  const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '');
  expect(targets.length).toBeGreaterThan(100);
  expect(targets.filter((id) => !page.includes(`id="${id}"`))).toEqual([]);
});

test('a document begins as a copy of a template that its maker may read', async () => {
  const template = await created({ title: 'Weekly', markdown: '## Agenda' });
  const copy = await created({ template });
  expect(await markdown(copy)).toBe('# Weekly\n\n## Agenda');
  const named = await created({ template, title: 'Monday' });
  expect(await markdown(named)).toBe('# Monday\n\n## Agenda');
  const board = await created({ kind: 'board' });
  await send('POST', `/api/documents/${board}/elements`, { elements: [{ type: 'ellipse', x: 0, y: 0 }] });
  const second = await created({ template: board, kind: 'board' });
  const { elements } = await json<{ elements: object[] }>(send('GET', `/api/documents/${second}/elements`));
  expect(elements).toHaveLength(1);
  const before = (await store.list()).documents.length;
  await refused(await send('POST', '/api/documents', { template: 'nowhere' }), 422);
  await refused(await send('POST', '/api/documents', { template, markdown: 'both' }), 400);
  await refused(await send('POST', '/api/documents', { template, kind: 'board' }), 422);
  await send('DELETE', `/api/documents/${template}`);
  await refused(await send('POST', '/api/documents', { template }), 422);
  expect((await store.list()).documents).toHaveLength(before - 1);
});

test('E4: a title, values, updates, the trash and back take an Idempotency-Key too', async () => {
  const id = await created({ title: 'One' });
  const path = `/api/documents/${id}`;
  const call = (key: string) => ({ headers: { 'idempotency-key': key } });
  const first = await send('PATCH', path, { title: 'Two' }, call('a'));
  await send('PATCH', path, { title: 'Three' });
  const again = await send('PATCH', path, { title: 'Two' }, call('a'));
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(await again.json()).toEqual(await first.json());
  expect((await store.find(id))?.title).toBe('Three');
  await refused(await send('PATCH', path, { title: 'Four' }, call('a')), 422);
  for (const value of [1, 2]) await send('PUT', `${path}/values/n`, { value: value === 2 ? 1 : value }, call('b'));
  expect((await send('PUT', `${path}/values/n`, { value: 3 }, call('b'))).status).toBe(422);
  for (let i = 0; i < 2; i++) expect((await send('DELETE', path, undefined, call('c'))).status).toBe(204);
  for (let i = 0; i < 2; i++) expect((await send('POST', `${path}/restore`, undefined, call('d'))).status).toBe(200);
  const other = new Y.Doc();
  other.getText('more').insert(0, 'x');
  const type = { 'content-type': 'application/vnd.yjs-update' };
  for (let i = 0; i < 2; i++) {
    const update = Y.encodeStateAsUpdate(other);
    const headers = { ...type, 'idempotency-key': 'e' };
    expect((await send('POST', `${path}/updates`, update, { headers })).status).toBe(204);
  }
});

test('the typed client knows calls that answer nothing', async () => {
  const id = await created({ markdown: 'a\n\nb' });
  const api = createApiClient(base, { token: KEY });
  const listed = await api.documents[':id'].blocks.$get({ param: { id } });
  if (listed.status !== 200) throw new Error('no blocks');
  const { blocks } = await listed.json();
  const block = blocks[0]?.id ?? '';
  expect((await api.documents[':id'].blocks[':block'].$delete({ param: { id, block } })).status).toBe(204);
  const put = await api.documents[':id'].values[':key'].$put({ param: { id, key: 'n' }, json: { value: 4 } });
  expect(put.status).toBe(204);
  const sent = await api.documents[':id'].events.$post({ param: { id }, json: { name: 'ping', data: [1] } });
  expect(sent.status).toBe(204);
  expect(await markdown(id)).toBe('b');
  const wrong = await send('PATCH', `/api/documents/${id}/blocks`, {});
  expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, POST, PUT, DELETE']);
});

test('E13: whoever may write in a document begins it under its id, a key for some documents too', async () => {
  const key = await made({ scopes: ['write'], documents: 'team-*' });
  const make = (body: object, by = key) => send('POST', '/api/documents', body, { key: by });
  expect(await refused(await make({ title: 'Plan' }), 403)).toContain('team-*');
  await refused(await make({ id: 'other', title: 'Plan' }), 403);
  await refused(await make({ id: 'team-../x' }), 400);
  await refused(
    await make({ id: 'team-1', title: 'Plan' }, await made({ scopes: ['read'], documents: 'team-*' })),
    403,
  );
  const first = await make({ id: 'team-1', title: 'Plan', markdown: 'a' });
  expect([first.status, (await json<DocumentSummary>(first)).id]).toEqual([201, 'team-1']);
  expect(await refused(await make({ id: 'team-1', markdown: 'other' }), 409)).toContain('already');
  expect((await make({ id: 'team-2', template: 'team-1' })).status).toBe(201);
  expect(await markdown('team-2')).toBe('# Plan\n\na');
  expect(await created({ id: 'mine' })).toBe('mine');
  await refused(await send('POST', '/api/documents', { id: 'no/id' }), 400);
});

test('E3: a document is moved to the trash, and an update merged, only while it is what was read, where that is asked for', async () => {
  const id = await created({ markdown: 'a' });
  const tag = async () => (await send('GET', `/api/documents/${id}/blocks`)).headers.get('etag') ?? '';
  const old = { 'if-match': await tag() };
  const other = new Y.Doc();
  other.getMap('other').set('a', 1);
  const update = Y.encodeStateAsUpdate(other);
  const bytes = { 'content-type': 'application/octet-stream' };
  const path = `/api/documents/${id}/updates`;
  expect((await send('POST', path, update, { headers: { ...bytes, ...old } })).status).toBe(204);
  other.getMap('other').set('b', 2);
  const more = Y.encodeStateAsUpdate(other);
  await refused(await send('POST', path, more, { headers: { ...bytes, ...old } }), 412);
  await refused(await send('DELETE', `/api/documents/${id}`, undefined, { headers: old }), 412);
  expect((await store.find(id))?.deletedAt).toBeNull();
  const removal = await send('DELETE', `/api/documents/${id}`, undefined, { headers: { 'if-match': await tag() } });
  expect(removal.status).toBe(204);
});

test('L4: a token or key for some documents lists those, page by page, and none that its user was kept out of', async () => {
  for (const id of ['team-1', 'other-1', 'team-2', 'other-2', 'team-3']) await created({ id, title: `Notes of ${id}` });
  const key = await made({ scopes: ['read'], documents: 'team-*' });
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '?limit=2' : `?limit=2&cursor=${encodeURIComponent(cursor)}`;
    const page: DocumentList = await json<DocumentList>(send('GET', `/api/documents${query}`, undefined, { key }));
    ids.push(...page.documents.map(({ id }) => id));
    cursor = page.next;
  }
  expect(ids.sort()).toEqual(['team-1', 'team-2', 'team-3']);
  const ann = await new SignJWT({ doc: 'team-*', role: 'editor' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('ann')
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET));
  await send('PUT', '/api/documents/team-2/members/ann', { role: null });
  const { documents } = await json<DocumentList>(send('GET', '/api/documents?title=notes', undefined, { key: ann }));
  expect(documents.map(({ id }) => id).sort()).toEqual(['team-1', 'team-3']);
  await refused(await send('GET', '/api/documents?cursor=x', undefined, { key }), 400);
});

test('E7: what isn’t valid is said in plain words: where, and what is allowed there', async () => {
  const id = await created({});
  const said = async (method: string, path: string, body?: unknown) => refused(await send(method, path, body), 400);
  const values = `/api/documents/${id}/values`;
  expect(await said('POST', '/api/documents', { title: 5 })).toBe('title: has to be a text');
  expect(await said('POST', '/api/documents', { kind: 'page' })).toBe('kind: has to be "document" or "board"');
  expect(await said('POST', '/api/documents', { titel: '' })).toContain('titel: there is no such property here; what');
  expect(await said('POST', '/api/documents', { blocks: [1] })).toBe('blocks.0: has to be an object');
  expect(await said('POST', '/api/keys', { scopes: ['read'] })).toBe('label: has to be given: a text');
  expect(await said('POST', '/api/keys', { label: 'k', scopes: ['read'], expiresAt: 'soon' })).toContain(
    'a time, such',
  );
  const expiresAt = new Date(Date.now() - 1000).toISOString();
  expect(await said('POST', '/api/keys', { label: 'k', scopes: ['read'], expiresAt })).toContain('has passed already');
  expect(await said('POST', `/api/documents/${id}/links`, { role: 'viewer', expiresAt })).toBe(
    'expiresAt: has passed already: give a time to come, or null for no end',
  );
  expect(await said('GET', '/api/documents?limit=1000')).toBe('limit: is at most 200');
  expect(await said('GET', '/api/documents?limit=x')).toBe('limit: has to be a number');
  expect(await said('PUT', values, { values: { a: null } })).toContain('a number, a text or true or false');
  expect(await said('PUT', values, { values: { a: 'x'.repeat(201) } })).toBe('values.a: has at most 200 characters');
  expect(await said('PUT', values, { values: { 'a b': 1 } })).toContain('values.a b: a key has 1 to 64 letters');
  expect(await said('PUT', values, { values: { a: { value: 1, stale: 2 } } })).toContain('values.a.stale: there is no');
  expect(await said('POST', `/api/documents/${id}/links`, [])).toBe('the request: has to be an object');
});

test('a link says the address of its page as its maker reaches the service', async () => {
  const id = await created({});
  const made = async (headers: Record<string, string>) => {
    const response = await send('POST', `/api/documents/${id}/links`, { role: 'viewer' }, { headers });
    expect(response.status).toBe(201);
    return json<LinkSummary>(response);
  };
  const link = await made({});
  expect(link.url).toBe(`${base}/s/${link.id}`);
  const proxied = await made({ 'x-forwarded-proto': 'https', 'x-forwarded-prefix': '/write/' });
  expect(proxied.url).toBe(`${base.replace('http:', 'https:')}/write/s/${proxied.id}`);
  const lied = await made({ 'x-forwarded-proto': 'javascript', 'x-forwarded-prefix': '/"><script>' });
  expect(lied.url).toBe(`${base}/s/${lied.id}`);
  const { links } = await json<LinkList>(send('GET', `/api/documents/${id}/links`));
  expect(links.map(({ url }) => url)).toContain(link.url);
});
