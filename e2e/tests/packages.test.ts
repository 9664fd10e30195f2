import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '../harness/chromium.mjs';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MINUTES = 60_000;

/** What a page and a server of somebody else's say of the packages; each error that has to be one shows that types arrive. */
const CONSUMER = `
import { connect, type Connection } from '@cowrite/editor/client';
import { CollabEditor, type CollabEditorProps } from '@cowrite/editor/react';
import { type CowriteEditorElement } from '@cowrite/editor/element';
import { documentNodes } from '@cowrite/editor/content';
import { createCollabServer, type CollabServer } from '@cowrite/server';
import { openSqliteStore } from '@cowrite/storage';

const connection: Connection = connect('http://127.0.0.1:1', 'notes', { token: async () => 'token' });
export const props: CollabEditorProps = {
  url: 'http://127.0.0.1:1',
  documentId: 'notes',
  user: { id: 'ann', name: 'Ann' },
  theme: 'dark',
  onSaved: ({ state }) => state === 'saved',
};
export const drawn = CollabEditor(props);
// @ts-expect-error there is no such theme
export const wrong: CollabEditorProps = { url: '', documentId: '', theme: 'pink' };
export const element = (found: CowriteEditorElement): Connection | null => found.connection;
export const nodes: number = documentNodes.length;
export const server = async (): Promise<CollabServer> =>
  createCollabServer({
    store: await openSqliteStore({ dir: 'data' }),
    access: { authorize: ({ token }) => (token === null ? null : { role: 'editor', user: { id: token } }) },
    onChange: ({ documentId, users }) => [documentId, ...users].join(),
    eventRoles: { reaction: 'viewer' },
  });
// @ts-expect-error a role is one of four
createCollabServer({ eventRoles: { reaction: 'reader' } });
export const text: Promise<string> = server().then((made) => made.document('notes').text());
void connection.destroy();
`;

/** Hosts the service in a process of its own and writes to it by the client, with nothing but what was installed. */
const LIBRARY = `
import { connect } from '@cowrite/editor/client';
import { createCollabServer } from '@cowrite/server';
import { openSqliteStore } from '@cowrite/storage';

const store = await openSqliteStore({ dir: 'library-data' });
const server = createCollabServer({ store });
const { port } = await server.listen({ port: 0, host: '127.0.0.1' });
const connection = connect(\`http://127.0.0.1:\${port}\`, 'notes', { transport: 'http', kind: 'document' });
await connection.whenSynced;
await server.document('notes').append({ markdown: '# Written by code' }, { user: 'robot' });
console.log(await server.document('notes').markdown());
connection.disconnect();
await server.close();
await store.close();
process.exit(0);
`;

let project: string;

const inProject = (command: string, args: readonly string[], cwd = project) =>
  run(command, [...args], { cwd, maxBuffer: 64 * 1024 * 1024 });

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'cowrite-packages-'));
  const packages = ['storage', 'editor', 'collab-server'];
  await inProject(
    'npm',
    [
      'pack',
      '--silent',
      '--ignore-scripts',
      '--pack-destination',
      project,
      ...packages.flatMap((each) => ['-w', each]),
    ],
    ROOT,
  );
  const tarballs = (await readdir(project)).filter((name) => name.endsWith('.tgz')).map((name) => `./${name}`);
  expect(tarballs).toHaveLength(3);
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  const beside = [
    'react@19.3.1',
    'react-dom@19.3.1',
    '@lexical/react@0.52.0',
    '@types/react@19.3.0',
    '@types/node@20.19.43',
  ];
  await inProject('npm', [
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    ...tarballs,
    ...beside,
  ]);
  // What an install script compiles for a minute on Node 20 was compiled for this checkout.
  const compiled = join(ROOT, 'node_modules/better-sqlite3-node20/build');
  if (existsSync(compiled)) {
    await cp(compiled, join(project, 'node_modules/better-sqlite3-node20/build'), { recursive: true });
  }
}, 10 * MINUTES);

afterAll(async () => {
  await rm(project, { recursive: true, force: true });
});

test.each(['nodenext', 'bundler'])(
  'the packages’ types arrive by %s',
  async (moduleResolution) => {
    await writeFile(join(project, 'consumer.ts'), CONSUMER);
    const compilerOptions = {
      target: 'es2023',
      lib: ['es2023', 'dom', 'dom.iterable'],
      module: moduleResolution === 'nodenext' ? 'nodenext' : 'esnext',
      moduleResolution,
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: ['node'],
    };
    await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
    const { stdout } = await inProject(process.execPath, [
      join(ROOT, 'node_modules/typescript/bin/tsc'),
      '-p',
      '.',
    ]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe('');
  },
  2 * MINUTES,
);

test(
  'the service is hosted, written to and read by code that installed it',
  async () => {
    await writeFile(join(project, 'library.js'), LIBRARY);
    const { stdout } = await inProject(process.execPath, ['library.js']);
    expect(stdout.trim()).toBe('# Written by code');
  },
  2 * MINUTES,
);

test(
  'installing the service alone brings no React',
  async () => {
    const { stdout } = await inProject('npm', ['explain', 'react', '--json']);
    const [react] = JSON.parse(stdout) as [
      { dependents: readonly { name?: string; type: string; from: { name?: string } }[] },
    ];
    expect(
      react.dependents.filter(({ from, type }) => !type.startsWith('peer') && from.name?.startsWith('@cowrite/')),
    ).toEqual([]);
  },
  MINUTES,
);

test(
  '`cowrite` starts from the package, with its page and the element',
  async () => {
    const service = spawn(
      join(project, 'node_modules/.bin/cowrite'),
      ['--port', '0', '--data', join(project, 'data')],
      {
        cwd: project,
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    try {
      const [line] = (await once(createInterface({ input: service.stdout }), 'line')) as [string];
      const base = line.replace('listening on ', '');
      const element = await fetch(`${base}/element/index.js`);
      expect([element.status, element.headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining('javascript'),
      ]);
      const browser = await chromium.launch({
        executablePath: findChromium() ?? '',
        args: ['--no-sandbox', '--disable-gpu'],
      });
      const page = await browser.newPage();
      await page.goto(base);
      await page.getByRole('button', { name: 'New document' }).first().click();
      await page.getByRole('textbox', { name: /^Text of / }).click();
      await page.keyboard.type('from the package');
      await page.getByText('from the package').waitFor();
      await browser.close();
    } finally {
      service.kill();
      await once(service, 'exit');
    }
  },
  3 * MINUTES,
);
