import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { peerAddress } from './access/client-address.ts';
import { AddressCounts } from './sync/limits.ts';
import { type Refusals, TOO_MANY_CONNECTIONS } from './sync/refusals.ts';

/** For `createServer`: how long headers may take to arrive, however slowly their bytes trickle. Bodies are guarded here. */
export const REQUEST_DEADLINES = { headersTimeout: 10_000, requestTimeout: 0, connectionsCheckingInterval: 1_000 };
/** How long a request's body may take after its headers; an upload this and the time that a slow line takes. */
const BODY_DEADLINE = 12_000;
/** Bytes a second: slower than this nobody sends a file on purpose. */
const SLOWEST_UPLOAD = 16 * 1024;
/** Whatever length is claimed, more isn't waited for. */
const LARGEST_UPLOAD = 64 * 1024 * 1024;
/** How long an upgrade may take; a WebSocket lifts it. */
const UPGRADE_DEADLINE = 5_000;
/** Without a byte in or out, a connection that is no WebSocket is given up: its peer doesn't read its answer. */
const IDLE_DEADLINE = 60_000;

interface ListenerGuardOptions {
  readonly maxConnectionsPerAddress: number;
  /** Proxies stand for many; who is behind them is counted where their requests are read. */
  readonly proxies: ReadonlySet<string>;
  readonly refusals: Refusals;
}

/** Keeps what connects, and says nothing or never ends, from filling the listener. */
export const guardListener = (
  server: Server,
  { maxConnectionsPerAddress, proxies, refusals }: ListenerGuardOptions,
): void => {
  const counts = new AddressCounts(maxConnectionsPerAddress);
  server.timeout = IDLE_DEADLINE;
  server.on('connection', (socket: Socket) => {
    const address = peerAddress(socket);
    if (proxies.has(address)) return;
    if (counts.isFull(address)) {
      refusals.report(TOO_MANY_CONNECTIONS, { address, documentId: '' });
      socket.destroy();
      return;
    }
    counts.add(address);
    socket.once('close', () => counts.remove(address));
  });
  server.on('request', guardBody);
  guardUpgrades(server);
};

/** Node's own deadline is one for all requests, and a picture on a slow line takes its time. */
const guardBody = (request: IncomingMessage): void => {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const length = Number(request.headers['content-length'] ?? 0);
  const isUpload = request.method === 'POST' && /\/assets(?:\?|$)/.test(request.url ?? '');
  const deadline = BODY_DEADLINE + (isUpload ? (Math.min(length, LARGEST_UPLOAD) / SLOWEST_UPLOAD) * 1000 : 0);
  const timer = setTimeout(() => request.socket.destroy(), deadline).unref();
  const stop = () => clearTimeout(timer);
  request.once('end', stop);
  request.once('close', stop);
};

/** node-server leaves an Upgrade to anything but a WebSocket hanging. It stops refusing by itself where a second listener is added, so its own is wrapped. */
const guardUpgrades = (server: Server): void => {
  const [listener] = server.listeners('upgrade') as ((
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ) => void)[];
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    // One that was refused stays half open until its peer closes it too, which a hostile one doesn't. A socket's own
    // timeout starts anew with every byte, so it is but the mark here: a WebSocket takes it off.
    socket.setTimeout(UPGRADE_DEADLINE);
    setTimeout(() => {
      if (socket.timeout) socket.destroy();
    }, UPGRADE_DEADLINE).unref();
    if (request.headers.upgrade?.toLowerCase() === 'websocket') listener?.call(server, request, socket, head);
    else socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
};
