import { mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where this code runs from: the sources under vitest, `e2e/dist/bench` as a command. */
const HERE = dirname(fileURLToPath(import.meta.url));
const isCompiled = basename(dirname(HERE)) === 'dist';
const E2E = isCompiled ? dirname(dirname(HERE)) : dirname(HERE);

export const PROJECT = dirname(E2E);
/** All that a run leaves behind, ignored by git: peers, made traces, results, profiles. On the checkout's own disk, so that an fsync is one. */
export const CACHE = join(E2E, 'bench', '.cache');

const temporary: string[] = [];
process.once('exit', () => {
  for (const dir of temporary) rmSync(dir, { recursive: true, force: true });
});

/** An empty folder that ends with this process. */
export const temporaryDir = (name: string): string => {
  const dir = join(CACHE, 'data', `${name}-${process.pid}-${temporary.length}`);
  mkdirSync(dir, { recursive: true });
  temporary.push(dir);
  return dir;
};
