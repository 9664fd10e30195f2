import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { countOf, NumberedWriter } from '../harness/numbered-writer.ts';
import { Random, seedOf } from '../harness/random.ts';
import { CowriteServer } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';
import { Injection, integrityOf, SYNC, withoutStrace } from './fault-tools.ts';

const KILLS = Number(process.env.KILLS ?? 6);
const WRITERS = 3;
const WRITE_EVERY_MS = 5;
/** SQLite writes a page or two, syncs once a commit; a checkpoint writes and syncs many. */
const LATEST_CALL = 60;
const KILLS_BETWEEN_WORDS = 50;

const random = new Random(seedOf('syscall-kill'));
let server: CowriteServer | null = null;
afterAll(() => server?.dispose());

test.skipIf(withoutStrace)(
  `${KILLS} kills, each on entering the Nth write or sync, lose nothing saved or seen, and leave the file sound`,
  {
    timeout: 60_000 + KILLS * 20_000,
  },
  async () => {
    server = await CowriteServer.start({ args: ['--log-level', 'warn'] });
    const url = server.syncUrl('killed');
    const writers = Array.from({ length: WRITERS }, (_, index) => new NumberedWriter(`writer ${index}`));
    for (let kill = 1; kill <= KILLS; kill++) {
      const call = random.pick(['pwrite64', SYNC]);
      const when = random.between(1, LATEST_CALL);
      await Promise.all(writers.map((writer) => writer.connect(url)));
      const injection = await Injection.into(server.pid, `${call}:signal=KILL:when=${when}`);
      const timer = setInterval(() => {
        for (const writer of writers) writer.write();
      }, WRITE_EVERY_MS);
      for (const end = Date.now() + 60_000; server.isRunning && Date.now() < end; ) await delay(2);
      clearInterval(timer);
      expect(server.isRunning, `${call} number ${when} never came`).toBe(false);
      await injection.end();
      await Promise.all(writers.map((writer) => writer.lose()));

      expect(integrityOf(server.data), `SEED=${random.seed}, kill ${kill} at ${call} ${when}`).toBe('ok');
      await server.start();
      const losses: string[] = [];
      const reader = await WireClient.join(url);
      for (const writer of writers) {
        const seen = Math.max(...writers.filter((each) => each !== writer).map(({ doc }) => countOf(doc, writer.name)));
        const kept = countOf(reader.doc, writer.name);
        if (kept < writer.saved) losses.push(`kill ${kill} at ${call} ${when}: ${writer.saved - kept} saved`);
        if (kept < seen) losses.push(`kill ${kill} at ${call} ${when}: ${seen - kept} seen`);
      }
      await reader.close();
      expect(losses, `SEED=${random.seed}`).toEqual([]);
      if (kill % KILLS_BETWEEN_WORDS === 0) console.info(`${kill} kills`);
    }
    await Promise.all(writers.map((writer) => writer.connect(url)));
    await Promise.all(writers.map((writer) => writer.allSaved()));
    await Promise.all(writers.map((writer) => writer.leave()));
    console.info(`${KILLS} kills at a system call, ${writers.map(({ saved }) => saved).join(' + ')} updates saved`);
  },
);
