import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as Y from 'yjs';
import { countOf, NumberedWriter } from '../harness/numbered-writer.ts';
import { CowriteServer, MAIN } from '../harness/server.ts';
import { askServices } from '../harness/services/ask-services.ts';
import { findProgram } from '../harness/services/find-program.mjs';
import { PostgresService } from '../harness/services/postgres-service.ts';
import { WireClient } from '../harness/wire-client.ts';
import { untilReady } from './fault-tools.ts';

const WITHOUT = (process.env.COWRITE_TEST_MISSING ?? '').includes('postgres');
const WRITERS = 3;

/** The command; its exit code and all that it says. */
const cowrite = async (...args: string[]): Promise<{ code: number | null; out: string }> => {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (out += text));
  const [code] = await once(child, 'close');
  return { code, out };
};

describe.skipIf(WITHOUT)('a PostgreSQL that fails', () => {
  let postgres: PostgresService;
  const servers: CowriteServer[] = [];

  // With fsync: what it says is committed is on the disk.
  beforeAll(async () => {
    postgres = await PostgresService.start([]);
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.dispose()));
    await postgres.stop();
  });

  const start = async (): Promise<CowriteServer> => {
    const env = { COWRITE_DATABASE_URL: await postgres.newDatabase() };
    const server = await CowriteServer.start({ env, args: ['--log-level', 'warn'] });
    servers.push(server);
    return server;
  };

  test.each([
    ['is stopped and started again', () => postgres.halt('SIGINT'), () => postgres.start()],
    ['crashes and is started again', () => postgres.halt('SIGQUIT'), () => postgres.start()],
    ['stands still and goes on', async () => postgres.freeze(), async () => postgres.freeze('SIGCONT')],
  ])('D6, D11: one that %s: nothing is called saved meanwhile, and nothing is lost', async (_, fails, works) => {
    const server = await start();
    const url = server.syncUrl('kept');
    const writers = Array.from({ length: WRITERS }, (_, index) => new NumberedWriter(`writer ${index}`));
    await Promise.all(writers.map((writer) => writer.connect(url)));
    const reader = await WireClient.join(url, new Y.Doc(), { protocols: [] });
    const stop = writeInTurn(writers);
    await delay(300);
    await fails();
    await untilReady(server.url, 503);
    const seen = writers.map((writer) => countOf(reader.doc, writer.name));
    await delay(1_500);
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('cowrite_storage_failing 1');
    expect(writers.map((writer) => countOf(reader.doc, writer.name))).toEqual(seen);
    const { pid } = server;
    await works();
    await untilReady(server.url, 200);
    await delay(300);
    stop();
    await Promise.all(writers.map((writer) => writer.allSaved()));
    const written = writers.map((writer) => writer.written);
    await reader.until(
      () => writers.every((writer, index) => countOf(reader.doc, writer.name) === written[index]),
      'everything delivered',
    );
    expect(server.pid, 'no restart is needed').toBe(pid);
    const told = () => server.lines.flatMap((line) => /"msg":"((?:no|every)thing can[^"]*)"/.exec(line)?.[1] ?? []);
    await vi.waitFor(() => expect(told()).toEqual(['nothing can be saved', 'everything can be saved again']), 5_000);

    await server.kill();
    await server.start();
    const newcomer = await WireClient.join(url);
    expect(writers.map((writer) => countOf(newcomer.doc, writer.name))).toEqual(written);
    await newcomer.close();
  });

  test('D1: what was called saved or seen survives the service’s kills', async () => {
    const server = await start();
    const url = server.syncUrl('killed');
    const writers = Array.from({ length: WRITERS }, (_, index) => new NumberedWriter(`writer ${index}`));
    const losses: string[] = [];
    for (let kill = 1; kill <= 5; kill++) {
      await Promise.all(writers.map((writer) => writer.connect(url)));
      const stop = writeInTurn(writers);
      await delay(50 + 100 * kill);
      await server.kill();
      stop();
      await Promise.all(writers.map((writer) => writer.lose()));
      await server.start();
      const reader = await WireClient.join(url);
      for (const writer of writers) {
        const seen = writers.filter((other) => other !== writer).map((other) => countOf(other.doc, writer.name));
        const kept = countOf(reader.doc, writer.name);
        if (kept < Math.max(writer.saved, ...seen)) losses.push(`kill ${kill}: ${writer.name} has ${kept}`);
      }
      await reader.close();
    }
    expect(losses).toEqual([]);
  });

  test('one that is away, or an address of none, is told in one line at the start', async () => {
    const away = await cowrite('--port', '0', '--database', 'postgres://ann:secret@127.0.0.1:1/cowrite');
    expect(away.code).toBe(1);
    expect(away.out).toMatch(/^error: The database 127\.0\.0\.1:1\/cowrite can't be opened: [^\n]+\n$/);
    expect(away.out).not.toContain('secret');
    expect(await cowrite('--port', '0', '--database', 'cowrite')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^error: The address of a database looks like [^\n]+\n$/),
    });
  });

  test('N2: a Redis that lets nobody in is told of once, with its reason, and everything is saved all the same', async () => {
    const redis = (await askServices('redis')).replace('redis://', 'redis://ann:canary@');
    const env = { COWRITE_DATABASE_URL: await postgres.newDatabase(), COWRITE_REDIS_URL: redis };
    const server = await CowriteServer.start({ env });
    servers.push(server);
    const writer = new NumberedWriter('writer');
    await writer.connect(server.syncUrl('alone'));
    writer.write();
    await writer.allSaved();
    await writer.leave();
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('cowrite_nodes_unheard 1');
    const told = server.lines.filter((line) => line.includes('cannot be heard'));
    expect(told).toEqual([expect.stringMatching(/"reason":"WRONGPASS [^"]+ Check COWRITE_REDIS_URL\."/)]);
    expect(server.lines.join()).not.toContain('canary');
  });

  test('one that goes away under a command is told as that, and not as damage or with a stack', {
    timeout: 180_000,
  }, async () => {
    const data = await mkdtemp(join(tmpdir(), 'cowrite-move-'));
    const folder = await CowriteServer.start({ data, env: { COWRITE_DATABASE_URL: '' } });
    const writer = new NumberedWriter('writer');
    await writer.connect(folder.syncUrl('moved'));
    writer.write();
    await writer.allSaved();
    await writer.leave();
    await folder.stop();
    const [moved, empty] = [await postgres.newDatabase(), await postgres.newDatabase()];
    expect(await cowrite('move', '--data', data, '--database', moved)).toMatchObject({ code: 0 });
    expect(await cowrite('verify', '--database', empty)).toMatchObject({ code: 0 });
    for (const [database, table, args, told] of [
      [moved, 'log', ['verify', '--database', moved], ''],
      [empty, 'document', ['move', '--data', data, '--database', empty], ' Nothing was copied: move again.'],
    ] as const) {
      hold(database, table);
      await untilMany(database, 'Timeout');
      const saying = cowrite(...args);
      await untilMany(database, 'Lock');
      await postgres.halt('SIGQUIT');
      const { code, out } = await saying;
      expect(out).toMatch(new RegExp(`^error: PostgreSQL [^\\n]+\\.${told}\\n$`));
      expect(code).toBe(1);
      await postgres.start();
    }
    expect(await cowrite('move', '--data', data, '--database', empty)).toMatchObject({ code: 0 });
    await rm(data, { recursive: true });
  });

  test('a folder moves into it, whole, and not twice', async () => {
    const data = await mkdtemp(join(tmpdir(), 'cowrite-move-'));
    const folder = await CowriteServer.start({ data, env: { COWRITE_DATABASE_URL: '' } });
    const writer = new NumberedWriter('writer');
    await writer.connect(folder.syncUrl('moved'));
    for (let number = 0; number < 50; number++) writer.write();
    await writer.allSaved();
    const database = await postgres.newDatabase();
    const moving = ['move', '--data', data, '--database', database];
    expect(await cowrite(...moving)).toMatchObject({ code: 1, out: expect.stringContaining('is in use') });
    await writer.leave();
    await folder.stop();
    expect(await cowrite(...moving)).toMatchObject({ code: 0, out: expect.stringContaining('moved 1 documents') });
    expect(await cowrite(...moving)).toMatchObject({
      code: 1,
      out: expect.stringContaining('holds something already'),
    });
    const server = await CowriteServer.start({ env: { COWRITE_DATABASE_URL: database } });
    servers.push(server);
    expect(await cowrite('verify', '--database', database)).toMatchObject({ code: 0 });
    const reader = await WireClient.join(server.syncUrl('moved'));
    expect(countOf(reader.doc, 'writer')).toBe(50);
    await reader.close();
    await rm(data, { recursive: true });
  });
});

/** Holds a table until the database ends, so that whoever needs it waits. */
const hold = (database: string, table: string): void => {
  const sql = `begin; lock table cowrite.${table} in access exclusive mode; select pg_sleep(600)`;
  spawn(findProgram('psql') ?? 'psql', [database, '-c', sql], { stdio: 'ignore' });
};

/** Resolves once so many wait for what somebody holds, or sleep as who holds it does. */
const untilMany = async (database: string, waiting: 'Lock' | 'Timeout'): Promise<void> => {
  const sql = `select from pg_stat_activity where datname = current_database() and wait_event_type = '${waiting}'`;
  const looking = () => spawnSync(findProgram('psql') ?? 'psql', [database, '-c', sql], { encoding: 'utf8' }).stdout;
  await vi.waitFor(() => expect(looking()).toMatch(/\([1-9]\d* row/), { timeout: 30_000, interval: 100 });
};

/** Has the writers write, evenly spaced; returns what ends it. */
const writeInTurn = (writers: readonly NumberedWriter[]): (() => void) => {
  let turn = 0;
  const timer = setInterval(() => writers[turn++ % writers.length]?.write(), 10);
  return () => clearInterval(timer);
};
