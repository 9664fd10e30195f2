import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DocumentSummary, Problem, StoredAsset } from '@cowrite/editor/protocol';
import { type AssetStore, type DocumentStore, openSqliteAssetStore, openSqliteStore } from '@cowrite/storage';
import { parse } from 'content-disposition';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { type CollabServer, createCollabServer } from '../collab-server.ts';

const MAX = 1024 * 1024;
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const SVG =
  '<?xml version="1.0"?><!-- drawn --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

let dir: string;
let store: DocumentStore;
let assets: AssetStore;
let server: CollabServer;
let base: string;
let id: string;

const start = async (assetGrace = 7 * 86_400_000): Promise<void> => {
  store = await openSqliteStore({ dir });
  assets = await openSqliteAssetStore({ dir });
  server = createCollabServer({ store, assets, maxAssetSize: MAX, assetGrace });
  const { port } = await server.listen({ port: 0, host: '127.0.0.1' });
  base = `http://127.0.0.1:${port}`;
};

const stop = async (): Promise<void> => {
  await server.close();
  await Promise.all([store.close(), assets.close()]);
};

const createDocument = async (): Promise<string> => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${base}/api/documents`, { method: 'POST', headers, body: '{}' });
  return ((await response.json()) as DocumentSummary).id;
};

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cowrite-assets-api-'));
  await start();
  id = await createDocument();
});

afterEach(async () => {
  await stop();
  await rm(dir, { recursive: true });
});

interface Upload {
  readonly name?: string;
  readonly type?: string;
  readonly document?: string;
}

const post = (body: Uint8Array | string, { name = 'cat.png', type = 'image/png', document = id }: Upload = {}) =>
  fetch(`${base}/api/documents/${document}/assets?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });

const upload = async (body: Uint8Array | string, options?: Upload): Promise<StoredAsset> => {
  const response = await post(body, options);
  expect(response.status).toBe(201);
  return (await response.json()) as StoredAsset;
};

const addressOf = (hash: string, document = id): string => `${base}/api/documents/${document}/assets/${hash}`;

const refused = async (response: Response, status: number): Promise<string> => {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  return ((await response.json()) as Problem).detail;
};

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('a picture is stored under its hash and served to be shown, and to do nothing else', async () => {
  const stored = await upload(PNG, { name: 'Katze, schläft.png' });
  expect(stored).toEqual({ hash: hashOf(PNG), name: 'Katze, schläft.png', type: 'image/png', size: PNG.length });
  const response = await fetch(addressOf(stored.hash));
  expect(response.status).toBe(200);
  expect(Buffer.from(await response.arrayBuffer()).equals(PNG)).toBe(true);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(PNG.length),
    'content-disposition': 'inline; filename="Katze, schl?ft.png"; filename*=UTF-8\'\'Katze%2C%20schl%C3%A4ft.png',
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
    etag: `"${stored.hash}"`,
    'accept-ranges': 'bytes',
    'referrer-policy': 'no-referrer',
  });
});

