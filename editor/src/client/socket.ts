import { MessageType, SyncType, splitMessage } from '../protocol/index.ts';
import { report } from './report.ts';

/** What is asked of a socket: the browser's WebSocket has it, and so has `ws`. Handlers are `unknown` because each library types its own events. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  onopen: unknown;
  onmessage: unknown;
  onerror: unknown;
  onclose: unknown;
  addEventListener?(type: 'close' | 'message' | 'open', listener: () => void): void;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
}

/** A WebSocket class: `globalThis.WebSocket`, or the one of `ws`. */
export type WebSocketClass = new (url: string, protocols: string[]) => WebSocketLike;

export interface SocketOptions {
  /** Opens the real one. */
  readonly open: (url: string, protocols: string[]) => WebSocketLike;
  /** Resolves when it is time to open, with the subprotocols to offer. A rejection counts as a failed attempt. */
  readonly prepare: () => Promise<string[]>;
  /** Told of each sync frame that went out and that the server's count will include, in the wire's order. */
  readonly onSyncFrame: (sync: typeof SyncType.step2 | typeof SyncType.update) => void;
}

/** The close that y-websocket is told of; the fields it reads. */
interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** An attempt that isn't open after so long has failed, milliseconds. A browser alone would wait for minutes. */
const OPEN_TIMEOUT = 15_000;

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;
/** RFC 6455: no close frame came. */
const ABNORMAL = 1006;

/**
 * The socket that y-websocket opens: the real one behind a seam where the client waits its turn to open, fetches a
 * token, cuts large messages into parts and sees each sync frame go out.
 */
class Socket {
  readonly OPEN = OPEN;
  binaryType = 'arraybuffer';
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: Closed) => void) | null = null;
  readonly #options: SocketOptions;
  #real: WebSocketLike | null = null;
  #deadline: ReturnType<typeof setTimeout> | undefined;
  #ended = false;

  constructor(url: string, options: SocketOptions) {
    this.#options = options;
    void this.#open(url);
  }

  get readyState(): number {
    if (this.#ended) return CLOSED;
    return this.#real?.readyState ?? CONNECTING;
  }

  send(message: Uint8Array<ArrayBuffer>): void {
    const real = this.#real;
    if (real === null || this.readyState !== OPEN) return;
    for (const frame of splitMessage(message)) real.send(frame);
    const [type, sync] = message;
    if (type === MessageType.sync && (sync === SyncType.step2 || sync === SyncType.update)) {
      this.#options.onSyncFrame(sync);
    }
  }

  close(code?: number, reason?: string): void {
    this.#end();
    this.#real?.close(code, reason);
  }

  async #open(url: string): Promise<void> {
    try {
      const protocols = await this.#options.prepare();
      if (this.#ended) return;
      this.#attach(this.#options.open(url, protocols));
    } catch (error) {
      this.#fail(error);
    }
  }

  #attach(real: WebSocketLike): void {
    this.#real = real;
    real.binaryType = 'arraybuffer';
    this.#deadline = setTimeout(() => {
      real.close();
      this.#fail(new Error('the server did not answer in time'));
    }, OPEN_TIMEOUT);
    real.onopen = () => {
      clearTimeout(this.#deadline);
      if (!this.#ended) this.onopen?.();
    };
    real.onmessage = (event: { data: unknown }) => this.#receive(event.data);
    // Stays when the socket is given up: in Node, an error event that nobody takes ends the process.
    real.onerror = (event: unknown) => {
      if (!this.#ended) this.onerror?.(event);
    };
    real.onclose = ({ code, reason }: Closed) => this.#closed({ code, reason });
  }

  /** A message that can't be read is the peer's fault: the connection ends, and the next one starts afresh. */
  #receive(data: unknown): void {
    if (this.#ended) return;
    try {
      if (!(data instanceof ArrayBuffer)) throw new TypeError('a text frame');
      this.onmessage?.({ data });
    } catch (error) {
      report(error);
      this.#real?.close();
      this.#closed({ code: ABNORMAL, reason: 'unreadable message' });
    }
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.onerror?.(error);
    this.#closed({ code: error instanceof RefusedError ? error.code : ABNORMAL, reason: String(error) });
  }

  #closed(event: Closed): void {
    if (this.#ended) return;
    this.#end();
    this.onclose?.(event);
  }

  #end(): void {
    this.#ended = true;
    clearTimeout(this.#deadline);
  }
}

/** Thrown by `prepare` where trying again can't help: the attempt ends with this close code. */
export class RefusedError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'RefusedError';
    this.code = code;
  }
}

/** The class to hand to y-websocket as its `WebSocketPolyfill`. */
export const socketClass = (options: SocketOptions): typeof WebSocket => {
  class BoundSocket extends Socket {
    constructor(url: string) {
      super(url, options);
    }
  }
  // y-websocket is typed for the browser's class and uses just what `Socket` has.
  return BoundSocket as unknown as typeof WebSocket;
};
