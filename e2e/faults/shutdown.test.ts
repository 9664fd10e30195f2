import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { countOf, NumberedWriter } from '../harness/numbered-writer.ts';
import { Random, seedOf } from '../harness/random.ts';
import { EXTENDED, RawSocket } from '../harness/raw-socket.ts';
import { CowriteServer } from '../harness/server.ts';
import { WireClient } from '../harness/wire-client.ts';
import { integrityOf } from './fault-tools.ts';

const ROUNDS = Number(process.env.SHUTDOWNS ?? 4);
const WRITERS = 4;
const BOUND_MS = 10_000;

const random = new Random(seedOf('shutdown'));
let server: CowriteServer | null = null;
afterEach(() => server?.dispose());

test(`D9: ${ROUNDS} times SIGTERM while people write: it ends with 0 in time, and all it acknowledged is there`, {
  timeout: ROUNDS * 15_000,
}, async () => {
  server = await CowriteServer.start({ args: ['--log-level', 'warn'] });
  const url = server.syncUrl('written');
  const writers = Array.from({ length: WRITERS }, (_, index) => new NumberedWriter(`writer ${index}`));
  let longest = 0;
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.all(writers.map((writer) => writer.connect(url)));
    // Those who keep a server from ending: one who never reads, for which it waits once, and one who says nothing.
    const deaf = round === 0 ? await RawSocket.join(server.port, 'written', EXTENDED) : null;
    deaf?.stopReading();
    const mute = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true }).on('error', () => undefined);
    const timer = setInterval(() => {
      for (const writer of writers) writer.write();
    }, 2);
    await new Promise((resolve) => setTimeout(resolve, random.between(50, 600)));
    const started = Date.now();
    expect(await server.stop()).toBe(0);
    longest = Math.max(longest, Date.now() - started);
    clearInterval(timer);
    await Promise.all(writers.map((writer) => writer.lose()));
    deaf?.destroy();
    mute.destroy();
    expect(integrityOf(server.data)).toBe('ok');

    await server.start();
    const reader = await WireClient.join(url);
    for (const writer of writers) {
      const seen = Math.max(...writers.filter((each) => each !== writer).map(({ doc }) => countOf(doc, writer.name)));
      expect(countOf(reader.doc, writer.name)).toBeGreaterThanOrEqual(Math.max(writer.saved, seen));
    }
    await reader.close();
  }
  console.info(`${ROUNDS} shutdowns under load, the longest ${longest} ms`);
  expect(longest).toBeLessThan(BOUND_MS);
});
