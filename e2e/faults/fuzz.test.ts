import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Random, seedOf } from '../harness/random.ts';
import { clientFrame, EXTENDED, RawSocket } from '../harness/raw-socket.ts';
import { CowriteServer } from '../harness/server.ts';
import { metricOf, residentMb } from '../harness/vitals.ts';
import { WireClient } from '../harness/wire-client.ts';
import { Bystanders } from './bystanders.ts';
import { FrameMutator } from './mutate.ts';

const FRAMES = Number(process.env.FRAMES ?? 100_000);
const DOCUMENT = 'fuzzed';
const ATTACKERS = 16;
/** Frames that a connection sends at once, a ping behind each; and how often, as long as none ends it. */
const AT_ONCE = 6;
const TIMES = 5;
const PING = clientFrame(new Uint8Array(0), 0x89);
const FRAMES_BETWEEN_LOOKS = 10_000;
const MOST_MB = 512;

let server: CowriteServer;
beforeAll(async () => {
  server = await CowriteServer.start({ args: ['--log-level', 'warn'] });
});
afterAll(() => server.dispose());

/** Fuzzes the document with frames of a seed; throws with the seed where anything but the attacker's connection suffers. */
const fuzz = async (seed: number, frames: number): Promise<void> => {
  const bystanders = await Bystanders.join(server, DOCUMENT);
  const mutator = new FrameMutator(new Random(seed));
  let judged = 0;
  let connections = 0;
  let peak = 0;
  let nextLook = 0;
  const attack = async (attacker: number): Promise<void> => {
    while (judged < frames) {
      const raw = await RawSocket.join(server.port, DOCUMENT, attacker % 2 ? EXTENDED : {});
      connections++;
      for (let sent = AT_ONCE; sent <= AT_ONCE * TIMES && !raw.isClosed; sent += AT_ONCE) {
        const before = raw.pongs;
        const mutated = Array.from({ length: AT_ONCE }, () => [clientFrame(mutator.next()), PING]);
        await raw.write(Buffer.concat(mutated.flat()));
        await raw.until(() => raw.isClosed || raw.pongs === sent, 'an end of the frames', 60_000);
        // Those that were taken, and the one that ended it; what came behind that was never looked at.
        judged += Math.min(raw.pongs + 1, sent) - before;
      }
      raw.destroy();
      if (judged < nextLook) continue;
      nextLook += FRAMES_BETWEEN_LOOKS;
      await bystanders.write();
      peak = Math.max(peak, residentMb(server.pid));
    }
  };
  try {
    await Promise.all(Array.from({ length: ATTACKERS }, (_, index) => attack(index)));
    await bystanders.goOn();
    await sameEverywhere(bystanders);
  } catch (error) {
    throw new Error(`SEED=${seed} FRAMES=${frames}`, { cause: error });
  }
  const refused = await metricOf(server, 'cowrite_refusals_total');
  console.info(`${judged} frames, ${connections} connections, ${refused} refused, at most ${Math.round(peak)} MB`);
  expect(refused).toBeGreaterThan(judged / 100);
  expect(peak).toBeLessThan(MOST_MB);
  await bystanders.leave();
};

/** What got in, for some of it is well-formed, is the same for those who were there, for a newcomer, and after a restart. */
const sameEverywhere = async ({ writer, reader }: Bystanders): Promise<void> => {
  const fresh = async () => {
    const client = await WireClient.join(server.syncUrl(DOCUMENT));
    await client.close();
    return vectorOf(client.doc);
  };
  const newcomer = await fresh();
  await reader.until(() => vectorOf(reader.doc) === newcomer, 'the same as a newcomer has');
  await writer.until(() => vectorOf(writer.doc) === newcomer, 'the same as a newcomer has');
};

const vectorOf = (doc: Y.Doc): string => {
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) return 'something is pending';
  return JSON.stringify([...Y.decodeStateVector(Y.encodeStateVector(doc))].sort(([a], [b]) => a - b));
};

test(`R1: ${FRAMES} mutated frames end nothing but the connections that sent them`, {
  // Half a minute on a machine of its own; one that is busy elsewhere may take several.
  timeout: 120_000 + 3 * FRAMES,
}, async () => {
  const { pid } = server;
  await fuzz(seedOf('fuzz'), FRAMES);
  expect(server.pid).toBe(pid);
  expect(await server.stop()).toBe(0);
  await server.start();
  const newcomer = await WireClient.join(server.syncUrl(DOCUMENT));
  expect(newcomer.isSynced).toBe(true);
  await newcomer.close();
});
