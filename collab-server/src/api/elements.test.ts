import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentSummary, Problem } from '@cowrite/editor/protocol';
import { type DocumentStore, openSqliteStore } from '@cowrite/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CollabServer, createCollabServer } from '../collab-server.ts';

const KEY = 'the-admin-key-of-this-test';
const SECRET = 'a-secret-of-thirty-two-characters-or-more';
let dir: string;
let store: DocumentStore;
let server: CollabServer;
let base: string;
let id: string;
let path: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cowrite-elements-'));
  store = await openSqliteStore({ dir });
  server = createCollabServer({ store, access: { secret: SECRET, adminKey: KEY } });
  const { port } = await server.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${port}`;
  id = (await json<DocumentSummary>(send('POST', '/api/documents', { kind: 'board' }))).id;
  path = `/api/documents/${id}/elements`;
});

afterEach(async () => {
  await server.close();
  await store.close();
  await rm(dir, { recursive: true });
});

const send = (method: string, where: string, body?: unknown, headers: Record<string, string> = {}) =>
  fetch(base + where, {
    method,
    headers: {
      authorization: `Bearer ${KEY}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

const json = async <T>(response: Response | Promise<Response>): Promise<T> => (await (await response).json()) as T;

interface Element {
  readonly id: string;
  readonly type: string;
  readonly [key: string]: unknown;
}

const all = async (): Promise<Element[]> => (await json<{ elements: Element[] }>(send('GET', path))).elements;

const add = async (...elements: object[]): Promise<string[]> => {
  const response = await send('POST', path, { elements });
  expect(response.status, await response.clone().text()).toBe(201);
  return (await json<{ ids: string[] }>(response)).ids;
};

const refused = async (response: Response, status: number): Promise<string> => {
  const problem = await json<Problem>(response);
  expect([problem.status, response.status]).toEqual([status, status]);
  return problem.detail;
};

test('E11: elements are added in front, with what they leave out as on new ones, and read from back to front', async () => {
  const [box, words, arrow] = await add(
    { type: 'rectangle', x: 10, y: 20, backgroundColor: '#ffec99', label: 'One two three four five six seven' },
    { type: 'text', x: 0, y: 200, text: '你好\nworld' },
    {
      id: 'my-arrow',
      type: 'arrow',
      x: 170,
      y: 70,
      points: [
        [0, 0],
        [90, 0],
      ],
    },
  );
  expect(arrow).toBe('my-arrow');
  const elements = await all();
  expect(elements.map(({ type }) => type)).toEqual(['rectangle', 'text', 'text', 'arrow']);
  const [rectangle, label, text, line] = elements;
  expect(rectangle).toMatchObject({ id: box, width: 160, height: 100, boundElements: [{ type: 'text' }] });
  expect(label).toMatchObject({
    containerId: box,
    textAlign: 'center',
    originalText: 'One two three four five six seven',
  });
  expect(String(label?.text).split('\n').length).toBeGreaterThan(1);
  expect(text).toMatchObject({ id: words, height: 50 });
  expect(line).toMatchObject({ endArrowhead: 'arrow', width: 90, height: 0 });
  await add({ type: 'ellipse', x: 0, y: 0 });
  expect((await all()).at(-1)?.type).toBe('ellipse');
  expect((await store.load(id))?.log.map(({ user }) => user)).toEqual(['admin', 'admin']);
});

test('E11: changes at the same moment merge property by property, and a text grows with its words', async () => {
  await add({ id: 'shape', type: 'rectangle', x: 0, y: 0 }, { id: 'note', type: 'text', x: 0, y: 300, text: 'short' });
  const colored = send('PATCH', path, { elements: [{ id: 'shape', strokeColor: '#e03131' }] });
  const moved = send('PATCH', path, { elements: [{ id: 'shape', x: 500, y: 40 }] });
  const grown = send('PATCH', path, { elements: [{ id: 'note', text: 'a text that is much longer' }] });
  for (const each of await Promise.all([colored, moved, grown])) expect(each.status).toBe(200);
  const [shape, note] = await all();
  expect(shape).toMatchObject({ strokeColor: '#e03131', x: 500, y: 40, width: 160 });
  expect(note).toMatchObject({ originalText: 'a text that is much longer' });
  expect(Number(note?.width)).toBeGreaterThan(200);
});

