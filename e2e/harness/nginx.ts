import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endWithTests, freePort } from './services/service-process.ts';

const DEPLOYMENT = fileURLToPath(new URL('../../collab-server/deploy', import.meta.url));
const NAMES = ['nginx', '/usr/sbin/nginx'];
const READY_MS = 10_000;

export const findNginx = (): string | null =>
  NAMES.find((name) => spawnSync(name, ['-v'], { stdio: 'ignore' }).status === 0) ?? null;

export interface Nginx {
  readonly url: string;
  stop(): Promise<void>;
}

/** A real nginx with the example of the deployment's folder before the service; `change` makes another of it, `path` is where the service is then. */
export const startNginx = async (port: number, change = (example: string) => example, path = ''): Promise<Nginx> => {
  const example = await readFile(join(DEPLOYMENT, 'nginx.conf'), 'utf8');
  const site = change(example).replaceAll('127.0.0.1:8080', `127.0.0.1:${port}`);
  return run((own) => listeningOn(own, site), path);
};

/** A real nginx with the deployment's configuration for several nodes, which listen on these ports. */
export const startBalancer = async (ports: readonly number[]): Promise<Nginx> => {
  const example = await readFile(join(DEPLOYMENT, 'nginx-nodes.conf'), 'utf8');
  const lines = (await readFile(join(DEPLOYMENT, 'cowrite-nodes.conf'), 'utf8')).split('\n');
  const servers = lines.filter((line) => line.startsWith('server '));
  const nodes = ports.map((port, place) => (servers[place] ?? '').replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${port}`));
  return run((own) => listeningOn(own, example), '', nodes.join('\n'));
};

const listeningOn = (port: number, site: string): string => site.replace('listen 80;', `listen 127.0.0.1:${port};`);

/** Two workers: what one of them knows of a node, the other has to know too. */
const run = async (site: (port: number) => string, path: string, nodes = ''): Promise<Nginx> => {
  const command = findNginx();
  if (command === null) throw new Error('there is no nginx on this machine');
  const folder = await mkdtemp(join(tmpdir(), 'cowrite-nginx-'));
  // Started by root, its workers are somebody else, who keep there what a page doesn't read at once.
  await chmod(folder, 0o755);
  const own = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const configuration = `
daemon off;
worker_processes 2;
pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  ${temporary.join('\n  ')}
  ${site(own)}
}`;
  const file = join(folder, 'nginx.conf');
  await writeFile(file, configuration);
  await writeFile(join(folder, 'cowrite-nodes.conf'), nodes);
  const child = spawn(command, ['-c', file, '-p', folder, '-e', `${folder}/error.log`], { stdio: 'inherit' });
  endWithTests(child);
  const url = `http://127.0.0.1:${own}${path}`;
  const deadline = Date.now() + READY_MS;
  for (let ready = false; !ready; ) {
    ready = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) break;
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`nginx does not answer: ${await readFile(`${folder}/error.log`, 'utf8')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    url,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
};
