import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { DocumentStore } from '@cowrite/storage';
import { serve, type WebSocketServerLike } from '@hono/node-server';
import { type Logger, pino } from 'pino';
import { createApp } from './app.ts';
import { ContentThreads } from './content/content-threads.ts';
import { createMetrics } from './metrics.ts';
import { SyncEndpoint } from './sync/endpoint.ts';
import { Refusals } from './sync/refusals.ts';
import { Rooms } from './sync/rooms.ts';

/** What a stock client sends as one frame: all of a large document's offline edits. */
const MAX_MESSAGE = 32 * 1024 * 1024;
const DRAIN_TIMEOUT = 5_000;

export interface CollabServerOptions {
  /** Where documents are kept; the caller opens it, and closes it after the server. */
  readonly store: DocumentStore;
  /** Silent where none is given. */
  readonly log?: Logger;
  /** A folder with the built web app; null, as is the default, to serve none. */
  readonly webApp?: string | null;
}

export interface CollabServer {
  /** Starts to accept. Resolves with the address once it does; rejects where the port is taken. */
  listen(address: { port: number; host: string }): Promise<AddressInfo>;
  /** Stops accepting, ends sessions so that their clients connect again, and resolves when what was accepted is committed. */
  close(): Promise<void>;
}

/** The collaboration service over a store. */
export const createCollabServer = ({
  store,
  log = pino({ level: 'silent' }),
  webApp = null,
}: CollabServerOptions): CollabServer => {
  const threads = new ContentThreads();
  const rooms = new Rooms({ store, threads, log });
  const refusals = new Refusals(log);
  const sync = new SyncEndpoint({ rooms, refusals, maxMessage: MAX_MESSAGE });
  const metrics = createMetrics({ store, rooms, sync, refusals });
  const app = createApp({ store, rooms, sync, metrics, log, webApp });
  // The two packages' types differ in `undefined` alone.
  const webSockets = sync.server as unknown as WebSocketServerLike;
  let server: Server | null = null;

  return {
    listen: ({ port, host }) =>
      new Promise((resolve, reject) => {
        const listening = serve(
          { fetch: app.fetch, port, hostname: host, websocket: { server: webSockets } },
          resolve,
        ) as Server;
        listening.once('error', reject);
        refuseOtherUpgrades(listening);
        server = listening;
      }),

    close: async () => {
      const stopped = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
      await rooms.close(DRAIN_TIMEOUT);
      sync.close();
      server?.closeAllConnections();
      await stopped;
      await threads.close();
    },
  };
};

/** node-server leaves an Upgrade to anything but a WebSocket hanging. It stops refusing by itself where a second listener is added, so its own is wrapped. */
const refuseOtherUpgrades = (server: Server): void => {
  const [listener] = server.listeners('upgrade') as ((
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ) => void)[];
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() === 'websocket') listener?.call(server, request, socket, head);
    else socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
};
