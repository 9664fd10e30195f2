import { request } from 'node:http';
import { connect } from 'node:net';
import { CloseCode } from '@cowrite/editor/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { badDocumentIds, badFrames } from '../harness/bad-frames.ts';
import { replicaHash } from '../harness/replica.ts';
import { CowriteServer } from '../harness/server.ts';
import { EMPTY_UPDATE, WireClient } from '../harness/wire-client.ts';

const DOCUMENT = 'shared';

let server: CowriteServer;
let writer: WireClient;
let reader: WireClient;
let pid: number;

beforeAll(async () => {
  server = await CowriteServer.start();
  await joinBoth();
});

// One input that ends the process fails its own test, not every one after it.
beforeEach(async () => {
  if (writer.isOpen && reader.isOpen) return;
  if (server.isRunning) await server.kill();
  await server.start();
  await joinBoth();
});

const joinBoth = async (): Promise<void> => {
  pid = server.pid;
  writer = await WireClient.join(server.syncUrl(DOCUMENT));
  reader = await WireClient.join(server.syncUrl(DOCUMENT), new Y.Doc(), { protocols: [] });
};

afterAll(() => server.dispose());

/** Two people go on writing to each other, a newcomer gets the same document, and it is still the same process. */
const othersGoOn = async (): Promise<void> => {
  const list = writer.doc.getArray<number>('list');
  list.push([list.length]);
  const { length } = list;
  await reader.until(() => reader.doc.getArray('list').length === length, 'what another wrote');
  await writer.saved();
  const newcomer = await WireClient.join(server.syncUrl(DOCUMENT));
  await newcomer.close();
  const read = (doc: Y.Doc) => doc.getArray('list').toJSON();
  const hash = replicaHash(writer.doc, read);
  expect([reader.doc, newcomer.doc].map((doc) => replicaHash(doc, read))).toEqual([hash, hash]);
  expect(server.pid).toBe(pid);
};

/** Does something; expects at most one line in the log for it. */
const withinOneLine = async (work: () => Promise<void>): Promise<void> => {
  const before = server.lines.length;
  await work();
  await othersGoOn();
  expect(server.lines.slice(before).length).toBeLessThanOrEqual(1);
};

/** A client that greets as others do, and is known by the server for a good one before it misbehaves. */
const attacker = async (protocols?: readonly string[]): Promise<WireClient> => {
  const client = await WireClient.join(server.syncUrl(DOCUMENT), new Y.Doc(), {
    ...(protocols === undefined ? {} : { protocols }),
    receive: () => undefined,
    answer: () => EMPTY_UPDATE,
  });
  return client;
};

describe.each([
  { client: 'a client of ours', protocols: undefined },
  { client: 'a stock y-websocket client', protocols: [] },
])('$client that sends', ({ protocols }) => {
  test.each(badFrames())('$what is closed with $code, and nobody else notices', async ({ frame, code }) => {
    await withinOneLine(async () => {
      const client = await attacker(protocols);
      const { framesSaved } = client;
      client.socket.send(frame);
      expect((await client.closed).code).toBe(code);
      expect(client.framesSaved).toBeLessThanOrEqual(Math.max(framesSaved, 1));
    });
  });
});

test.each(Object.entries(badDocumentIds))('a document id with %s is refused, and nothing is made', async (_, id) => {
  await withinOneLine(async () => {
    const client = new WireClient(server.syncUrl(id), new Y.Doc());
    expect((await client.closed).code).toBe(CloseCode.badDocumentId);
    expect(client.isSynced).toBe(false);
  });
});

test.each(['/sync', '/sync/', '/sync/..', '/sync/%2e%2e', '/sync/../etc/passwd', '/sync//etc/passwd', '/sync/a/b'])(
  'no path but that of a document becomes a WebSocket: %s',
  async (path) => {
    await withinOneLine(async () => {
      const headers = {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      };
      const status = await new Promise((resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port: server.port, path, headers });
        asked.once('response', (response) => resolve(response.resume().statusCode));
        asked.once('upgrade', (_response, socket) => {
          socket.destroy();
          reject(new Error('upgraded'));
        });
        asked.once('error', reject);
        asked.end();
      });
      // A path that leads out of /sync is that of the page, or of nothing.
      expect([200, 400, 404]).toContain(status);
    });
  },
);

test('a document may have the name of an object’s own property', async () => {
  await withinOneLine(async () => {
    const client = await WireClient.join(server.syncUrl('constructor'));
    client.doc.getText('text').insert(0, 'x');
    await client.saved();
    await client.close();
  });
});

test('bytes that are no WebSocket frame end their connection, and nobody else notices', async () => {
  await withinOneLine(async () => {
    const socket = connect(server.port, '127.0.0.1');
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.write(
      `GET /sync/${DOCUMENT} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    socket.once('data', () => socket.write(Buffer.alloc(64, 0xff)));
    await ended;
  });
});

test('what was written meanwhile is there after a restart', async () => {
  const { length } = writer.doc.getArray('list');
  await writer.close();
  await reader.close();
  expect(await server.stop()).toBe(0);
  await server.start();
  const newcomer = await WireClient.join(server.syncUrl(DOCUMENT));
  await newcomer.close();
  expect(newcomer.doc.getArray('list').length).toBe(length);
});
