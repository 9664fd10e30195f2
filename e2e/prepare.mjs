// Makes this machine able to run the tests: looks for what they need, installs what is missing, and says what it can't.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './harness/chromium.mjs';
import { findProgram } from './harness/services/find-program.mjs';

/**
 * @typedef Need
 * @property {string} name
 * @property {() => string | null} find where it is, null where it isn't
 * @property {string} aptPackage its package on Debian and Ubuntu
 * @property {string[] | null} otherwise a command that gets it without root, from this folder
 * @property {string} byHand what a person can do where nothing of this works
 * @property {string} [without] what isn't tested where it is missing; without this line nothing is
 */

/** @type {Need[]} */
const NEEDS = [
  {
    name: 'Chromium',
    find: findChromium,
    aptPackage: 'chromium-headless-shell',
    otherwise: ['npx', 'playwright', 'install', 'chromium'],
    byHand: 'install Chromium or Chrome',
  },
  {
    name: 'nginx',
    find: () => ['nginx', '/usr/sbin/nginx'].find((name) => spawnSync(name, ['-v']).status === 0) ?? null,
    aptPackage: 'nginx-light',
    otherwise: null,
    byHand: 'install nginx',
    without: 'NOTHING IS KNOWN OF PROXIES: their tests are skipped',
  },
  {
    name: 'PostgreSQL',
    find: () => findProgram('initdb'),
    aptPackage: 'postgresql',
    otherwise: null,
    byHand: 'install PostgreSQL 13 or newer, its server',
    without: 'NOTHING IS KNOWN OF POSTGRESQL: its tests are skipped, and fail in CI',
  },
  {
    name: 'Redis',
    find: () => findProgram('redis-server'),
    aptPackage: 'redis-server',
    otherwise: null,
    byHand: 'install Redis 7 or newer',
    without: 'NOTHING IS KNOWN OF REDIS: its tests are skipped, and fail in CI',
  },
];

/** @param {string} name */
const isOnPath = (name) =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

/**
 * @param {string[]} words
 * @param {Record<string, string>} [env]
 */
const run = ([command = '', ...args], env = {}) => {
  console.info(`prepare: ${[command, ...args].join(' ')}`);
  const options = /** @type {const} */ ({ stdio: 'inherit', cwd: fileURLToPath(new URL('.', import.meta.url)) });
  return spawnSync(command, args, { ...options, env: { ...process.env, ...env } }).status === 0;
};

const missing = NEEDS.filter(({ find }) => find() === null);
const canUseApt = process.getuid?.() === 0 && isOnPath('apt-get');

if (missing.length > 0 && canUseApt) {
  const packages = missing.map(({ aptPackage }) => aptPackage);
  console.info(`prepare: missing ${packages.join(', ')}; installing with apt, as root`);
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  run(['apt-get', 'update'], quiet);
  // Each by itself: not every distribution has all of them.
  for (const each of packages) run(['apt-get', 'install', '--yes', '--no-install-recommends', each], quiet);
}

for (const { name, find, otherwise, byHand, without } of NEEDS) {
  if (find() === null && otherwise !== null) {
    console.info(`prepare: no ${name} from the system; getting it another way`);
    run(otherwise);
  }
  const found = find();
  if (found === null && without !== undefined) {
    console.warn(`prepare: ${name} is missing and could not be installed. ${without}. To run them, ${byHand}.`);
  } else if (found === null) {
    console.error(`prepare: ${name} is missing and could not be installed; ${byHand}, then run this again.`);
    process.exitCode = 1;
  } else {
    console.info(`prepare: ${name} is ${found}`);
  }
}
