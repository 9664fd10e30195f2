import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cowrite, SHARED_MODULES } from '@cowrite/editor/vite';
import { chromium, type Page } from '@playwright/test';
import { createServer } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '../harness/chromium.mjs';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MINUTES = 60_000;

/** What a page and a server of somebody else's say of the packages; each error that has to be one shows that types arrive. */
const CONSUMER = `
import { connect, type Connection } from '@cowrite/editor/client';
import { CollabBoard, CollabEditor, type CollabEditorProps } from '@cowrite/editor/react';
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
export const drawn = [CollabEditor(props), CollabBoard({ url: props.url, documentId: 'plan', style: { height: '70vh' } })];
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
import { createCollabServer, WEB_APP } from '@cowrite/server';
import { openSqliteStore } from '@cowrite/storage';

const store = await openSqliteStore({ dir: 'library-data' });
const server = createCollabServer({ store, webApp: WEB_APP });
const { port } = await server.listen({ port: 0, host: '127.0.0.1' });
const connection = connect(\`http://127.0.0.1:\${port}\`, 'notes', { transport: 'http', kind: 'document' });
await connection.whenSynced;
await server.document('notes').append({ markdown: '# Written by code' }, { user: 'robot' });
console.log((await fetch(\`http://127.0.0.1:\${port}/embed/notes\`)).status);
console.log(await server.document('notes').markdown());
connection.disconnect();
await server.close();
await store.close();
process.exit(0);
`;

/** A page as somebody else's is: it asks for Lexical and Yjs by way of others too, whose copies have to be the editor's. */
const PAGE = `
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createBinding } from '@lexical/yjs';
import { CollabEditor } from '@cowrite/editor/react';
import '@cowrite/editor/react/style.css';

const url = new URLSearchParams(location.search).get('service');
const editor = createElement(CollabEditor, { url, documentId: 'notes', onReady: () => { document.title = typeof createBinding; } });
createRoot(document.querySelector('main')).render(editor);
`;

let project: string;

const inProject = (command: string, args: readonly string[], cwd = project) =>
  run(command, [...args], { cwd, maxBuffer: 64 * 1024 * 1024 });

/** The service, as installed. */
const withService = async (use: (base: string) => Promise<void>, options: readonly string[] = []): Promise<void> => {
  const service = spawn(
    join(project, 'node_modules/.bin/cowrite'),
    ['--port', '0', '--data', join(project, 'data'), ...options],
    { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const [line] = (await once(createInterface({ input: service.stdout }), 'line')) as [string];
    await use(line.replace('listening on ', ''));
  } finally {
    service.kill();
    await once(service, 'exit');
  }
};

const withPage = async (use: (page: Page) => Promise<void>): Promise<void> => {
  const browser = await chromium.launch({
    executablePath: findChromium() ?? '',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    await use(await browser.newPage());
  } finally {
    await browser.close();
  }
};

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
      lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable'],
      module: moduleResolution === 'nodenext' ? 'nodenext' : 'esnext',
      moduleResolution,
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      // Said of styles by the types of each bundler.
      noUncheckedSideEffectImports: false,
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
    expect(stdout.trim()).toBe('200\n# Written by code');
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
    await withService(async (base) => {
      const element = await fetch(`${base}/element/index.js`);
      expect([element.status, element.headers.get('content-type')]).toEqual([
        200,
        expect.stringContaining('javascript'),
      ]);
      await withPage(async (page) => {
        await page.goto(base);
        await page.getByRole('button', { name: 'New document' }).first().click();
        await page.getByRole('textbox', { name: /^Text of / }).click();
        await page.keyboard.type('from the package');
        await page.getByText('from the package').waitFor();
      });
    });
  },
  3 * MINUTES,
);

test(
  'Vite’s development server serves a page with the editor, and Lexical and Yjs once',
  async () => {
    await writeFile(join(project, 'index.html'), '<main></main><script type="module" src="/page.js"></script>');
    await writeFile(join(project, 'page.js'), PAGE);
    const vite = await createServer({
      root: project,
      configFile: false,
      logLevel: 'error',
      plugins: [cowrite()],
      server: { host: '127.0.0.1', port: 0 },
    });
    try {
      await vite.listen();
      const { origin } = new URL(vite.resolvedUrls?.local[0] ?? '');
      const errors: string[] = [];
      await withService(
        (base) =>
          withPage(async (page) => {
            page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
            page.on('pageerror', (error) => void errors.push(String(error)));
            await page.goto(`${origin}?service=${base}`);
            await page.getByRole('textbox', { name: 'Document text' }).click();
            await page.keyboard.type('- from a page');
            await page.getByRole('listitem').getByText('from a page').waitFor();
          }),
        ['--origin', origin],
      );
      expect(errors.filter((text) => !text.includes('favicon'))).toEqual([]);
    } finally {
      await vite.close();
    }
  },
  3 * MINUTES,
);

test('the plugin for Vite names each module that the React entry shares with its page', async () => {
  const script = await readFile(join(project, 'node_modules/@cowrite/editor/dist/react/index.js'), 'utf8');
  const asked = [...script.matchAll(/\b(?:from|import)"([@a-z][^"]*)"/g)].map(([, name = '']) => name);
  expect(asked.length).toBeGreaterThan(10);
  expect(SHARED_MODULES).toEqual(expect.arrayContaining(asked));
});
