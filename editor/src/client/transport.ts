import { HttpSocket, type Line } from './http-socket.ts';
import type { WebSocketClass, WebSocketLike } from './socket.ts';

/** `auto`: WebSocket, and HTTP where that is blocked. */
export type TransportOption = 'auto' | 'http' | 'websocket';

/** How long HTTP is kept to before WebSocket is tried again, milliseconds. */
const MEMORY = 10 * 60_000;
/** A server greets at once; a socket that is open and stays silent so long is starved by somebody on the way. */
const GREETING_PATIENCE = 5_000;
/**
 * Waited for so many times over, since a page that stood still, as one may that begins or opens a long text, wasn't
 * listening: however long that was, it counts once, and what came meanwhile is heard before the next.
 */
const TURNS = 5;
/** A single failed handshake may be a server that restarts. */
const FAILURES = 2;
const OPEN = 1;

interface TransportOptions {
  readonly option: TransportOption;
  /** The service's base, `ws(s)://…`. */
  readonly base: string;
  readonly WebSocket: WebSocketClass | undefined;
}

/**
 * Opens sockets by the way that works. WebSocket counts as blocked when handshakes fail though the server answers over
 * HTTP, or when a socket opens and nothing comes; never because the server refused. That is remembered for all pages of
 * this browser, and WebSocket tried again later.
 */
export class Transport {
  readonly #options: TransportOptions;
  readonly #memory: string;
  readonly #line: Line = { isHeldBack: false };
  #failures = 0;
  /** Where the browser keeps nothing. */
  #blockedUntil = 0;

  constructor(options: TransportOptions) {
    this.#options = options;
    this.#memory = `cowrite.transport ${options.base}`;
  }

  readonly open = (url: string, protocols: string[]): WebSocketLike => {
    const { option, WebSocket } = this.#options;
    if (WebSocket === undefined || option === 'http' || (option === 'auto' && this.#isBlocked())) {
      return new HttpSocket(url, protocols, this.#line);
    }
    const socket = new WebSocket(url, protocols);
    if (option === 'auto') this.#watch(socket);
    return socket;
  };

  #watch(socket: WebSocketLike): void {
    let greeted = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (turns: number): void => {
      timer = setTimeout(() => {
        if (greeted || socket.readyState !== OPEN) return;
        if (turns > 1) {
          wait(turns - 1);
          return;
        }
        this.#block();
        socket.close();
      }, GREETING_PATIENCE / TURNS);
    };
    socket.addEventListener?.('open', () => wait(TURNS));
    socket.addEventListener?.('message', () => {
      greeted = true;
      this.#failures = 0;
      clearTimeout(timer);
    });
    socket.addEventListener?.('close', () => {
      // Open at last, if only for a refusal, is not blocked.
      const wasOpen = timer !== undefined;
      clearTimeout(timer);
      if (!wasOpen) void this.#judge();
    });
  }

  /** The handshake failed: is it the server that is away, or somebody between? */
  async #judge(): Promise<void> {
    const address = `${this.#options.base.replace(/^ws/, 'http')}/health`;
    // By CORS: what is marked for its own origin alone is shown to no page of another without.
    const isThere = await fetch(address, { cache: 'no-store' }).then(
      () => true,
      () => false,
    );
    if (!isThere) this.#failures = 0;
    else if (++this.#failures >= FAILURES) this.#block();
  }

  #block(): void {
    this.#failures = 0;
    try {
      localStorage.setItem(this.#memory, String(Date.now() + MEMORY));
    } catch {
      this.#blockedUntil = Date.now() + MEMORY;
    }
  }

  #isBlocked(): boolean {
    try {
      return Number(localStorage.getItem(this.#memory)) > Date.now();
    } catch {
      return this.#blockedUntil > Date.now();
    }
  }
}
