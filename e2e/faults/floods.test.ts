import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientFrame, RawSocket, upgradeRequest } from '../harness/raw-socket.ts';
import { CowriteServer } from '../harness/server.ts';
import { leastTollOf, metricOf } from '../harness/vitals.ts';
import { Bystanders } from './bystanders.ts';
import { emptyUpdate } from './hostile-frames.ts';

const HALF_OPEN = 1_000;
const LIMIT = 1_200;
/** Fewer than wait in the system's own queue: one that overflows leaves connections that only their client believes in. */
const AT_ONCE = 100;
/** Ten to twelve seconds, and the second in which the server looks. */
const LATEST_MS = 15_000;

let server: CowriteServer;
let bystanders: Bystanders;
/** Under way during all of these tests. */
let halfOpen: Promise<number>;
beforeAll(async () => {
  server = await CowriteServer.start({
    args: ['--log-level', 'warn', '--connections-per-address', String(LIMIT), '--trusted-proxy', '127.0.0.2'],
  });
  bystanders = await Bystanders.join(server, 'beset');
  halfOpen = trickleMany();
});
afterAll(() => server.dispose());

/** A connection that says `first`, then a byte a second; resolves with how long the server put up with it. */
const trickle = async (first: string): Promise<number> => {
  const started = Date.now();
  // It goes on when the server has said goodbye: nothing but being cut off ends it.
  const socket = connect({ port: server.port, host: '127.0.0.1', localAddress: '127.0.0.8', allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(first);
  const timer = setInterval(() => socket.write('a'), 1_000);
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
  clearInterval(timer);
  return Date.now() - started;
};

/** A thousand that never finish what they say, or never go when told to; resolves with the longest that one of them was there. */
const trickleMany = async (): Promise<number> => {
  const upgrade = upgradeRequest(server.port, 'beset');
  const kinds = [
    '',
    'GET ',
    upgrade.slice(0, -2),
    `${upgrade.slice(0, -2)}X-Slow: `,
    'POST /api/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
    upgrade.replace('Sec-WebSocket-Version: 13', 'Sec-WebSocket-Version: 99'),
    upgrade.replace('Host: 127.0.0.1', 'Origin: https://evil.example\r\nHost: 127.0.0.1'),
  ];
  const times: Promise<number>[] = [];
  for (let count = 0; count < HALF_OPEN; count++) {
    times.push(trickle(kinds[count % kinds.length] ?? ''));
    if (count % AT_ONCE === 0) await delay(5);
  }
  return Math.max(...(await Promise.all(times)));
};

/** Connections from `localAddress`, which Linux lets be any of 127.0.0.0/8; resolves once each is open or gone. */
const connectMany = async (count: number, localAddress: string): Promise<Socket[]> => {
  if (count > AT_ONCE)
    return (await connectMany(AT_ONCE, localAddress)).concat(await connectMany(count - AT_ONCE, localAddress));
  const sockets = Array.from({ length: count }, () => connect({ port: server.port, host: '127.0.0.1', localAddress }));
  await Promise.all(
    sockets.map((socket) => {
      socket.on('error', () => undefined);
      socket.resume();
      return new Promise<void>((resolve) => socket.once('connect', resolve).once('close', () => resolve()));
    }),
  );
  return sockets;
};

test('R6: one address opens no more than its share, others get in, and what it closes it may open again', async () => {
  const sockets = await connectMany(LIMIT + 300, '127.0.0.9');
  const isOpen = (socket: Socket) => !socket.destroyed;
  for (let end = Date.now() + 5_000; Date.now() < end && sockets.filter(isOpen).length > LIMIT; ) await delay(10);
  expect(sockets.filter(isOpen).length).toBe(LIMIT);
  expect(await metricOf(server, 'cowrite_refusals_total', 'too many connections')).toBe(300);
  await bystanders.goOn();
  await Promise.all(
    sockets.map(
      (socket) => new Promise<void>((resolve) => socket.destroy().once('close', () => resolve()) && resolve()),
    ),
  );
  for (let end = Date.now() + 5_000; Date.now() < end; await delay(10)) {
    const [again] = await connectMany(1, '127.0.0.9');
    again?.write('GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n');
    const answered = await new Promise((resolve) => {
      again?.once('data', () => resolve(true)).once('close', () => resolve(false));
    });
    if (answered) return;
  }
  throw new Error('the address was never let in again');
});

test('R6: behind a named proxy each client has a share of its own; X-Forwarded-For of anybody else means nothing', async () => {
  const forwarded = (client: string) => `X-Forwarded-For: ${client}\r\n`;
  const answerTo = async (localAddress: string, headers: string): Promise<string> => {
    const socket = connect({ port: server.port, host: '127.0.0.1', localAddress });
    opened.push(socket);
    socket.on('error', () => undefined);
    socket.write(upgradeRequest(server.port, 'beset', { headers }));
    return new Promise((resolve) => {
      socket.once('data', (data: Buffer) => resolve(data.toString('latin1').slice(9, 12)));
      socket.once('close', () => resolve('closed'));
    });
  };
  const opened: Socket[] = [];
  const proxied = [];
  for (let count = 0; count < LIMIT; count++) proxied.push(answerTo('127.0.0.2', forwarded('203.0.113.1')));
  expect(new Set(await Promise.all(proxied))).toEqual(new Set(['101']));
  expect(await answerTo('127.0.0.2', forwarded('203.0.113.1'))).toBe('429');
  expect(await answerTo('127.0.0.2', forwarded('203.0.113.2'))).toBe('101');
  expect(await answerTo('127.0.0.3', forwarded('203.0.113.1'))).toBe('101');
  await bystanders.goOn();
  for (const socket of opened) socket.destroy();
});

test('R10: megabytes said before the document is open do not pile up', async () => {
  const early = clientFrame(emptyUpdate);
  const flood = Buffer.concat(Array.from({ length: 40_000 }, () => early));
  const toll = await leastTollOf(server, async () => {
    const sockets: RawSocket[] = [];
    for (let count = 0; count < 10; count++) {
      const raw = new RawSocket(server.port);
      // In one write with the upgrade: all of it is there before the room is.
      raw.socket.write(Buffer.concat([Buffer.from(upgradeRequest(server.port, `new-${Math.random()}`)), flood]));
      sockets.push(raw);
    }
    await bystanders.goOn();
    for (const raw of sockets) raw.destroy();
  });
  console.info(`10 × ${flood.length} bytes before the room: ${JSON.stringify(toll)}`);
  // Node gives the upgrade what it read with it, 64 kB, and the cap is 1 MiB each.
  expect(toll.peakMb).toBeLessThan(80);
});

test('R9: a thousand half-open requests and upgrades are gone in time, however steadily they trickle', async () => {
  const longest = await halfOpen;
  console.info(`${HALF_OPEN} half-open, beside all of the above: gone after ${longest} ms`);
  // A busy machine may look late; a server without deadlines never does.
  expect(longest).toBeLessThan(LATEST_MS + 5_000);
  await bystanders.goOn();
});
