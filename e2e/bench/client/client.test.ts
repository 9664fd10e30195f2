import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { awarenessOf, typedCharacter } from './edits.ts';
import { FrameParser } from './frame-parser.ts';
import { LeanSocket } from './lean-socket.ts';
import { MessageReader } from './message-reader.ts';
import { MessageWriter } from './message-writer.ts';
import { frameBinary } from './web-socket-frame.ts';

const CLIENT = 1000;

const servers = new Set<WebSocketServer>();
afterEach(() => {
  for (const server of servers) server.close();
  servers.clear();
});

const echoServer = async (): Promise<string> => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  servers.add(server);
  server.on('connection', (socket) => socket.on('message', (data: Buffer) => socket.send(data)));
  await once(server, 'listening');
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
};

test('a typed character is what Yjs writes for it', () => {
  const doc = new Y.Doc();
  doc.clientID = CLIENT;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let clock = 0; clock < 300; clock++) doc.getText('text').insert(clock, 'x');
  expect(updates.map((_, clock) => typedCharacter(CLIENT, clock, 'x'))).toEqual(updates);
});

test('an awareness entry is one that y-protocols takes', () => {
  const awareness = new Awareness(new Y.Doc());
  applyAwarenessUpdate(awareness, awarenessOf(77, 3, { x: 1 }), null);
  expect(awareness.getStates().get(77)).toEqual({ x: 1 });
  awareness.destroy();
});

test('merged updates are counted by their clocks, in both dialects', () => {
  const merged = Y.mergeUpdates([
    typedCharacter(CLIENT, 0, 'a'),
    typedCharacter(CLIENT, 1, 'b'),
    typedCharacter(CLIENT + 1, 0, 'c'),
  ]);
  for (const dialect of ['y-websocket', 'hocuspocus'] as const) {
    const [message = new Uint8Array()] = new MessageWriter(dialect, 'döcument', false).update(merged);
    const incoming = new MessageReader(dialect).read(Buffer.from(message), 0, message.length);
    if (incoming.kind !== 'update') throw new Error(`read as ${incoming.kind}`);
    expect(incoming.ranges.toSorted((a, b) => a.client - b.client)).toEqual([
      { client: CLIENT, from: 0, to: 2 },
      { client: CLIENT + 1, from: 0, to: 1 },
    ]);
  }
});

test('frames come out whole however the bytes are cut', () => {
  const size = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 65_530, max: 65_540 }));
  fc.assert(
    fc.property(fc.array(size, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 70_000 })), (sizes, cuts) => {
      const payloads = sizes.map((length, index) => Buffer.alloc(length, index + 1));
      const bytes = Buffer.concat(payloads.map(frameBinary));
      const seen: Buffer[] = [];
      const parser = new FrameParser({
        message: (buffer, start, end) => seen.push(Buffer.from(buffer.subarray(start, end))),
        ping: () => undefined,
        close: () => undefined,
      });
      let from = 0;
      for (const cut of [...cuts, bytes.length]) {
        const to = Math.min(bytes.length, from + cut);
        parser.push(bytes, from, to);
        from = to;
      }
      expect(seen.map((bytes) => bytes.length)).toEqual(sizes);
      expect(Buffer.compare(Buffer.concat(seen), Buffer.concat(payloads))).toBe(0);
    }),
    { numRuns: 100 },
  );
});

test.each([false, true])(
  'messages of every size come back from a ws server (read now and then: %s)',
  async (isRelaxed) => {
    const sizes = [0, 1, 125, 126, 127, 65_535, 65_536, 200_000, 3_000_000, 5];
    const url = await echoServer();
    const lengths = await new Promise<number[]>((resolve) => {
      const seen: number[] = [];
      const socket = new LeanSocket(url, null, {
        open: () => {
          if (isRelaxed) socket.relax();
          for (const size of sizes) socket.send(Buffer.alloc(size, size & 255));
        },
        message: (buffer, start, end) => {
          const isIntact = buffer.subarray(start, end).every((byte) => byte === ((end - start) & 255));
          seen.push(isIntact ? end - start : Number.NaN);
          if (seen.length < sizes.length) return;
          socket.destroy();
          resolve(seen);
        },
        close: () => resolve(seen),
      });
    });
    expect(lengths).toEqual(sizes);
  },
);
