import { CloseCode, isDocumentId, SUBPROTOCOL } from '@cowrite/editor/protocol';
import { type HttpBindings, upgradeWebSocket } from '@hono/node-server';
import { Hono } from 'hono';
import { type WebSocket, WebSocketServer } from 'ws';
import { KEEP_ALIVE } from './frame.ts';
import type { Refusals } from './refusals.ts';
import type { Rooms } from './rooms.ts';
import { Session } from './session.ts';
import { WebSocketConnection } from './web-socket-connection.ts';

/** y-websocket's client gives up after 30 s without a message, and pings don't count. */
const KEEP_ALIVE_INTERVAL = 10_000;
/** How long a peer may take to answer a close before its socket is destroyed. */
const CLOSE_TIMEOUT = 5_000;
const BEARER = 'cowrite.bearer.';

export interface SyncOptions {
  readonly rooms: Rooms;
  readonly refusals: Refusals;
  /** Bytes of one message. */
  readonly maxMessage: number;
}

/** `GET /:documentId` as a WebSocket: the protocol of SPEC.md. */
export class SyncEndpoint {
  /** For `serve({ websocket: { server } })`. */
  readonly server: WebSocketServer;
  readonly routes: Hono<{ Bindings: HttpBindings }>;
  readonly #options: SyncOptions;
  readonly #live = new Map<Session, WebSocketConnection>();
  readonly #beat: NodeJS.Timeout;

  constructor(options: SyncOptions) {
    this.#options = options;
    // Its types don't know `closeTimeout` yet, which is why the options stand by themselves.
    const serverOptions = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: options.maxMessage,
      closeTimeout: CLOSE_TIMEOUT,
      handleProtocols: chooseProtocol,
    };
    this.server = new WebSocketServer(serverOptions);
    this.routes = new Hono<{ Bindings: HttpBindings }>().get(
      '/:documentId',
      upgradeWebSocket((context) => ({
        onOpen: (_event, socket) => {
          const address = context.env.incoming.socket.remoteAddress ?? '';
          this.#accept(socket.raw as unknown as WebSocket, {
            documentId: context.req.param('documentId') ?? '',
            address,
          });
        },
      })),
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

  #accept(webSocket: WebSocket, where: { documentId: string; address: string }): void {
    const { rooms, refusals, maxMessage } = this.#options;
    const connection = new WebSocketConnection(webSocket);
    const session = new Session({
      connection,
      role: 'owner',
      user: null,
      extended: webSocket.protocol === SUBPROTOCOL,
      maxMessage,
      onRefused: (reason) => refusals.report(reason, where),
    });
    this.#live.set(session, connection);
    webSocket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) session.receive(data);
      else session.refuse(CloseCode.badFrame, 'text frames mean nothing here');
    });
    webSocket.on('pong', () => connection.heard());
    // ws closes by itself after an error: a frame over its limit (1009), or one that breaks RFC 6455 (1002).
    webSocket.on('error', (error) => refusals.report(error.message, where));
    webSocket.on('close', () => {
      this.#live.delete(session);
      session.disconnected();
    });
    if (isDocumentId(where.documentId)) rooms.join(where.documentId, session);
    else session.refuse(CloseCode.badDocumentId, 'not a document id: letters, digits, ".", "_" and "-", up to 128');
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
