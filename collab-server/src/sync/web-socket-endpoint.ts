import { CloseCode, SUBPROTOCOL } from '@cowrite/editor/protocol';
import { type HttpBindings, upgradeWebSocket, type WebSocketLike } from '@hono/node-server';
import { Hono } from 'hono';
import type { WSEvents } from 'hono/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { isBearerProtocol } from '../access/credential.ts';
import type { Grant } from '../access/grant.ts';
import { isRefused, type Refused } from './admission.ts';
import type { Refusals } from './refusals.ts';
import type { SessionHost, Where } from './session-host.ts';
import { readShortFrames } from './short-frames.ts';
import { WebSocketConnection } from './web-socket-connection.ts';

/** How long a peer may take to answer a close before its socket is destroyed. */
const CLOSE_TIMEOUT = 5_000;
/** Bytes waiting for a peer above which its pings go unanswered: they'd pile up for one that doesn't read. */
const MAX_WAITING_FOR_PONG = 64 * 1024;

interface Listeners {
  readonly message: (data: Buffer, isBinary: boolean) => void;
  readonly ping: (data: Buffer) => void;
  readonly pong: () => void;
  readonly error: (error: Error) => void;
  readonly close: () => void;
}

interface WebSocketEndpointOptions {
  readonly host: SessionHost;
  readonly refusals: Refusals;
}

/** `GET /:documentId` as a WebSocket: the protocol of SPEC.md. */
export class WebSocketEndpoint {
  /** For `serve({ websocket: { server } })`. */
  readonly server: WebSocketServer;
  readonly routes: Hono<{ Bindings: HttpBindings }>;
  readonly #host: SessionHost;
  readonly #refusals: Refusals;

  constructor({ host, refusals }: WebSocketEndpointOptions) {
    this.#host = host;
    this.#refusals = refusals;
    // Its types don't know `closeTimeout` yet, which is why the options stand by themselves.
    const serverOptions = {
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      autoPong: false,
      maxPayload: host.maxMessage,
      closeTimeout: CLOSE_TIMEOUT,
      handleProtocols: chooseProtocol,
    };
    this.server = new WebSocketServer(serverOptions);
    this.routes = new Hono<{ Bindings: HttpBindings }>().get(
      '/:documentId',
      async (context, next) => {
        const refusal = host.refuseFull(context);
        return refusal ?? (await next());
      },
      upgradeWebSocket((context) => {
        return this.#whenOpen(host.whereOf(context));
      }),
      (context) => context.text('This address speaks WebSocket.', 426, { Upgrade: 'websocket' }),
    );
  }

  close(): void {
    this.server.close();
  }

  /** Not written where it is used, so that it doesn't hold on to the request. */
  #whenOpen(where: Where): WSEvents<WebSocketLike> {
    return { onOpen: (_event, socket) => this.#accept(socket.raw as unknown as WebSocket, where) };
  }

  #accept(webSocket: WebSocket, where: Where): void {
    const admitted = this.#host.admit(where);
    const ours =
      admitted instanceof Promise ? this.#wait(webSocket, where, admitted) : this.#join(webSocket, where, admitted);
    // Hono adds its listeners when this returns. They'd keep the whole request, several kB, for as long as it is open.
    queueMicrotask(() => listen(webSocket, ours));
  }

  /** Nothing is read from the socket, and nothing sent, before it is known who is there. */
  #wait(webSocket: WebSocket, where: Where, admission: Promise<Grant | Refused>): Listeners {
    webSocket.pause();
    void admission.then((admitted) => {
      if (webSocket.readyState !== webSocket.OPEN) return;
      if (isRefused(admitted)) webSocket.close(admitted.code, admitted.reason);
      else listen(webSocket, this.#join(webSocket, where, admitted));
      webSocket.resume();
    });
    const nothing = () => undefined;
    return { message: nothing, ping: nothing, pong: nothing, error: nothing, close: nothing };
  }

  /** Returns what the socket's events do to the session. */
  #join(webSocket: WebSocket, where: Where, grant: Grant): Listeners {
    const connection = new WebSocketConnection(webSocket);
    const extended = webSocket.protocol === SUBPROTOCOL;
    const session = this.#host.open({ connection, where, grant, extended });
    const message = (data: Buffer, isBinary: boolean) => {
      connection.heard();
      if (isBinary) session.receive(data);
      else session.refuse(CloseCode.badFrame, 'text frames mean nothing here');
    };
    readShortFrames(webSocket, this.#host.maxMessage, message);
    return {
      message,
      ping: (data: Buffer) => {
        if (connection.queuedBytes <= MAX_WAITING_FOR_PONG) webSocket.pong(data);
      },
      pong: () => connection.heard(),
      // ws closes by itself after an error: a frame over its limit (1009), or one that breaks RFC 6455 (1002). Its
      // messages may quote what the peer sent; its codes are few, as the reasons counted have to be.
      error: (error: NodeJS.ErrnoException) => this.#refusals.report(error.code ?? 'socket error', where),
      close: () => this.#host.end(session, where),
    };
  }
}

/** A browser that offered subprotocols gives up where none is chosen, so a stranger's first is as good as ours. */
const chooseProtocol = (offered: Set<string>): string | false => {
  if (offered.has(SUBPROTOCOL)) return SUBPROTOCOL;
  for (const protocol of offered) if (!isBearerProtocol(protocol)) return protocol;
  return false;
};

/** Puts these in the place of all listeners there are. */
const listen = (webSocket: WebSocket, listeners: Listeners): void => {
  webSocket.removeAllListeners();
  for (const [event, listener] of Object.entries(listeners)) webSocket.on(event, listener);
};
