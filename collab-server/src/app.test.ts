import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMBED_ORIGINS } from '@cowrite/editor/content/embeds';
import type { DocumentList, DocumentSummary, Problem } from '@cowrite/editor/protocol';
import { type DocumentStore, openSqliteStore } from '@cowrite/storage';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CollabServer, createCollabServer } from './collab-server.ts';

let dir: string;
let store: DocumentStore;
let server: CollabServer;
let base: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cowrite-app-'));
  store = await openSqliteStore({ dir });
  server = createCollabServer({ store });
  const { port } = await server.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${port}`;
});

afterEach(async () => {
  await server.close();
  await store.close();
  await rm(dir, { recursive: true });
});

const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(base + path, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

const created = async (title: string): Promise<DocumentSummary> => {
  const response = await send('POST', '/api/documents', { title });
  expect(response.status).toBe(201);
  return (await response.json()) as DocumentSummary;
};

const refused = async (response: Response, status: number): Promise<string> => {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(status);
  return problem.detail;
};

test('a document is made, found, renamed, listed, put in the trash and brought back', async () => {
  const { id } = await created('  Minutes\n of May ');
  const found = (await (await send('GET', `/api/documents/${id}`)).json()) as DocumentSummary;
  expect(found).toMatchObject({ id, kind: 'document', title: 'Minutes of May', deletedAt: null });
  await send('PATCH', `/api/documents/${id}`, { title: 'Minutes of June' });
  const list = async (query = ''): Promise<string[]> => {
    const { documents } = (await (await send('GET', `/api/documents${query}`)).json()) as DocumentList;
    return documents.map(({ title }) => title);
  };
  expect(await list()).toEqual(['Minutes of June']);
  expect([await list('?title=june'), await list('?title=May')]).toEqual([['Minutes of June'], []]);
  expect(await list(`?id=${id}&id=never-made&id=${id}`)).toEqual(['Minutes of June']);
  expect((await send('DELETE', `/api/documents/${id}`)).status).toBe(204);
  expect([await list(), await list('?deleted=true')]).toEqual([[], ['Minutes of June']]);
  await send('POST', `/api/documents/${id}/restore`);
  expect(await list()).toEqual(['Minutes of June']);
});

test('what is wrong with a call is said, and nothing is changed', async () => {
  const { id } = await created('Kept');
  expect(await refused(await send('POST', '/api/documents', '{"title":'), 400)).not.toBe('');
  expect(await refused(await send('POST', '/api/documents', { titel: 'x' }), 400)).toContain('titel');
  expect(await refused(await send('PATCH', `/api/documents/${id}`, { title: 'x'.repeat(201) }), 400)).toContain('200');
  expect(await refused(await send('GET', '/api/documents?limit=0'), 400)).toContain('limit');
  expect(await refused(await send('GET', '/api/documents?cursor=nonsense'), 400)).toContain('cursor');
  expect(await refused(await send('GET', '/api/documents/never-made'), 404)).toContain('no document');
  expect(await refused(await send('DELETE', '/api/documents/..%2f..'), 404)).not.toBe('');
  expect(await refused(await send('PUT', `/api/documents/${id}`, {}), 405)).toContain('PATCH');
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect(await refused(await send('POST', '/api/documents', 'title=x', form), 415)).toContain('JSON');
  expect(await refused(await send('POST', '/api/documents', { title: 'x'.repeat(2_000_000) }), 413)).toContain(
    '1 MiB at most',
  );
  const { documents } = (await (await send('GET', '/api/documents')).json()) as DocumentList;
  expect(documents.map(({ title }) => title)).toEqual(['Kept']);
});

test.each(['https://evil.example', 'null', 'http://127.0.0.1.evil.example', 'http://127.0.0.1:1', 'file://'])(
  'R4: a page of the origin %s is refused',
  async (origin) => {
    await refused(await send('GET', '/api/documents', undefined, { origin }), 403);
  },
);

test('R4: a page of its own is admitted', async () => {
  expect((await send('GET', '/api/documents', undefined, { origin: base })).status).toBe(200);
});

test('health, readiness and figures are there to be watched', async () => {
  expect((await send('GET', '/health')).status).toBe(200);
  expect((await send('GET', '/ready')).status).toBe(200);
  expect(await (await send('GET', '/metrics')).text()).toContain('cowrite_connections 0');
});

test('a sync address that is asked without an upgrade says what it speaks', async () => {
  expect((await send('GET', '/sync/anything')).status).toBe(426);
});

test('a page may show frames of the allow-list of embeds, and no others', async () => {
  const policy = (await send('GET', '/health')).headers.get('content-security-policy') ?? '';
  const frames = /frame-src ([^;]*)/.exec(policy)?.[1]?.split(' ') ?? [];
  expect(frames).toEqual([...EMBED_ORIGINS]);
  expect(frames).toContain('https://player.vimeo.com');
});
