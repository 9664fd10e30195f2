import { spawn } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import { countOf, NumberedWriter } from '../harness/numbered-writer.ts';
import { CowriteServer, MAIN } from '../harness/server.ts';

const WRITERS = 4;
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cowrite-backup-'));
});
afterEach(() => rm(dir, { recursive: true }));

const cowrite = (...args: string[]): Promise<{ code: number | null; out: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text));
    child.on('close', (code) => resolve({ code, out }));
  });

const stateOf = async (server: CowriteServer, id: string): Promise<Y.Doc> => {
  const doc = new Y.Doc();
  const headers = { accept: 'application/vnd.yjs-update' };
  Y.applyUpdate(
    doc,
    new Uint8Array(await (await fetch(`${server.url}/api/documents/${id}`, { headers })).arrayBuffer()),
  );
  return doc;
};

test('a backup taken while people write holds all that was saved before, and each document whole', async () => {
  const server = await CowriteServer.start({ data: join(dir, 'data') });
  const writers = Array.from({ length: WRITERS }, (_, i) => new NumberedWriter(`writer-${i}`));
  for (const [index, writer] of writers.entries()) await writer.connect(server.syncUrl(`doc-${index}`));
  const write = (until: () => boolean): Promise<unknown> =>
    Promise.all(
      writers.map(async (writer) => {
        while (!until()) {
          writer.write();
          await new Promise((resolve) => setTimeout(resolve, 2));
        }
      }),
    );
  let round = 0;
  await write(() => ++round > 400);
  for (const writer of writers) await writer.allSaved();
  const before = writers.map(({ written }) => written);
  let done = false;
  const writing = write(() => done);
  const backup = join(dir, 'backup');
  expect(await cowrite('backup', backup, '--data', server.data)).toMatchObject({ code: 0 });
  done = true;
  await writing;
  for (const writer of writers) await writer.leave();
  await server.dispose();

  expect(await cowrite('verify', backup)).toMatchObject({ code: 0 });
  expect(await cowrite('restore', backup, '--data', join(dir, 'restored'))).toMatchObject({ code: 0 });
  const restored = await CowriteServer.start({ data: join(dir, 'restored') });
  for (const [index, writer] of writers.entries()) {
    const count = countOf(await stateOf(restored, `doc-${index}`), writer.name);
    expect(count).toBeGreaterThanOrEqual(before[index] ?? 0);
    expect(count).toBeLessThanOrEqual(writer.written);
  }
  await restored.dispose();

  // What isn't a whole backup is told, and puts nothing anywhere; data is never overwritten.
  expect(await cowrite('restore', backup, '--data', join(dir, 'restored'))).toMatchObject({ code: 1 });
  for (const harm of [
    (copy: string) => rm(join(copy, 'backup.json')),
    (copy: string) => truncate(join(copy, 'cowrite.sqlite'), 4096),
    (copy: string) => rm(join(copy, 'assets.sqlite')),
  ]) {
    const copy = join(dir, 'harmed');
    await cp(backup, copy, { recursive: true });
    await harm(copy);
    const { code, out } = await cowrite('restore', copy, '--data', join(dir, 'never'));
    expect([code, /backup/.test(out)]).toEqual([1, true]);
    expect(await cowrite('verify', copy)).toMatchObject({ code: 2 });
    await rm(copy, { recursive: true });
  }
  const { code, out } = await cowrite('export', '--data', join(dir, 'never'), '--out', join(dir, 'out'));
  expect([code, out]).toEqual([1, expect.stringContaining('there are no documents in')]);
  expect(await cowrite('exprot')).toMatchObject({ code: 1, out: expect.stringContaining('no command exprot') });
}, 240_000);

test('a page that is imported goes by its first heading, where it begins with one, and comes out again as it was', async () => {
  const [data, out] = [join(dir, 'data'), join(dir, 'out')];
  const head = '<!doctype html><head><title>x</title></head>';
  const pages = {
    headed: `${head}<!-- by hand --><header><h1 class="big">The <b>plan</b> &amp; more</h1></header><p>words</p>`,
    later: '<p>words</p><h1>Not at the start</h1>',
  };
  for (const [name, page] of Object.entries(pages)) await writeFile(join(dir, `${name}.html`), page);
  const files = Object.keys(pages).map((name) => join(dir, `${name}.html`));
  expect(await cowrite('import', ...files, '--data', data)).toMatchObject({ code: 0 });
  expect(await cowrite('export', '--format', 'markdown', '--out', out, '--data', data)).toMatchObject({ code: 0 });
  const texts = await Promise.all((await readdir(out)).map((name) => readFile(join(out, name), 'utf8')));
  expect(texts.sort()).toEqual(['# The plan & more\n\nwords\n', '# later\n\nwords\n\n# Not at the start\n']);
});
