import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createApiClient } from '@cowrite/server/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUILT_MAIN, CowriteServer } from '../harness/server.ts';
import { storeEnvironment } from '../harness/test-store.ts';

/** A module with nodes of an embedder's own: that of the example. */
const NODES = fileURLToPath(new URL('../../editor/examples/react/rating-node.js', import.meta.url));
let server: CowriteServer;
let folder: string;

/** The command, to its end. */
const command = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: unknown; stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [BUILT_MAIN, ...args], { env: { ...process.env, ...env } }, (error, _stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stderr }),
    );
  });

beforeAll(async () => {
  server = await CowriteServer.start({ args: ['--nodes', NODES] });
  folder = await mkdtemp(join(tmpdir(), 'cowrite-nodes-'));
});
afterAll(async () => {
  await server.dispose();
  await rm(folder, { recursive: true, force: true });
});

const read = async (path: string, accept: string): Promise<string> => {
  const response = await fetch(`${server.url}/api/documents/${path}`, { headers: { accept } });
  expect(response.status).toBe(200);
  return response.text();
};

test('[E12] an embedder’s own node is written, read, edited around, kept in a version and found', async () => {
  const api = createApiClient(server.url);
  const rating = { type: 'rating', stars: 4 };
  const words = { type: 'paragraph', children: [{ type: 'text', text: 'A book to read twice.' }] };
  const created = await api.documents.$post({ json: { title: 'Review', markdown: '' } });
  const { id } = (await created.json()) as { id: string };
  const blocks = api.documents[':id'].blocks;
  const put = await blocks.$post({ param: { id }, json: { blocks: [words, rating] } });
  expect(put.status, await put.clone().text()).toBe(201);

  const html = await read(id, 'text/html');
  expect(html).toContain('<p data-stars="4">★★★★☆</p>');
  const markdown = await read(id, 'text/markdown');
  expect(markdown).toContain('A book to read twice.\n\n<p data-stars="4">★★★★☆</p>');
  expect(await read(id, 'text/plain')).toContain('A book to read twice.\n\n4 of 5 stars');
  const listed = (await (await blocks.$get({ param: { id } })).json()) as { blocks: { id: string; type: string }[] };
  expect(listed.blocks.find(({ type }) => type === 'rating')).toMatchObject(rating);

  // What was exported comes in again as it was.
  const again = await api.documents.$post({ json: { title: 'Again', markdown } });
  const copy = ((await again.json()) as { id: string }).id;
  expect(await read(copy, 'text/html')).toContain('<p data-stars="4">★★★★☆</p>');

  // A version of it is a file like the document's, and brings it back after it was removed.
  const named = await fetch(`${server.url}/api/documents/${id}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'with stars' }),
  });
  const version = ((await named.json()) as { id: string }).id;
  const stars = listed.blocks.find(({ type }) => type === 'rating')?.id ?? '';
  const changed = await blocks.$put({ param: { id }, json: { ids: [stars], markdown: 'no stars' } });
  expect(changed.status, await changed.clone().text()).toBe(200);
  expect(await read(id, 'text/markdown')).not.toContain('★');
  expect(await read(`${id}/versions/${version}`, 'text/markdown')).toContain('★★★★☆');
  const restored = await fetch(`${server.url}/api/documents/${id}/versions/${version}/restore`, { method: 'POST' });
  expect(restored.status).toBe(200);
  expect(await read(id, 'text/markdown')).toContain('★★★★☆');

  const found = async () => (await fetch(`${server.url}/api/search?q=stars`)).text();
  await expect.poll(found, { timeout: 30_000 }).toContain(id);
}, 180_000);

test('[E12] without the module the node stays as it is while a program edits beside it, and can’t be made', async () => {
  const api = createApiClient(server.url);
  const created = await api.documents.$post({ json: { title: 'Unknown', markdown: '<p data-stars="3"></p>' } });
  const { id } = (await created.json()) as { id: string };
  await server.stop();
  const bare = await CowriteServer.start({ data: server.data });
  const blocks = createApiClient(bare.url).documents[':id'].blocks;
  const refused = await blocks.$post({ param: { id }, json: { blocks: [{ type: 'rating', stars: 1 }] } });
  expect(refused.status).toBe(422);
  expect((await blocks.$post({ param: { id }, json: { markdown: 'beside it' } })).status).toBe(201);
  await bare.stop();
  await server.start();
  expect(await read(id, 'text/markdown')).toContain('<p data-stars="3">★★★☆☆</p>\n\nbeside it');
}, 180_000);

test.each([
  ['nowhere', null, /can't be used: Cannot find module/],
  ['of another Lexical', 'export const nodes = [class Stars {}];', /Stars is no Lexical node of this copy of lexical/],
])('[E12] a module that is %s keeps the service from starting, and a sentence says why', async (name, source, why) => {
  const file = join(folder, `${name.replaceAll(' ', '-')}.mjs`);
  if (source !== null) await writeFile(file, source);
  const { code, stderr } = await command(['--port', '0', '--data', join(folder, 'data'), '--nodes', file]);
  expect(stderr).toMatch(why);
  expect(stderr).not.toContain('    at ');
  expect(code).toBe(1);
});

test('[E12] a folder or a database is exported with the module', async () => {
  await server.stop();
  const out = join(folder, 'out');
  const { code, stderr } = await command(
    ['export', '--data', server.data, '--nodes', NODES, '--out', out],
    await storeEnvironment(server.data),
  );
  expect(code, stderr).toBe(0);
  const files = await Promise.all((await readdir(out)).map((each) => readFile(join(out, each), 'utf8')));
  expect(files.join('\n')).toContain('★★★★☆');
});
