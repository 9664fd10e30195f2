import type { ServerResponse } from 'node:http';
import { encodeCloseFrame } from '@cowrite/editor/protocol';
import type { Connection } from './connection.ts';
import { type Frame, KEEP_ALIVE } from './frame.ts';

/** Without a response to write to for so long, nobody is there any more, milliseconds. */
const PATIENCE = 30_000;
/** A response that is asked for piece by piece is answered after so long at the latest: before a proxy gives it up. */
const LONGEST_POLL = 15_000;

interface Down {
  readonly response: ServerResponse;
  /** Ends with what it is given first: for lines on which a response that goes on arrives only when it is over. */
  readonly isPoll: boolean;
}

/**
 * A session's frames over HTTP: down in a response that goes on, or in one response after the other; up in numbered
 * requests. The frames are those of a WebSocket, so that they are made once for all who get them.
 */
export class HttpConnection implements Connection {
  readonly #onGone: () => void;
  /** Not yet known to have arrived, for polls; not yet written, for a stream. */
  #frames: Frame[] = [];
  /** How many frames were let go of before those. */
  #passed = 0;
  #bytes = 0;
  #down: Down | null = null;
  #pollTimer: NodeJS.Timeout | undefined;
  #flushing = false;
  /** Whether anything was sent since the last beat. */
  #spoke = false;
  #closed = false;
  #gone = false;
  #lastHeard = Date.now();
  #resumed: (() => void) | null = null;
  #paused: Promise<void> | null = null;

  constructor(onGone: () => void) {
    this.#onGone = onGone;
  }

  get queuedBytes(): number {
    return this.#bytes + (this.#down?.response.writableLength ?? 0);
  }

  send(frame: Frame): void {
    if (this.#closed) return;
    this.#spoke = true;
    this.#frames.push(frame);
    this.#bytes += frame.length;
    this.#flushSoon();
  }

  close(code: number, reason: string): void {
    if (this.#closed) return;
    this.send(Buffer.from(encodeCloseFrame(code, reason)));
    this.#closed = true;
  }

  drop(): void {
    this.#closed = true;
    this.#down?.response.destroy();
    this.#leave();
  }

  pause(): void {
    this.#paused ??= new Promise((resolve) => {
      this.#resumed = resolve;
    });
  }

  resume(): void {
    this.#resumed?.();
    this.#resumed = null;
    this.#paused = null;
  }

  /** Resolves when more may come up: the request that brought the last waits so long for its answer. */
  get ready(): Promise<void> {
    return this.#paused ?? Promise.resolve();
  }

  beat(): boolean {
    if (!this.#spoke) this.send(KEEP_ALIVE);
    this.#spoke = false;
    return this.#down !== null || Date.now() - this.#lastHeard < PATIENCE;
  }

  heard(): void {
    this.#lastHeard = Date.now();
  }

  /** Takes a response to write frames to, from frame `after` on, its head already sent. One before it ends. */
  attach(down: Down, after: number): void {
    this.heard();
    this.#detach();
    this.#forget(after);
    this.#down = down;
    down.response.once('close', () => this.#responseClosed(down));
    if (down.isPoll) this.#pollTimer = setTimeout(() => this.#detach(), LONGEST_POLL);
    if (this.#frames.length > 0) this.#flushSoon();
  }

  #responseClosed(down: Down): void {
    if (this.#down === down) this.#down = null;
    this.heard();
    // A stream that ended took with it what it was given last: its client comes again as a new session.
    if (!down.isPoll) this.#leave();
  }

  #flushSoon(): void {
    if (this.#flushing) return;
    this.#flushing = true;
    process.nextTick(() => this.#flush());
  }

  #flush(): void {
    this.#flushing = false;
    const down = this.#down;
    if (down === null || this.#frames.length === 0) return;
    down.response.write(Buffer.concat(this.#frames, this.#bytes));
    if (down.isPoll) this.#detach();
    else {
      this.#forget(this.#passed + this.#frames.length);
      if (this.#closed) this.#detach();
    }
  }

  #detach(): void {
    clearTimeout(this.#pollTimer);
    const down = this.#down;
    if (down === null) return;
    if (down.isPoll) this.#down = null;
    down.response.end();
  }

  /** What came before this frame has arrived. */
  #forget(after: number): void {
    const known = this.#frames.splice(0, Math.max(0, after - this.#passed));
    this.#passed += known.length;
    for (const { length } of known) this.#bytes -= length;
    if (this.#closed && this.#frames.length === 0) this.#leave();
  }

  #leave(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#closed = true;
    clearTimeout(this.#pollTimer);
    this.resume();
    this.#onGone();
  }
}
