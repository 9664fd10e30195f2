import { afterAll, beforeAll, expect, test } from 'vitest';
import * as Y from 'yjs';
import { EXTENDED, RawSocket } from '../harness/raw-socket.ts';
import { CowriteServer } from '../harness/server.ts';
import { leastTollOf, metricOf } from '../harness/vitals.ts';
import { WireClient } from '../harness/wire-client.ts';

const CHUNK = 100_000;
/** 50 MB of them. */
const WRITTEN_CHUNKS = 500;

let server: CowriteServer;
beforeAll(async () => {
  server = await CowriteServer.start({ args: ['--log-level', 'warn'] });
});
afterAll(() => server.dispose());

test('R5: who stops reading while others write 50 MB is cut off, the others notice nothing, and on return nothing is missing', async () => {
  const url = server.syncUrl('written-fast');
  const writer = await WireClient.join(url);
  const reader = await WireClient.join(url, new Y.Doc(), { protocols: [] });
  const text = writer.doc.getText('text');
  // A text that is replaced again and again: much is sent, little is kept.
  const write = async (chunks: number) => {
    for (let chunk = 0; chunk < chunks; chunk++) {
      writer.doc.transact(() => {
        text.delete(0, text.length);
        text.insert(0, `${chunk}`.padEnd(CHUNK, 'x'));
      });
      await writer.saved();
      const now = text.toString();
      await reader.until(() => reader.doc.getText('text').toString() === now, 'what the writer wrote');
    }
  };
  // The same with nobody who doesn't read: what compaction and history take for it is no cost of theirs.
  await write(WRITTEN_CHUNKS);

  const slow = await RawSocket.join(server.port, 'written-fast', EXTENDED);
  await slow.write(STEP1);
  await slow.until(() => slow.received > 1_000, 'the document');
  slow.stopReading();
  const slowOnes = [slow];
  for (let more = 0; more < 4; more++) {
    const raw = await RawSocket.join(server.port, 'written-fast');
    await raw.write(STEP1);
    raw.stopReading();
    slowOnes.push(raw);
  }

  const before = await metricOf(server, 'cowrite_refusals_total', 'too slow');
  const toll = await leastTollOf(server, () => write(WRITTEN_CHUNKS), 1);
  console.info(`50 MB past five who don't read: ${JSON.stringify(toll)}`);
  expect((await metricOf(server, 'cowrite_refusals_total', 'too slow')) - before).toBe(slowOnes.length);
  expect([writer.isOpen, reader.isOpen]).toEqual([true, true]);
  // What waits for them is shared among those who speak alike: 16 MB each for two kinds, and as much garbage.
  expect(toll.peakMb).toBeLessThan(200);
  for (const each of slowOnes) each.destroy();

  const returning = await WireClient.join(url);
  expect(returning.doc.getText('text').toString()).toBe(text.toString());
  for (const client of [writer, reader, returning]) await client.close();
});

/** SyncStep1 of one who has nothing, as a masked frame. */
const STEP1 = Uint8Array.of(0x82, 0x84, 0, 0, 0, 0, 0, 0, 1, 0);

test('R5: who asks for a large document again and again, and never reads, is cut off', async () => {
  const url = server.syncUrl('large');
  const writer = await WireClient.join(url);
  writer.doc.getText('text').insert(0, 'y'.repeat(4_000_000));
  await writer.saved();
  const toll = await leastTollOf(
    server,
    async () => {
      const greedy = await RawSocket.join(server.port, 'large');
      greedy.stopReading();
      const before = await metricOf(server, 'cowrite_refusals_total', 'too slow');
      for (let count = 0; count < 50; count++) await greedy.write(STEP1);
      for (;;) {
        if ((await metricOf(server, 'cowrite_refusals_total', 'too slow')) > before) break;
      }
      greedy.destroy();
    },
    2,
  );
  console.info(`fifty times 4 MB asked for, none read: ${JSON.stringify(toll)}`);
  expect(toll.peakMb).toBeLessThan(60);
  await writer.close();
});
