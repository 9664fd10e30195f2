import {
  BEARER_PROTOCOL,
  encodeMessageFrame,
  FrameParser,
  type HttpSessionAnswer,
  PROTOCOLS_HEADER,
} from '../protocol/index.ts';
import { report } from './report.ts';
import type { WebSocketLike } from './socket.ts';

/** A stream on which nothing came by then is held back by somebody on the way: asked for piece by piece instead, milliseconds. */
const STREAM_PATIENCE = 4_000;
/** A request that got no answer is sent again after these, milliseconds; then the connection is lost. */
const RETRIES = [300, 1_000, 3_000];
/** Bytes in one request up, unless a single message has more. */
const LARGEST_BATCH = 1024 * 1024;
/** Longest message taken from the server, bytes. */
const MESSAGE_LIMIT = 512 * 1024 * 1024;

const CONNECTING = 0;
const OPEN = 1;
const CLOSED = 3;
const ABNORMAL = 1006;

/** What was learnt of the way to the server, kept from one socket to the next. */
export interface Line {
  /** Somebody between holds responses back until they end. */
  isHeldBack: boolean;
}

interface Stream {
  readonly reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>;
  readonly first: ReadableStreamReadResult<Uint8Array<ArrayBuffer>>;
}

interface Closed {
  readonly code: number;
  readonly reason: string;
}

/**
 * A WebSocket's shape over HTTP, for networks that let no WebSocket through (collab-server/SPEC.md, H1–H5): frames come
 * down in a response that goes on, and go up in numbered requests, one at a time. Where somebody on the way holds the
 * response back until it ends, it is asked for piece by piece.
 */
export class HttpSocket implements WebSocketLike {
  binaryType = 'arraybuffer';
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  onclose: ((event: Closed) => void) | null = null;
  readyState = CONNECTING;
  readonly #address: string;
  readonly #line: Line;
  readonly #abort = new AbortController();
  #session = '';
  #waiting: Uint8Array<ArrayBuffer>[] = [];
  #isSending = false;
  #sent = 0;
  /** Frames that came down. */
  #received = 0;

  constructor(url: string, protocols: readonly string[], line: Line) {
    this.#line = line;
    const { origin, pathname, search } = new URL(url.replace(/^ws/, 'http'));
    this.#address = `${origin}${pathname}/http`;
    void this.#open(protocols, search);
  }

  send(message: Uint8Array<ArrayBuffer>): void {
    if (this.readyState !== OPEN) return;
    this.#waiting.push(encodeMessageFrame(message));
    void this.#pump();
  }

  close(code = 1000, reason = ''): void {
    this.#farewell();
    this.#end({ code, reason });
  }

  #farewell(): void {
    // `keepalive`: also while the page goes away.
    if (this.#session !== '') void fetch(this.#path(), { method: 'DELETE', keepalive: true }).catch(() => undefined);
    this.#session = '';
  }

  async #open(protocols: readonly string[], search: string): Promise<void> {
    try {
      const begin = () => this.#begin(protocols, search);
      if (!(await begin())) return;
      const stream = this.#line.isHeldBack ? null : await this.#stream();
      if (stream === null && !this.#line.isHeldBack) {
        this.#line.isHeldBack = true;
        this.#farewell();
        if (!(await begin())) return;
      }
      if (this.readyState !== CONNECTING) return this.#farewell();
      this.readyState = OPEN;
      this.onopen?.();
      if (stream) await this.#follow(stream);
      else while (this.readyState === OPEN) await this.#poll();
      this.#fail(new Error('the server ended the stream'));
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Opens a session on the server; false where it refused, which ends the socket. */
  async #begin(protocols: readonly string[], search: string): Promise<boolean> {
    const token = protocols.find((each) => each.startsWith(BEARER_PROTOCOL))?.slice(BEARER_PROTOCOL.length);
    const headers = {
      [PROTOCOLS_HEADER]: protocols.filter((each) => !each.startsWith(BEARER_PROTOCOL)).join(', '),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const { signal } = this.#abort;
    const response = await fetch(`${this.#address}${search}`, { method: 'POST', headers, signal });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    const answer = (await response.json()) as HttpSessionAnswer;
    if ('code' in answer) this.#end(answer);
    else this.#session = answer.session;
    return 'session' in answer;
  }

  /** The response that goes on, once its first bytes are here: the server greets at once. Null where it is held back. */
  async #stream(): Promise<Stream | null> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), STREAM_PATIENCE);
    try {
      const signal = AbortSignal.any([this.#abort.signal, patience.signal]);
      const response = await fetch(this.#path({ after: 0 }), { signal, cache: 'no-store' });
      if (!response.ok || response.body === null) throw new Error(`the server answered ${response.status}`);
      const reader = response.body.getReader();
      return { reader, first: await reader.read() };
    } catch (error) {
      if (patience.signal.aborted) return null;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Takes what comes down the stream until its end. */
  async #follow({ reader, first }: Stream): Promise<void> {
    const parser = new FrameParser(MESSAGE_LIMIT);
    for (let next = first; !next.done; next = await reader.read()) this.#take(parser, next.value);
  }

  async #poll(): Promise<void> {
    const response = await this.#insistently(() =>
      fetch(this.#path({ after: this.#received, poll: 1 }), { signal: this.#abort.signal, cache: 'no-store' }),
    );
    this.#take(new FrameParser(MESSAGE_LIMIT), new Uint8Array(await response.arrayBuffer()));
  }

  #take(parser: FrameParser, bytes: Uint8Array): void {
    for (const frame of parser.add(bytes)) {
      this.#received++;
      if (this.readyState !== OPEN) return;
      if (frame.type === 'close') this.#end(frame);
      else this.onmessage?.({ data: frame.data.buffer });
    }
  }

  /** Sends what waits, one request after the other. */
  async #pump(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      // What is said in the same turn goes in the same request.
      await Promise.resolve();
      while (this.#waiting.length > 0 && this.readyState === OPEN) {
        const body = new Blob(this.#batch());
        const path = this.#path({ n: this.#sent });
        await this.#insistently(() => fetch(path, { method: 'POST', body, signal: this.#abort.signal }));
        this.#sent++;
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isSending = false;
    }
  }

  #batch(): Uint8Array<ArrayBuffer>[] {
    let bytes = 0;
    let count = 0;
    for (const { length } of this.#waiting) {
      if (count > 0 && bytes + length > LARGEST_BATCH) break;
      bytes += length;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  /** A request that may arrive twice does no harm: its number tells. */
  async #insistently(request: () => Promise<Response>): Promise<Response> {
    for (const pause of [...RETRIES, null]) {
      try {
        const response = await request();
        if (response.ok) return response;
        // A gateway's own trouble passes; what the server itself says stays said.
        if (pause === null || response.status < 500) throw new RefusedRequest(response.status);
      } catch (error) {
        if (pause === null || this.readyState !== OPEN || error instanceof RefusedRequest) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    throw new Error('no answer');
  }

  #path(query: Readonly<Record<string, number>> = {}): string {
    const parameters = Object.entries(query).map(([name, value]) => `${name}=${value}`);
    return `${this.#address}/${this.#session}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`;
  }

  #fail(error: unknown): void {
    if (this.readyState === CLOSED) return;
    this.onerror?.(error);
    this.#end({ code: ABNORMAL, reason: String(error) });
  }

  #end({ code, reason }: Closed): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#abort.abort();
    try {
      this.onclose?.({ code, reason });
    } catch (error) {
      report(error);
    }
  }
}

/** The server said no, and would again. */
class RefusedRequest extends Error {
  constructor(status: number) {
    super(`the server answered ${status}`);
  }
}
