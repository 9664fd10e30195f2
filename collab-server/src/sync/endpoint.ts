import { CloseCode, isDocumentId, SUBPROTOCOL } from '@cowrite/editor/protocol';
import { type HttpBindings, upgradeWebSocket, type WebSocketLike } from '@hono/node-server';
import { Hono } from 'hono';
import type { WSEvents } from 'hono/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { clientAddress } from '../access/client-address.ts';
import { problemResponse } from '../api/problem.ts';
import { KEEP_ALIVE } from './frame.ts';
import { AddressCounts } from './limits.ts';
import { type Refusals, TOO_MANY_CONNECTIONS } from './refusals.ts';
import type { Rooms } from './rooms.ts';
import { Session } from './session.ts';
import { WebSocketConnection } from './web-socket-connection.ts';

/** y-websocket's client gives up after 30 s without a message, and pings don't count. */
const KEEP_ALIVE_INTERVAL = 10_000;
/** How long a peer may take to answer a close before its socket is destroyed. */
const CLOSE_TIMEOUT = 5_000;
/** Bytes waiting for a peer above which its pings go unanswered: they'd pile up for one that doesn't read. */
const MAX_WAITING_FOR_PONG = 64 * 1024;
const BEARER = 'cowrite.bearer.';

interface Where {
  readonly documentId: string;
  readonly address: string;
}

interface Listeners {
  readonly message: (data: Buffer, isBinary: boolean) => void;
  readonly ping: (data: Buffer) => void;
  readonly pong: () => void;
  readonly error: (error: Error) => void;
  readonly close: () => void;
}

export interface SyncOptions {
  readonly rooms: Rooms;
  readonly refusals: Refusals;
  /** Bytes of one message. */
  readonly maxMessage: number;
  readonly maxConnectionsPerAddress: number;
  readonly proxies: ReadonlySet<string>;
}

/** `GET /:documentId` as a WebSocket: the protocol of SPEC.md. */
export class SyncEndpoint {
  /** For `serve({ websocket: { server } })`. */
  readonly server: WebSocketServer;
  readonly routes: Hono<{ Bindings: HttpBindings }>;
  readonly #options: SyncOptions;
  readonly #live = new Map<Session, WebSocketConnection>();
  readonly #addresses: AddressCounts;
  readonly #beat: NodeJS.Timeout;

  constructor(options: SyncOptions) {
    this.#options = options;
    this.#addresses = new AddressCounts(options.maxConnectionsPerAddress);
    // Its types don't know `closeTimeout` yet, which is why the options stand by themselves.
    const serverOptions = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      autoPong: false,
      maxPayload: options.maxMessage,
      closeTimeout: CLOSE_TIMEOUT,
      handleProtocols: chooseProtocol,
    };
    this.server = new WebSocketServer(serverOptions);
    this.routes = new Hono<{ Bindings: HttpBindings }>().get(
      '/:documentId',
      async (context, next) => {
        const address = clientAddress(context.env.incoming, options.proxies);
        if (!this.#addresses.isFull(address)) return await next();
        options.refusals.report(TOO_MANY_CONNECTIONS, { address, documentId: '' });
        return problemResponse(429, 'Too many connections are open from this address.');
      },
      upgradeWebSocket((context) => {
        const documentId = context.req.param('documentId') ?? '';
        const address = clientAddress(context.env.incoming, options.proxies);
        return this.#whenOpen({ documentId, address });
      }),
      (context) => context.text('This address speaks WebSocket.', 426, { Upgrade: 'websocket' }),
    );
    this.#beat = setInterval(() => this.#keepAlive(), KEEP_ALIVE_INTERVAL).unref();
  }

  get connectionCount(): number {
    return this.#live.size;
  }

  close(): void {
    clearInterval(this.#beat);
    this.server.close();
  }

  /** Not written where it is used, so that it doesn't hold on to the request. */
  #whenOpen(where: Where): WSEvents<WebSocketLike> {
    return { onOpen: (_event, socket) => this.#accept(socket.raw as unknown as WebSocket, where) };
  }

  #accept(webSocket: WebSocket, where: Where): void {
    // Hono adds its listeners when this returns. They'd keep the whole request, several kB, for as long as it is open.
    const ours = this.#join(webSocket, where);
    queueMicrotask(() => {
      for (const event of Object.keys(ours)) webSocket.removeAllListeners(event);
      for (const [event, listener] of Object.entries(ours)) webSocket.on(event, listener);
    });
  }

  /** Returns what the socket's events do to the session. */
  #join(webSocket: WebSocket, where: Where): Listeners {
    const { rooms, refusals, maxMessage } = this.#options;
    const connection = new WebSocketConnection(webSocket);
    const session = new Session({
      connection,
      role: 'owner',
      user: null,
      extended: webSocket.protocol === SUBPROTOCOL,
      maxMessage,
      onError: (error) => refusals.reportFault(error, where),
      onRefused: (reason) => refusals.report(reason, where),
    });
    this.#live.set(session, connection);
    this.#addresses.add(where.address);
    if (isDocumentId(where.documentId)) rooms.join(where.documentId, session);
    else session.refuse(CloseCode.badDocumentId, 'not a document id: letters, digits, ".", "_" and "-", up to 128');
    return {
      message: (data: Buffer, isBinary: boolean) => {
        if (isBinary) session.receive(data);
        else session.refuse(CloseCode.badFrame, 'text frames mean nothing here');
      },
      ping: (data: Buffer) => {
        if (connection.queuedBytes <= MAX_WAITING_FOR_PONG) webSocket.pong(data);
      },
      pong: () => connection.heard(),
      // ws closes by itself after an error: a frame over its limit (1009), or one that breaks RFC 6455 (1002). Its
      // messages may quote what the peer sent; its codes are few, as the reasons counted have to be.
      error: (error: NodeJS.ErrnoException) => refusals.report(error.code ?? 'socket error', where),
      close: () => {
        this.#live.delete(session);
        this.#addresses.remove(where.address);
        session.disconnected();
      },
    };
  }

  #keepAlive(): void {
    for (const [session, connection] of this.#live) {
      if (connection.beat()) session.sendAll(KEEP_ALIVE);
      else connection.drop();
    }
  }
}

/** A browser that offered subprotocols gives up where none is chosen, so a stranger's first is as good as ours. */
const chooseProtocol = (offered: Set<string>): string | false => {
  if (offered.has(SUBPROTOCOL)) return SUBPROTOCOL;
  for (const protocol of offered) if (!protocol.startsWith(BEARER)) return protocol;
  return false;
};