test.each([
  {
    what: 'a page',
    body: '<!doctype html><script>alert(1)</script>',
    type: 'text/html',
    served: 'application/octet-stream',
  },
  { what: 'a script', body: 'alert(1)', type: 'text/javascript', served: 'application/octet-stream' },
  { what: 'a PDF', body: '%PDF-1.7\n', type: 'application/pdf', served: 'application/octet-stream' },
  { what: 'an SVG', body: SVG, type: 'image/svg+xml', served: 'image/svg+xml' },
  { what: 'an SVG that claims to be nothing', body: SVG, type: 'text/plain', served: 'application/octet-stream' },
  { what: 'nothing at all', body: '', type: 'text/plain', served: 'application/octet-stream' },
])('$what is kept, and never opens as a page', async ({ body, type, served }) => {
  const { hash } = await upload(body, { name: 'x.html', type });
  const response = await fetch(addressOf(hash));
  expect(await response.text()).toBe(body);
  expect(response.headers.get('content-type')).toBe(served);
  expect(response.headers.get('content-disposition')).toBe('attachment; filename=x.html');
  expect(response.headers.get('content-security-policy')).toContain('sandbox');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each([
  { what: 'a page', body: '<html>', type: 'image/png' },
  { what: 'nothing', body: '', type: 'image/gif' },
  { what: 'the start of a PNG and no more', body: PNG.subarray(0, 12), type: 'image/png' },
  { what: 'a page that begins like an SVG’s comment', body: '<!-- <svg> --><html>', type: 'image/svg+xml' },
  { what: 'an endless comment', body: `<!--${'<!--'.repeat(4_000)}`, type: 'image/svg+xml' },
])('$what that claims to be a picture is refused', async ({ body, type }) => {
  expect(await refused(await post(body, { type }), 415)).toContain('no picture');
  expect(await assets.totals()).toMatchObject({ assets: 0 });
});

test('what bytes are is read from them: a claim changes neither', async () => {
  expect(await upload(GIF, { type: 'image/png' })).toMatchObject({ type: 'image/gif' });
  expect(await upload(PNG, { type: 'text/html' })).toMatchObject({ type: 'image/png' });
});

test('a picture that is a script as well is a picture to every browser', async () => {
  const polyglot = Buffer.concat([GIF, Buffer.from('=1;alert(document.domain)//<script>alert(1)</script>')]);
  const { hash } = await upload(polyglot, { type: 'text/javascript' });
  const response = await fetch(addressOf(hash));
  expect(response.headers.get('content-type')).toBe('image/gif');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a small file of enormous dimensions is refused', async () => {
  const bomb = Buffer.from(PNG);
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  expect(await refused(await post(bomb), 413)).toContain('pixels');
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Windows\\system32\\evil.exe', 'evil.exe'],
  ['a"; filename="b.html\r\nX-Evil: 1', 'a_; filename=_b.htmlX-Evil_ 1'],
  ['..', 'file'],
  ['', 'file'],
  ['\u202egnp.exe', 'gnp.exe'],
  ['  .hidden  ', 'hidden'],
  [`${'x'.repeat(400)}.png`, `${'x'.repeat(251)}.png`],
  ['照片 😀.png', '照片 😀.png'],
])('of the name %j %j is left', async (given, kept) => {
  const { name, hash } = await upload(PNG, { name: given });
  expect(name).toBe(kept);
  const response = await fetch(addressOf(hash));
  expect(response.headers.get('x-evil')).toBeNull();
  const disposition = parse(response.headers.get('content-disposition') ?? '');
  expect(disposition).toMatchObject({ type: 'inline', parameters: { filename: kept } });
});

test('what is too large is refused: by what it says, by what comes, and what fits to the byte is not', async () => {
  expect(await upload(randomBytes(MAX), { type: 'text/plain' })).toMatchObject({ size: MAX });
  expect(await refused(await post(randomBytes(MAX + 1), { type: 'text/plain' }), 413)).toContain('1 MB');
  const stream = ReadableStream.from([randomBytes(MAX), randomBytes(1)]);
  const chunked = await fetch(`${base}/api/documents/${id}/assets`, {
    method: 'POST',
    body: stream,
    duplex: 'half',
  } as RequestInit);
  expect(await refused(chunked, 413)).toContain('1 MB');
  expect(await assets.totals()).toEqual({ assets: 1, bytes: MAX });
});

test('what may be uploaded is told beforehand', async () => {
  expect(await (await fetch(`${base}/api/documents/${id}/assets`)).json()).toEqual({ maxSize: MAX });
});

test('an upload that breaks off leaves nothing, and the service goes on', async () => {
  const { port } = new URL(base);
  const socket = connect(Number(port), '127.0.0.1');
  const head = `POST /api/documents/${id}/assets HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\n`;
  socket.write(head);
  await new Promise<void>((resolve) => socket.write(randomBytes(600_000), () => resolve()));
  socket.destroy();
  await upload(PNG);
  await expect.poll(() => assets.totals()).toEqual({ assets: 1, bytes: PNG.length });
});

test('a part is served where one is asked for', async () => {
  const bytes = randomBytes(700_000);
  const { hash } = await upload(bytes, { type: 'video/mp4' });
  const get = (headers: Record<string, string>) => fetch(addressOf(hash), { headers });
  for (const [range, start, end] of [
    ['bytes=0-0', 0, 1],
    ['bytes=262143-262144', 262_143, 262_145],
    ['bytes=600000-', 600_000, 700_000],
    ['bytes=-10', 699_990, 700_000],
    ['bytes=699999-9999999', 699_999, 700_000],
  ] as const) {
    const response = await get({ range });
    expect(response.status, range).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/700000`);
    expect(response.headers.get('content-length')).toBe(String(end - start));
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(start, end)), range).toBe(true);
  }
  for (const range of ['bytes=700000-', 'bytes=-0']) {
    const response = await get({ range });
    expect(response.headers.get('content-range')).toBe('bytes */700000');
    await refused(response, 416);
  }
  for (const range of ['bytes=5-4', 'bytes=0-1,5-6', 'lines=1-2', 'bytes=-', 'bytes=a-b']) {
    expect((await get({ range })).status, range).toBe(200);
  }
  expect((await get({ range: 'bytes=0-9', 'if-range': `"${hash}"` })).status).toBe(206);
  expect((await get({ range: 'bytes=0-9', 'if-range': '"another"' })).status).toBe(200);
});

test('what a browser has it is not sent again', async () => {
  const { hash } = await upload(PNG);
  for (const etag of [`"${hash}"`, `W/"${hash}"`, `"x", "${hash}"`, '*']) {
    const response = await fetch(addressOf(hash), { headers: { 'if-none-match': etag } });
    expect(response.status, etag).toBe(304);
    expect(await response.text()).toBe('');
  }
  expect((await fetch(addressOf(hash), { headers: { 'if-none-match': '"x"' } })).status).toBe(200);
});

test('HEAD tells all and sends nothing', async () => {
  const { hash } = await upload(PNG);
  const { headers, body } = await new Promise<{ headers: NodeJS.Dict<string | string[]>; body: number }>((resolve) => {
    request(addressOf(hash), { method: 'HEAD' }, (response) => {
      let body = 0;
      response.on('data', (chunk: Buffer) => {
        body += chunk.length;
      });
      response.on('end', () => resolve({ headers: response.headers, body }));
    }).end();
  });
  expect(headers).toMatchObject({ 'content-length': String(PNG.length), 'content-type': 'image/png' });
  expect(body).toBe(0);
});

test('a hash opens nothing by itself: not of another document, not unknown, not misspelt', async () => {
  const { hash } = await upload(PNG);
  const other = await createDocument();
  for (const address of [
    addressOf(hash, other),
    addressOf('0'.repeat(64)),
    addressOf(hash.toUpperCase()),
    addressOf('..%2f..%2fcowrite.sqlite'),
    addressOf(hash, 'never-made'),
  ]) {
    const response = await fetch(address);
    expect(response.headers.get('cache-control') ?? 'no-store').toBe('no-store');
    await refused(response, 404);
  }
  expect(await refused(await post(PNG, { document: 'never-made' }), 404)).toContain('no document');
  expect(await refused(await fetch(addressOf(hash), { method: 'DELETE' }), 405)).toContain('GET');
});

test('the assets of a document in the trash are there again when it is restored', async () => {
  const { hash } = await upload(PNG);
  await fetch(`${base}/api/documents/${id}`, { method: 'DELETE' });
  await refused(await fetch(addressOf(hash)), 410);
  await refused(await post(PNG), 410);
  await fetch(`${base}/api/documents/${id}/restore`, { method: 'POST' });
  expect((await fetch(addressOf(hash))).status).toBe(200);
});

test('a page of another origin can neither upload nor read', async () => {
  const { hash } = await upload(PNG);
  const headers = { origin: 'https://evil.example' };
  await refused(await fetch(addressOf(hash), { headers }), 403);
  await refused(await fetch(`${base}/api/documents/${id}/assets`, { method: 'POST', headers, body: 'x' }), 403);
  expect((await fetch(addressOf(hash))).headers.get('cross-origin-resource-policy')).toBe('same-origin');
});

test('many at once are stored, each whole, while the document goes on', async () => {
  const many = Array.from({ length: 12 }, () => randomBytes(400_000));
  const stored = await Promise.all(many.map((bytes) => upload(bytes, { type: 'text/plain' })));
  expect(stored.map(({ hash }) => hash)).toEqual(many.map(hashOf));
});

const refer = (hash: string): { readonly insert: Uint8Array; readonly remove: Uint8Array } => {
  const doc = new Y.Doc();
  const root = doc.get('root-v2', Y.XmlElement);
  const image = new Y.XmlElement('image');
  root.insert(0, [image]);
  image.setAttribute('$asset', hash);
  const insert = Y.encodeStateAsUpdate(doc);
  const before = Y.encodeStateVector(doc);
  root.delete(0);
  return { insert, remove: Y.encodeStateAsUpdate(doc, before) };
};

test('what a document refers to stays; what it no longer does goes after the grace, and can be brought again', async () => {
  await stop();
  await start(400);
  const { hash } = await upload(PNG);
  const { hash: unused } = await upload(GIF);
  const { insert, remove } = refer(hash);
  await store.append({ documentId: id, update: insert, user: null });
  await expect.poll(async () => (await fetch(addressOf(unused))).status, { timeout: 20_000 }).toBe(404);
  expect((await fetch(addressOf(hash))).status).toBe(200);
  await store.append({ documentId: id, update: remove, user: null });
  await expect.poll(async () => (await fetch(addressOf(hash))).status, { timeout: 20_000 }).toBe(404);
  expect(await assets.totals()).toEqual({ assets: 0, bytes: 0 });
  await upload(PNG);
  expect((await fetch(addressOf(hash))).status).toBe(200);
}, 60_000);