test('E11: what is deleted goes with its words, and can’t be changed', async () => {
  const [box] = await add({ type: 'diamond', x: 0, y: 0, label: 'Why?' }, { type: 'ellipse', x: 300, y: 0 });
  expect((await send('DELETE', `${path}?element=${box}`)).status).toBe(204);
  expect((await all()).map(({ type }) => type)).toEqual(['ellipse']);
  await refused(await send('PATCH', path, { elements: [{ id: box, x: 5 }] }), 404);
  await refused(await send('DELETE', `${path}?element=${box}`), 404);
  await refused(await send('GET', `${path}/${box}`), 404);
});

test('E3: with If-Match a board is changed only while it is what was read', async () => {
  await add({ id: 'shape', type: 'rectangle', x: 0, y: 0 });
  const read = await send('GET', path);
  const etag = read.headers.get('etag') ?? '';
  expect((await send('GET', path, undefined, { 'if-none-match': etag })).status).toBe(304);
  const first = await send('PATCH', path, { elements: [{ id: 'shape', x: 7 }] }, { 'if-match': etag });
  expect(first.status).toBe(200);
  await refused(await send('PATCH', path, { elements: [{ id: 'shape', x: 9 }] }, { 'if-match': etag }), 412);
  expect(first.headers.get('etag')).not.toBe(etag);
  expect((await all())[0]).toMatchObject({ x: 7 });
});

test('E4: elements are added once under one key', async () => {
  const body = { elements: [{ type: 'rectangle', x: 0, y: 0 }] };
  const [one, two] = [
    await send('POST', path, body, { 'idempotency-key': 'k' }),
    await send('POST', path, body, { 'idempotency-key': 'k' }),
  ];
  expect(await two.text()).toBe(await one.text());
  expect(await all()).toHaveLength(1);
});

test('E2: what no canvas could show is refused with where it is wrong, and nothing is changed', async () => {
  await add({ id: 'shape', type: 'rectangle', x: 0, y: 0 });
  const good = { type: 'ellipse', x: 0, y: 0 };
  for (const [bad, where] of [
    [{ ...good, strokeColor: 'url(javascript:)' }, 'strokeColor'],
    [{ ...good, nonsense: 1 }, 'nonsense'],
    [{ ...good, width: -5 }, 'elements.1'],
    [{ ...good, opacity: 300 }, 'opacity'],
    [{ ...good, link: 'javascript:alert(1)' }, 'link'],
    [{ type: 'text', x: 0, y: 0 }, 'text'],
    [{ type: 'line', x: 0, y: 0, points: [[0, 'a']] }, 'points'],
    [{ type: 'line', x: 0, y: 0, label: 'no' }, 'label'],
    [{ ...good, id: 'shape' }, 'id'],
    [{ type: 'image', x: 0, y: 0, hash: 'nothing', mimeType: 'image/png' }, 'hash'],
    [{ ...good, x: 1e9 }, 'elements.1'],
  ] as const) {
    const response = await send('POST', path, { elements: [good, bad] });
    expect([400, 422], JSON.stringify(bad)).toContain(response.status);
    expect((await json<Problem>(response)).detail, JSON.stringify(bad)).toContain(where);
  }
  await refused(await send('PATCH', path, { elements: [{ id: 'shape', type: 'ellipse' }] }), 422);
  await refused(await send('PATCH', path, { elements: [{ id: 'shape', isDeleted: true }] }), 422);
  await refused(
    await send('PATCH', path, {
      elements: [
        { id: 'shape', x: 1 },
        { id: 'nowhere', x: 1 },
      ],
    }),
    404,
  );
  await refused(await send('POST', path, { elements: [{ type: 'nonsense', x: 0, y: 0 }] }), 400);
  await refused(await send('POST', `/api/documents/${id}/blocks`, { markdown: 'no' }), 422);
  expect(await all()).toMatchObject([{ id: 'shape', x: 0, type: 'rectangle' }]);
});
