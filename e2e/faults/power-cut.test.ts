import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { countOf, NumberedWriter } from '../harness/numbered-writer.ts';
import { Random, seedOf } from '../harness/random.ts';
import { CowriteServer } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';
import { integrityOf, SYNC, withoutStrace } from './fault-tools.ts';

const CUTS = Number(process.env.CUTS ?? 2);
const SERVER = fileURLToPath(new URL('./power-cut-server.mjs', import.meta.url));
const FILES = ['cowrite.sqlite', 'cowrite.sqlite-wal'];
/** The thread that synced is held this long behind each sync, so that the file can be copied as it was put on the disk. */
const HELD_US = 30_000;
const SYNCED = /(?:fsync|fdatasync)\(\d+<([^>]+)>\)\s+= 0/;

const random = new Random(seedOf('power-cut'));
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

const folder = async (name: string): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), `cowrite-${name}-`));
  folders.push(made);
  return made;
};

/**
 * Has people write, cuts the power at a random moment, and returns how many of their updates were saved or seen by
 * another, and how many a server finds on what is left of the disk: each file as it was at its own last sync, all that
 * was written since dropped. What SQLite asks to have synced, and in what order, is what decides.
 */
const cutPower = async (synchronous: 'FULL' | 'NORMAL'): Promise<{ promised: number; kept: number }> => {
  const [data, disk] = [await folder('powered'), await folder('disk')];
  const copyOf = (file: string): void => {
    if (FILES.includes(basename(file)) && existsSync(file)) copyFileSync(file, join(disk, basename(file)));
  };
  const inject = `inject=${SYNC}:delay_exit=${HELD_US}`;
  const strace = ['-f', '-y', '-qq', '-e', 'signal=none', '-e', `trace=${SYNC}`, '-e', inject];
  const child = spawn('strace', [...strace, process.execPath, SERVER, data, synchronous], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = once(child, 'exit');
  const traced = createInterface({ input: child.stderr });
  traced.on('line', (line) => {
    const file = SYNCED.exec(line)?.[1];
    if (file !== undefined) copyOf(file);
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const url = `ws://127.0.0.1:${String(line).split(' ')[1]}/sync/cut`;

  const writers = [new NumberedWriter('writer 0'), new NumberedWriter('writer 1')];
  await Promise.all(writers.map((writer) => writer.connect(url)));
  const timer = setInterval(() => {
    for (const writer of writers) writer.write();
  }, 10);
  await delay(random.between(500, 1_500));
  // All at once, as a power cut does: strace first would let its tracee go on.
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  clearInterval(timer);
  await Promise.all([exited, ...writers.map((writer) => writer.lose())]);

  mkdirSync(disk, { recursive: true });
  expect(integrityOf(disk)).toBe('ok');
  const server = await CowriteServer.start({ data: disk, args: ['--log-level', 'error'] });
  const reader = await WireClient.join(server.syncUrl('cut'));
  let [promised, kept] = [0, 0];
  for (const writer of writers) {
    const seen = Math.max(...writers.filter((each) => each !== writer).map(({ doc }) => countOf(doc, writer.name)));
    promised += Math.max(writer.saved, seen);
    kept += Math.min(countOf(reader.doc, writer.name), Math.max(writer.saved, seen));
  }
  await reader.close();
  await server.dispose();
  console.info(`${synchronous}: ${promised} updates saved or seen when the power went, ${kept} of them on the disk`);
  return { promised, kept };
};

test.skipIf(withoutStrace)(
  `D1: ${CUTS} power cuts lose nothing that was saved or seen`,
  {
    timeout: 20_000 * CUTS,
  },
  async () => {
    for (let cut = 0; cut < CUTS; cut++) {
      const { promised, kept } = await cutPower('FULL');
      expect(promised).toBeGreaterThan(10);
      expect(kept, `SEED=${random.seed}`).toBe(promised);
    }
  },
);

test.skipIf(withoutStrace)('the control: with synchronous=NORMAL a power cut loses what was called saved', async () => {
  const { promised, kept } = await cutPower('NORMAL');
  expect(promised).toBeGreaterThan(10);
  expect(kept).toBeLessThan(promised);
});
