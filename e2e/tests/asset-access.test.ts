import { connectAssets, UploadRefusedError } from '@cowrite/editor/client';
import type { Role } from '@cowrite/editor/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CowriteServer } from '../harness/server.ts';
import { ADMIN_KEY, SECRET, tokenOf } from '../harness/tokens.ts';

let server: CowriteServer;

beforeAll(async () => {
  server = await CowriteServer.start({ env: { COWRITE_SECRET: SECRET, COWRITE_ADMIN_KEY: ADMIN_KEY } });
});

afterAll(() => server.dispose());

const createDocument = async (): Promise<string> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` };
  const response = await fetch(`${server.url}/api/documents`, { method: 'POST', headers, body: '{}' });
  return ((await response.json()) as { id: string }).id;
};

const assetsOf = async (doc: string, role: Role, of = doc) =>
  connectAssets(server.url, doc, { token: await tokenOf({ sub: 'ann', doc: of, role }) });

test('F4: writers upload, readers read, with the token that opens the document', async () => {
  const id = await createDocument();
  const { hash } = await (await assetsOf(id, 'editor')).upload(new Blob(['words']), { name: 'a.txt' });
  for (const role of ['viewer', 'commenter', 'editor', 'owner'] as const) {
    const assets = await assetsOf(id, role);
    expect(await assets.has(hash)).toBe(true);
    expect(await (await assets.load?.(hash))?.text()).toBe('words');
  }
});

test.each(['viewer', 'commenter'] as const)('F4: a %s uploads nothing', async (role) => {
  const assets = await assetsOf(await createDocument(), role);
  await expect(assets.upload(new Blob(['words']))).rejects.toBeInstanceOf(UploadRefusedError);
});

test('F4: neither no token, nor one for another document, reads or uploads', async () => {
  const id = await createDocument();
  const other = await createDocument();
  const { hash } = await (await assetsOf(id, 'editor')).upload(new Blob(['words']));
  const address = connectAssets(server.url, id).address(hash);
  expect((await fetch(address)).status).toBe(401);
  const stranger = await assetsOf(id, 'owner', other);
  expect(await stranger.has(hash)).toBe(false);
  await expect(stranger.load?.(hash)).rejects.toThrow('HTTP 403');
  await expect(stranger.upload(new Blob(['words']))).rejects.toBeInstanceOf(UploadRefusedError);
  expect(await (await assetsOf(other, 'owner')).has(hash)).toBe(false);
});
