import type {
  DocumentList,
  DocumentMarks,
  DocumentSummary,
  LibraryMarks,
  LibraryTags,
  SearchResults,
} from '@cowrite/editor/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CowriteServer } from '../harness/server.ts';
import { ADMIN_KEY, SECRET, tokenOf } from '../harness/tokens.ts';

let server: CowriteServer;

beforeAll(async () => {
  server = await CowriteServer.start({ env: { COWRITE_SECRET: SECRET, COWRITE_ADMIN_KEY: ADMIN_KEY } });
});

afterAll(() => server.dispose());

const call = (method: string, path: string, body?: object, token = ADMIN_KEY): Promise<Response> =>
  fetch(`${server.url}/api/${path}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(body && { body: JSON.stringify(body) }),
  });

const read = async <T>(path: string, token = ADMIN_KEY): Promise<T> => {
  const response = await call('GET', path, undefined, token);
  expect(response.status).toBe(200);
  return (await response.json()) as T;
};

const make = async (title: string): Promise<string> =>
  ((await (await call('POST', 'documents', { title })).json()) as DocumentSummary).id;

const shelf = async (query: string, token = ADMIN_KEY): Promise<string[]> =>
  (await read<DocumentList>(`library?shelf=${query}`, token)).documents.map(({ title }) => title);

test('L1: tags and templates are everybody’s, favourites and visits one’s own', async () => {
  const a = await make('a');
  const b = await make('b');
  const ann = await tokenOf({ sub: 'ann', role: 'editor' });
  const bo = await tokenOf({ sub: 'bo', role: 'viewer' });
  const marks = (await (
    await call('PUT', `documents/${a}/tags`, { tags: ['#Team  plan ', 'x', 'x'] }, ann)
  ).json()) as DocumentMarks;
  expect(marks.tags).toEqual(['Team plan', 'x']);
  await call('PUT', `documents/${a}/template`, undefined, ann);
  await call('PUT', `documents/${b}/favourite`, undefined, bo);
  for (const id of [a, b]) await call('PUT', `documents/${id}/visit`, undefined, bo);
  expect(await read<LibraryTags>('library/tags', bo)).toEqual({
    tags: [
      { tag: 'Team plan', documents: 1 },
      { tag: 'x', documents: 1 },
    ],
  });
  expect(await read<LibraryMarks>(`library/marks?id=${a}&id=${b}`, bo)).toEqual({
    marks: [
      { documentId: a, tags: ['Team plan', 'x'], template: true, favourite: false },
      { documentId: b, tags: [], template: false, favourite: true },
    ],
  });
  expect(await shelf(`tag&tag=${encodeURIComponent('Team plan')}`, bo)).toEqual(['a']);
  expect(await shelf('templates', bo)).toEqual(['a']);
  expect(await shelf('favourites', bo)).toEqual(['b']);
  expect(await shelf('favourites', ann)).toEqual([]);
  expect(await shelf('recent', bo)).toEqual(['b', 'a']);
  await call('DELETE', `documents/${b}`);
  expect(await shelf('recent', bo)).toEqual(['a']);
  await call('POST', `documents/${b}/restore`);
  await call('DELETE', `documents/${b}/favourite`, undefined, bo);
  expect(await shelf('favourites', bo)).toEqual([]);
});

test('L2: who may only read changes no tags and templates; who may see one document doesn’t see the shelves', async () => {
  const id = await make('c');
  const viewer = await tokenOf({ sub: 'bo', doc: id, role: 'viewer' });
  expect((await call('PUT', `documents/${id}/tags`, { tags: ['mine'] }, viewer)).status).toBe(403);
  expect((await call('PUT', `documents/${id}/template`, undefined, viewer)).status).toBe(403);
  expect((await call('PUT', `documents/${id}/favourite`, undefined, viewer)).status).toBe(204);
  expect((await read<DocumentMarks>(`documents/${id}/marks`, viewer)).favourite).toBe(true);
  for (const path of ['library?shelf=recent', 'library/tags', `library/marks?id=${id}`]) {
    expect((await call('GET', path, undefined, viewer)).status).toBe(403);
  }
});

test('L3: a duplicate says what the document says, with its pictures, and goes its own way', async () => {
  const id = await make('Recipe');
  await call('POST', `documents/${id}/blocks`, { markdown: 'two eggs' });
  const file = await fetch(`${server.url}/api/documents/${id}/assets?name=a.txt`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ADMIN_KEY}` },
    body: 'words',
  });
  const { hash } = (await file.json()) as { hash: string };
  const made = await call('POST', `documents/${id}/duplicate`, { title: 'Another' });
  expect(made.status).toBe(201);
  const copy = (await made.json()) as DocumentSummary;
  expect(copy).toMatchObject({ title: 'Another', kind: 'document' });
  await call('POST', `documents/${copy.id}/blocks`, { markdown: 'three spoons' });
  const found = (q: string) =>
    read<SearchResults>(`search?q=${q}`).then(({ results }) => results.map((each) => each.document.id));
  await expect.poll(() => found('eggs').then((ids) => ids.sort()), { timeout: 15_000 }).toEqual([id, copy.id].sort());
  await expect.poll(() => found('spoons'), { timeout: 15_000 }).toEqual([copy.id]);
  const asset = await call('GET', `documents/${copy.id}/assets/${hash}`);
  expect(await asset.text()).toBe('words');
  const some = await tokenOf({ doc: id, role: 'owner' });
  expect((await call('POST', `documents/${id}/duplicate`, {}, some)).status).toBe(403);
  expect((await call('POST', 'documents/nowhere/duplicate', {})).status).toBe(404);
});

test('bad tags and shelves are told what is wrong, and nothing changes', async () => {
  const id = await make('d');
  const bodies = [
    {},
    { tags: 'x' },
    { tags: [''] },
    { tags: ['#'] },
    { tags: ['x'.repeat(41)] },
    { tags: Array(21).fill('x') },
  ];
  for (const body of bodies) expect((await call('PUT', `documents/${id}/tags`, body)).status).toBe(400);
  for (const path of ['library', 'library?shelf=none', 'library?shelf=recent&cursor=x', 'library/marks?id=..']) {
    expect((await call('GET', path)).status).toBe(400);
  }
  expect((await call('PUT', 'documents/nowhere/favourite')).status).toBe(404);
  expect((await call('POST', 'library/tags')).status).toBe(405);
  expect((await read<DocumentMarks>(`documents/${id}/marks`)).tags).toEqual([]);
});
