import type { DocumentSummary, Excerpt, SearchResults } from '@cowrite/editor/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CowriteServer } from '../harness/server.ts';
import { ADMIN_KEY, SECRET, tokenOf } from '../harness/tokens.ts';
import { WireClient } from '../harness/wire-client.ts';

/** Within this what was written is found. */
const FOUND = { timeout: 15_000, interval: 200 };
let server: CowriteServer;

beforeAll(async () => {
  server = await CowriteServer.start({ env: { COWRITE_SECRET: SECRET, COWRITE_ADMIN_KEY: ADMIN_KEY } });
});

afterAll(() => server.dispose());

const call = (method: string, path: string, body?: object, token = ADMIN_KEY): Promise<Response> =>
  fetch(`${server.url}/api/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
    ...(body && { body: JSON.stringify(body) }),
  });

const make = async (title: string, markdown: string): Promise<string> => {
  const { id } = (await (await call('POST', 'documents', { title })).json()) as DocumentSummary;
  expect((await call('POST', `documents/${id}/blocks`, { markdown })).status).toBe(201);
  return id;
};

const search = async (q: string, token = ADMIN_KEY, more = ''): Promise<SearchResults> => {
  const response = await call('GET', `search?q=${encodeURIComponent(q)}${more}`, undefined, token);
  expect(response.status).toBe(200);
  return (await response.json()) as SearchResults;
};

const found = async (q: string, token = ADMIN_KEY): Promise<string[]> =>
  (await search(q, token)).results.map(({ document }) => document.id);

const words = ({ text, marks }: Excerpt): string[] => marks.map(([start, end]) => text.slice(start, end));

test('S1: what is written is found by title and text, Chinese too, with the lines that match', async () => {
  const id = await make('Harbour log', '# Tides\n\nThe *ebb* began at four.\n\n我们共同编写文档');
  await expect.poll(() => found('ebb'), FOUND).toEqual([id]);
  const [result] = (await search('harb ebb')).results;
  expect(result?.document).toMatchObject({ id, title: 'Harbour log', kind: 'document' });
  expect(result && words(result.title)).toEqual(['Harb']);
  expect(result?.lines.map(({ text }) => text)).toEqual(['The ebb began at four.']);
  expect(await found('编写')).toEqual([id]);
  expect(await found('写编')).toEqual([]);
});

test('S1: the index follows edits, new titles, the trash and the way back', async () => {
  const id = await make('Orchard', 'apples');
  await expect.poll(() => found('apples'), FOUND).toEqual([id]);
  await call('POST', `documents/${id}/blocks`, { markdown: 'quinces' });
  await call('PATCH', `documents/${id}`, { title: 'Garden' });
  await expect.poll(() => found('garden quinces'), FOUND).toEqual([id]);
  expect(await found('orchard')).toEqual([]);
  await call('DELETE', `documents/${id}`);
  expect(await found('quinces')).toEqual([]);
  await call('POST', `documents/${id}/restore`);
  expect(await found('quinces')).toEqual([id]);
});

test('S2: one finds what one may read, and is not told of the rest', async () => {
  const mine = await make('Shared recipe', 'saffron');
  const theirs = await make('Secret recipe', 'saffron');
  await expect.poll(() => found('saffron'), FOUND).toHaveLength(2);
  expect(await found('saffron', await tokenOf({ doc: mine, role: 'viewer' }))).toEqual([mine]);
  expect(await found('saffron', await tokenOf({ doc: '*', role: 'viewer' }))).toHaveLength(2);
  expect(await found('saffron', await tokenOf({ doc: 'none-*' }))).toEqual([]);
  await call('PUT', `documents/${theirs}/members/ann`, { role: null });
  const later = await call('GET', 'search?q=saffron', undefined, await tokenOf({ doc: '*', sub: 'bo' }));
  expect(((await later.json()) as SearchResults).results).toHaveLength(2);
  const body = { label: 'finds', scopes: ['read'], documents: theirs };
  const { key } = (await (await call('POST', 'keys', body)).json()) as { key: string };
  expect(await found('saffron', key)).toEqual([theirs]);
  expect((await call('GET', 'search?q=saffron', undefined, 'cwk_none')).status).toBe(401);
  expect((await call('GET', 'search?q=saffron', undefined, '')).status).toBe(401);
  expect((await call('GET', 'search?q=saffron', undefined, 'nonsense')).status).toBe(401);
});

test('S1: of a document that somebody else’s editor wrote, all text is found', async () => {
  const client = new WireClient(`${server.syncUrl('foreign')}?token=${await tokenOf()}`, new Y.Doc(), {
    protocols: [],
  });
  await client.until(() => client.isSynced, 'the first sync');
  client.doc.getText('codemirror').insert(0, 'const zeppelin = 1;');
  client.doc.getMap('meta').set('note', 'dirigible');
  const list = client.doc.getArray<Y.Map<unknown>>('list');
  const entry = new Y.Map<unknown>();
  list.push([entry]);
  entry.set('name', new Y.Text('blimp'));
  await expect.poll(() => found('zeppelin dirigible blimp'), FOUND).toEqual(['foreign']);
  client.socket.close();
});

test('results come page by page; bad queries are told what is wrong', async () => {
  for (let i = 0; i < 3; i++) await make(`Pagination ${i}`, '');
  await expect.poll(() => found('pagination'), FOUND).toHaveLength(3);
  const first = await search('pagination', ADMIN_KEY, '&limit=2');
  const second = await search('pagination', ADMIN_KEY, `&limit=2&cursor=${first.next}`);
  const ids = [...first.results, ...second.results].map(({ document }) => document.id);
  expect([first.results.length, second.results.length, new Set(ids).size, second.next]).toEqual([2, 1, 3, null]);
  expect(await search('')).toEqual({ results: [], next: null });
  for (const bad of ['search', `search?q=${'x'.repeat(201)}`, 'search?q=a&limit=0', 'search?q=a&cursor=x']) {
    const response = await call('GET', bad);
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
  }
  expect((await call('POST', 'search', {})).status).toBe(405);
});

test('S1: what was written while the index was away is found after the next start', async () => {
  const id = await make('Lighthouse', 'fresnel');
  await server.kill();
  await server.start();
  await expect.poll(() => found('fresnel'), FOUND).toEqual([id]);
});
