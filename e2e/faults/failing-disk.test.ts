import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { CowriteServer } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';
import { Injection, integrityOf, SmallDisk, SYNC, untilReady, withoutMount, withoutStrace } from './fault-tools.ts';

type Cleanup = () => Promise<void>;

/** A disk of its own for one test, gone with it. */
const smallDisk = async (onTestFinished: (cleanup: Cleanup) => void): Promise<SmallDisk> => {
  const disk = await SmallDisk.mount(6);
  onTestFinished(() => disk.unmount());
  return disk;
};

/** A server for one test, on a disk of its own where one is given, gone before that. */
const serverOn = async (onTestFinished: (cleanup: Cleanup) => void, disk?: SmallDisk): Promise<CowriteServer> => {
  const place = disk ? { data: disk.path } : {};
  const server = await CowriteServer.start({ ...place, args: ['--log-level', 'error'] });
  onTestFinished(() => server.dispose());
  return server;
};

const linesOf = (doc: Y.Doc): string[] => doc.getArray<string>('lines').toJSON();
const LINE = 'a line of some length, so that a small disk is full before long '.repeat(20);

/**
 * While the disk fails: nothing is acknowledged or delivered, /ready says so, no session is lost. When it works again,
 * without a restart: all that was written meanwhile is saved and delivered, and is there after one.
 */
const expectD6 = async (
  server: CowriteServer,
  fails: () => Promise<void>,
  works: () => Promise<void>,
): Promise<void> => {
  const url = server.syncUrl('kept');
  const writer = await WireClient.join(url);
  const reader = await WireClient.join(url, new Y.Doc(), { protocols: [] });
  const lines = writer.doc.getArray<string>('lines');
  lines.push(['before']);
  await writer.saved();
  await reader.until(() => linesOf(reader.doc).length === 1, 'the line before');

  await fails();
  // What a nearly full disk still takes is saved; the first line that it doesn't take ends the count.
  const { pid } = server;
  for (let tries = 0; tries < 2_000; tries++) {
    lines.push([`${tries} ${LINE}`]);
    const ready = await fetch(`${server.url}/ready`, { headers: { connection: 'close' } });
    if (ready.status === 503) break;
  }
  await untilReady(server.url, 503);
  const { framesSaved } = writer;
  const seen = linesOf(reader.doc).length;
  for (let more = 0; more < 20; more++) lines.push([`meanwhile ${more}`]);
  const other = new WireClient(server.syncUrl('other'), new Y.Doc());
  other.doc.getText('text').insert(0, 'a document that begins now');
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(writer.framesSaved, 'no frame is called saved').toBe(framesSaved);
  expect(writer.framesSent).toBeGreaterThan(framesSaved);
  expect(linesOf(reader.doc).length, 'nothing is delivered').toBe(seen);
  expect(writer.isOpen && reader.isOpen, 'nobody is sent away').toBe(true);

  await works();
  await writer.until(() => writer.isSaved, 'everything saved');
  await untilReady(server.url, 200);
  await reader.until(() => linesOf(reader.doc).length === lines.length, 'everything delivered');
  expect(server.pid).toBe(pid);
  const late = other.isOpen ? other : await WireClient.join(server.syncUrl('other'), other.doc);
  await late.until(() => late.framesSent > 0 && late.isSaved, 'the other document saved');

  const written = linesOf(writer.doc);
  await Promise.all([writer, reader, late].map((client) => client.close()));
  expect(await server.stop()).toBe(0);
  expect(integrityOf(server.data)).toBe('ok');
  await server.start();
  const newcomer = await WireClient.join(server.syncUrl('kept'));
  expect(linesOf(newcomer.doc)).toEqual(written);
  expect((await WireClient.join(server.syncUrl('other'))).doc.getText('text').toString()).toContain('begins now');
};

// They mostly wait: at the same time, each on a server of its own.
describe.concurrent('a disk that fails', () => {
  test.skipIf(withoutMount)(
    'D6: full, it refuses updates and loses none; once there is space it goes on by itself',
    async ({ onTestFinished }) => {
      const disk = await smallDisk(onTestFinished);
      const server = await serverOn(onTestFinished, disk);
      const filler = join(disk.path, 'filler');
      // It ends where the disk does.
      const fill = () => writeFile(filler, Buffer.alloc(6 * 1024 * 1024)).catch(() => undefined);
      await expectD6(server, fill, () => rm(filler));
    },
  );

  test.skipIf(withoutStrace).for([
    ['a sync that fails', `${SYNC}:error=EIO`],
    ['a write that fails', 'pwrite64:error=EIO'],
    ['a file system that became read-only', 'pwrite64:error=EROFS'],
    ['a quota that is used up', 'pwrite64:error=EDQUOT'],
  ] as const)(
    'D6: %s: updates are refused and none is lost; once it works it goes on by itself',
    async ([, rule], context) => {
      const server = await serverOn(context.onTestFinished);
      let injection: Injection | null = null;
      const fails = async () => {
        injection = await Injection.into(server.pid, rule);
      };
      await expectD6(server, fails, async () => injection?.end());
    },
  );

  test.skipIf(withoutMount)(
    'a data directory that can only be read is refused at the start, by name',
    async ({ onTestFinished }) => {
      const disk = await smallDisk(onTestFinished);
      disk.remount('ro');
      await expect(CowriteServer.start({ data: disk.path })).rejects.toThrow(disk.path);
    },
  );

  test.skipIf(withoutStrace)(
    'D9: a store that fails for good does not keep the service from ending',
    async ({ onTestFinished }) => {
      const server = await serverOn(onTestFinished);
      const writer = await WireClient.join(server.syncUrl('kept'));
      const injection = await Injection.into(server.pid, `${SYNC}:error=EIO`);
      writer.doc.getText('text').insert(0, 'never stored');
      await untilReady(server.url, 503);
      const started = Date.now();
      expect(await server.stop()).toBe(0);
      expect(Date.now() - started).toBeLessThan(10_000);
      expect(writer.isSaved).toBe(false);
      await injection.end();
    },
  );
});
