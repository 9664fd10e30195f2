import { CloseCode, isDocumentId, SUBPROTOCOL } from '@cowrite/editor/protocol';
import { type HttpBindings, upgradeWebSocket, type WebSocketLike } from '@hono/node-server';
import { Hono } from 'hono';
import type { WSEvents } from 'hono/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Access, Credential } from '../access/access.ts';
import { clientAddress } from '../access/client-address.ts';
import { credentialOf, isBearerProtocol } from '../access/credential.ts';
import { AccessDeniedError, EVERYTHING, type Grant } from '../access/grant.ts';
import { problemResponse } from '../api/problem.ts';
import { AddressCounts } from './limits.ts';
import { closeCodeOf, LiveSessions } from './live-sessions.ts';
import { type Refusals, TOO_MANY_CONNECTIONS } from './refusals.ts';
import type { Rooms } from './rooms.ts';
import { Session } from './session.ts';
import { WebSocketConnection } from './web-socket-connection.ts';

/** y-websocket's client gives up after 30 s without a message, and pings don't count. */
const KEEP_ALIVE_INTERVAL = 10_000;
/** How long a peer may take to answer a close before its socket is destroyed. */
const CLOSE_TIMEOUT = 5_000;
/** The same when the server ends. */
const GOODBYE_TIMEOUT = 1_000;
/** Bytes waiting for a peer above which its pings go unanswered: they'd pile up for one that doesn't read. */
const MAX_WAITING_FOR_PONG = 64 * 1024;
/** How long it may take to find out who somebody is, milliseconds. */
const ADMISSION_DEADLINE = 10_000;

interface Where {
  readonly documentId: string;
  readonly address: string;
  /** Null where everybody may come in. */
  readonly credential: Credential | null;
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
  readonly access: Access;
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
  /** Who is connected. */
  readonly live: LiveSessions;
  readonly #addresses: AddressCounts;
  readonly #beat: NodeJS.Timeout;

  constructor(options: SyncOptions) {
    this.#options = options;
    this.live = new LiveSessions(options.access);
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
        const credential = options.access.isOpen ? null : credentialOf(context.req.raw);
        return this.#whenOpen({ documentId, address, credential });
      }),
      (context) => context.text('This address speaks WebSocket.', 426, { Upgrade: 'websocket' }),
    );
    this.#beat = setInterval(() => this.#keepAlive(), KEEP_ALIVE_INTERVAL).unref();
  }

  get connectionCount(): number {
    return this.live.size;
  }

  /** Ends what is open. Their sessions have been told before. */
  close(): void {
    clearInterval(this.#beat);
    this.live.close();
    this.server.close();
    // Who doesn't read never says goodbye.
    setTimeout(() => {
      for (const { connection } of this.live) connection.drop();
    }, GOODBYE_TIMEOUT).unref();
  }

  /** Not written where it is used, so that it doesn't hold on to the request. */
  #whenOpen(where: Where): WSEvents<WebSocketLike> {
    return { onOpen: (_event, socket) => this.#accept(socket.raw as unknown as WebSocket, where) };
  }

  #accept(webSocket: WebSocket, where: Where): void {
    const join = (grant: Grant) => this.#join(webSocket, where, grant);
    const { credential } = where;
    const ours = credential === null ? join(EVERYTHING) : this.#whenAdmitted(webSocket, { ...where, credential }, join);
    // Hono adds its listeners when this returns. They'd keep the whole request, several kB, for as long as it is open.
    queueMicrotask(() => listen(webSocket, ours));
  }

  /** Nothing is read from the socket, and nothing sent, before it is known who is there. */
  #whenAdmitted(
    webSocket: WebSocket,
    where: Where & { readonly credential: Credential },
    join: (grant: Grant) => Listeners,
  ): Listeners {
    const { access, refusals } = this.#options;
    webSocket.pause();
    this.#addresses.add(where.address);
    const refuse = (code: CloseCode, reason: string): void => {
      refusals.report(reason, where);
      webSocket.close(code, reason);
      webSocket.resume();
    };
    const deadline = setTimeout(
      () => refuse(CloseCode.storageFailed, 'could not be checked in time'),
      ADMISSION_DEADLINE,
    );
    void access
      .admit(where.credential, where.documentId)
      .then(
        (grant) => {
          if (webSocket.readyState !== webSocket.OPEN) return;
          listen(webSocket, join(grant));
          webSocket.resume();
        },
        (error: unknown) => {
          if (error instanceof AccessDeniedError) return refuse(closeCodeOf(error), error.message);
          refusals.reportFault(error, where);
          refuse(CloseCode.storageFailed, 'could not be checked just now: connect again');
        },
      )
      .finally(() => {
        clearTimeout(deadline);
        this.#addresses.remove(where.address);
      });
    const nothing = () => undefined;
    return { message: nothing, ping: nothing, pong: nothing, error: nothing, close: nothing };
  }

  /** Returns what the socket's events do to the session. */
  #join(webSocket: WebSocket, where: Where, grant: Grant): Listeners {
    const { rooms, refusals, maxMessage } = this.#options;
    const connection = new WebSocketConnection(webSocket);
    const session = new Session({
      connection,
      role: grant.role,
      user: grant.user,
      extended: webSocket.protocol === SUBPROTOCOL,
      maxMessage,
      onToken: (token) => void this.live.renew(session, token),
      onError: (error) => refusals.reportFault(error, where),
      onRefused: (reason) => refusals.report(reason, where),
    });
    const { documentId, credential } = where;
    this.live.add({ session, connection, documentId, credential, grant });
    this.#addresses.add(where.address);
    if (isDocumentId(documentId)) rooms.join(documentId, session);
    else session.refuse(CloseCode.badDocumentId, 'not a document id: letters, digits, ".", "_" and "-", up to 128');
    return {
      message: (data: Buffer, isBinary: boolean) => {
        connection.heard();
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
        this.live.remove(session);
        this.#addresses.remove(where.address);
        session.disconnected();
      },
    };
  }

  #keepAlive(): void {
    for (const { connection } of this.live) if (!connection.beat()) connection.drop();
  }
}

/** A browser that offered subprotocols gives up where none is chosen, so a stranger's first is as good as ours. */
const chooseProtocol = (offered: Set<string>): string | false => {
  if (offered.has(SUBPROTOCOL)) return SUBPROTOCOL;
  for (const protocol of offered) if (!isBearerProtocol(protocol)) return protocol;
  return false;
};

/** Puts these in the place of all listeners there are for the same events. */
const listen = (webSocket: WebSocket, listeners: Listeners): void => {
  for (const event of Object.keys(listeners)) webSocket.removeAllListeners(event);
  for (const [event, listener] of Object.entries(listeners)) webSocket.on(event, listener);
};
