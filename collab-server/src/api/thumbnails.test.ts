import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentSummary, Role } from '@cowrite/editor/protocol';
import { type DocumentStore, openSqliteStore } from '@cowrite/storage';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CollabServer, createCollabServer } from '../collab-server.ts';

const SECRET = 'a secret of thirty-two characters';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

let dir: string;
let store: DocumentStore;
let server: CollabServer;
let documents: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cowrite-thumbnails-'));
  store = await openSqliteStore({ dir });
  server = createCollabServer({ store, access: { secret: SECRET } });
  const { port } = await server.listen({ port: 0, host: '127.0.0.1' });
  documents = `http://127.0.0.1:${port}/api/documents`;
  await store.create({ id: 'board', kind: 'board', title: 'Plan' });
});

afterEach(async () => {
  await server.close();
  await store.close();
  await rm(dir, { recursive: true });
});

const authorization = async (role: Role, doc = '*'): Promise<string> => {
  const token = new SignJWT({ doc, role }).setProtectedHeader({ alg: 'HS256' }).setSubject('ann').setIssuedAt();
  return `Bearer ${await token.setExpirationTime('1h').sign(new TextEncoder().encode(SECRET))}`;
};

const call = async (method: 'GET' | 'PUT', role: Role, body?: Uint8Array<ArrayBuffer> | string, id = 'board') =>
  fetch(`${documents}/${id}/thumbnail`, {
    method,
    headers: { authorization: await authorization(role), 'content-type': 'image/png' },
    ...(body === undefined ? {} : { body }),
  });

const png = () => new Uint8Array(PNG);

test('F7: an editor stores a thumbnail, a viewer sees it, and the list says when it was made', async () => {
  expect((await call('GET', 'viewer')).status).toBe(404);
  expect((await call('PUT', 'editor', png())).status).toBe(204);
  const shown = await call('GET', 'viewer');
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
  expect(shown.headers.get('content-security-policy')).toContain('sandbox');
  expect(Buffer.from(await shown.arrayBuffer())).toEqual(PNG);
  const list = await fetch(documents, { headers: { authorization: await authorization('owner') } });
  const [listed] = ((await list.json()) as { documents: DocumentSummary[] }).documents;
  expect(Date.parse(listed?.thumbnailAt ?? '')).toBeGreaterThan(0);
  // It is no change of the document.
  expect(listed?.changedAt).toBe(listed?.createdAt);
});

test('F7: it is asked for anew, and not sent again while it is the same', async () => {
  await call('PUT', 'editor', png());
  const etag = (await call('GET', 'viewer')).headers.get('etag') ?? '';
  const again = async () =>
    fetch(`${documents}/board/thumbnail`, {
      headers: { authorization: await authorization('viewer'), 'if-none-match': etag },
    });
  expect((await again()).status).toBe(304);
  await call('PUT', 'editor', png());
  expect((await again()).status).toBe(200);
});

test('F7: nobody stores one who may only read or comment, and nobody sees one of another document', async () => {
  expect((await call('PUT', 'viewer', png())).status).toBe(403);
  expect((await call('PUT', 'commenter', png())).status).toBe(403);
  await call('PUT', 'editor', png());
  const stranger = { headers: { authorization: await authorization('owner', 'other') } };
  expect((await fetch(`${documents}/board/thumbnail`, stranger)).status).toBe(403);
  expect((await fetch(`${documents}/board/thumbnail`)).status).toBe(401);
});

test('F7: what isn’t a small picture is refused, and changes nothing', async () => {
  await call('PUT', 'editor', png());
  const before = await store.thumbnails.findThumbnail('board');
  expect((await call('PUT', 'editor', SVG)).status).toBe(415);
  expect((await call('PUT', 'editor', 'words')).status).toBe(415);
  expect((await call('PUT', 'editor', '')).status).toBe(415);
  expect((await call('PUT', 'editor', new Uint8Array(200 * 1024))).status).toBe(413);
  expect(await store.thumbnails.findThumbnail('board')).toEqual(before);
});

test('F7: a document in the trash takes none, and one that isn’t there has none', async () => {
  await store.trash('board');
  expect((await call('PUT', 'editor', png())).status).toBe(410);
  expect((await call('PUT', 'editor', png(), 'nowhere')).status).toBe(404);
});

test('a board is made by the API, empty', async () => {
  const headers = { authorization: await authorization('owner'), 'content-type': 'application/json' };
  const made = await fetch(documents, { method: 'POST', headers, body: '{"kind":"board","title":"Plan"}' });
  const { id, kind } = (await made.json()) as DocumentSummary;
  expect(kind).toBe('board');
  expect((await store.load(id))?.log).toEqual([]);
  const other = await fetch(documents, { method: 'POST', headers, body: '{"kind":"yjs"}' });
  expect(other.status).toBe(400);
});
