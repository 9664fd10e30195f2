// Runs the Dockerfile's steps without Docker: each stage in a root of its own, over this machine's /usr.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { ignoredBy, parseDockerfile } from './dockerfile.mjs';

/** Who `node` is in the images of Node. */
const IDS = { root: 0, node: 1000 };

/**
 * A stage while it is built, and the image that came of it.
 * @typedef Root
 * @property {string} folder what is / in it
 * @property {string} workdir
 * @property {keyof typeof IDS} user
 * @property {Record<string, string>} env
 * @property {string[]} entrypoint
 * @property {string[]} healthcheck
 */

/** The last stage. @param {{ context: string, folder: string, node: string }} places `node` is the folder of a Node. @returns {Root} */
export const buildRoot = ({ context, folder, node }) => {
  const isIgnored = ignoredBy(readFileSync(join(context, '.dockerignore'), 'utf8'));
  /** @type {Map<string, Root>} */
  const roots = new Map();
  for (const { name, instructions } of parseDockerfile(readFileSync(join(context, 'Dockerfile'), 'utf8'))) {
    const root = emptyRoot(join(folder, name), node);
    roots.set(name, root);
    for (const { name: step, flags, rest } of instructions) {
      console.info(`${name}: ${step} ${rest}`);
      if (step === 'WORKDIR') {
        root.workdir = rest;
        mkdirSync(join(root.folder, rest), { recursive: true });
      } else if (step === 'ENV') {
        for (const [, key = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g)) root.env[key] = value;
      } else if (step === 'USER') root.user = /** @type {keyof typeof IDS} */ (rest);
      else if (step === 'RUN') {
        const { status } = runIn(root, ['/bin/sh', '-c', rest]);
        if (status !== 0) throw new Error(`ended with ${status}: ${rest}`);
      } else if (step === 'COPY') {
        const flag = (/** @type {string} */ key) => flags.find((each) => each.startsWith(key))?.slice(key.length);
        const from = flag('--from=');
        const owner = flag('--chown=')?.split(':')[0];
        const source = from === undefined ? context : roots.get(from)?.folder;
        if (source === undefined) throw new Error(`there is no stage ${from}`);
        copy(root, source, rest.split(/\s+/), from === undefined ? isIgnored : () => false, owner);
      } else if (step === 'HEALTHCHECK') root.healthcheck = JSON.parse(rest.slice(rest.indexOf('[')));
      else if (step === 'ENTRYPOINT') root.entrypoint = JSON.parse(rest);
      else if (step !== 'VOLUME' && step !== 'EXPOSE') throw new Error(`not known: ${step}`);
      for (const each of flags)
        if (step === 'HEALTHCHECK' && !/=\d+s$/.test(each)) throw new Error(`not a time: ${each}`);
    }
  }
  return /** @type {Root} */ ([...roots.values()].at(-1));
};

/** @param {string} folder @param {string} node @returns {Root} */
const emptyRoot = (folder, node) => {
  for (const each of ['usr', 'etc', 'proc', 'dev', 'tmp', 'opt/node', 'opt/cache', 'root']) {
    mkdirSync(join(folder, each), { recursive: true });
  }
  for (const each of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${each}`, join(folder, each));
  const registry = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();
  const env = { PATH: '/opt/node/bin:/usr/bin:/bin', HOME: '/tmp', NODE: node, npm_config_registry: registry };
  return { folder, workdir: '/', user: 'root', env, entrypoint: [], healthcheck: [] };
};

/** Sources are files, or folders whose contents are copied, as Docker has it. @param {Root} root @param {string} source @param {string[]} words @param {(path: string) => boolean} isIgnored @param {string | undefined} owner */
const copy = (root, source, words, isIgnored, owner) => {
  const to = words.pop() ?? '';
  const target = join(root.folder, posix.resolve(root.workdir, to));
  for (const word of words) {
    const from = join(source, word);
    const isFolder = lstatSync(from).isDirectory();
    const place = isFolder || !(to.endsWith('/') || to === './') ? target : join(target, basename(word));
    const filter = (/** @type {string} */ path) => !isIgnored(path.slice(source.length + 1));
    cpSync(from, place, { recursive: true, verbatimSymlinks: true, filter });
  }
  if (owner === undefined) return;
  const id = IDS[/** @type {keyof typeof IDS} */ (owner)];
  chownSync(target, id, id);
  for (const each of readdirSync(target)) chownSync(join(target, each), id, id);
};

/** What runs a command in it; what mounts are made are gone with the process. @param {Root} root @param {string[]} command */
const inside = ({ folder, workdir, user, env }, command) => {
  const cache = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8' }).trim();
  mkdirSync(cache, { recursive: true });
  const mounts = [
    ['/usr', 'usr'],
    ['/etc', 'etc'],
    ['/proc', 'proc'],
    ['/dev', 'dev'],
    [env.NODE ?? '', 'opt/node'],
    [cache, 'opt/cache'],
  ].map(([from, to]) => `mount --rbind '${from}' '${folder}/${to}'`);
  const identity = `setpriv --reuid=${IDS[user]} --regid=${IDS[user]} --clear-groups`;
  const enter = `exec /usr/sbin/chroot '${folder}' ${identity} /bin/sh -c 'cd ${workdir} && exec "$@"' sh "$@"`;
  return ['--mount', '/bin/sh', '-c', [...mounts, enter].join(' && '), 'sh', ...command];
};

/** @param {Root} root @param {Record<string, string>} env */
const environment = (root, env) => ({ ...process.env, npm_config_cache: '/opt/cache', ...root.env, ...env });

/** Runs something in it to its end. @param {Root} root @param {string[]} command @param {Record<string, string>} env */
export const runIn = (root, command, env = {}) =>
  spawnSync('unshare', inside(root, command), { stdio: ['ignore', 'inherit', 'inherit'], env: environment(root, env) });

/** Starts its entry; the process that is returned is the service itself. @param {Root} root @param {Record<string, string>} env */
export const startIn = (root, env) =>
  spawn('unshare', inside(root, root.entrypoint), {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environment(root, env),
  });
