// A rolling deploy from an older commit to this checkout, under load: npm run rolling -w @cowrite/e2e -- <commit>
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const commit = process.argv[2];
if (commit === undefined) {
  console.error('name the commit that nodes are replaced from: npm run rolling -w @cowrite/e2e -- <commit>');
  process.exit(1);
}

/** @param {string} cwd @param {string} command @param {string[]} args @param {Record<string, string>} [env] */
const run = (cwd, command, args, env = {}) => {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) throw new Error(`ended with ${status}: ${command} ${args.join(' ')}`);
};

const old = join(mkdtempSync(join(tmpdir(), 'cowrite-old-')), 'checkout');
try {
  run(ROOT, 'git', ['worktree', 'add', '--quiet', '--detach', old, commit]);
  run(old, 'npm', ['ci', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']);
  // What an install script compiles for a minute on Node 20 was compiled for this checkout.
  const compiled = 'node_modules/better-sqlite3-node20/build';
  if (existsSync(join(ROOT, compiled))) cpSync(join(ROOT, compiled), join(old, compiled), { recursive: true });
  run(old, 'npx', ['tsc', '-b', 'collab-server']);
  const env = { COWRITE_MAIN: join(old, 'collab-server/dist/main.js') };
  run(ROOT, 'npx', ['vitest', 'run', 'e2e/cluster/rolling.test.ts'], env);
} finally {
  spawnSync('git', ['worktree', 'remove', '--force', old], { cwd: ROOT });
  rmSync(join(old, '..'), { recursive: true, force: true });
}
