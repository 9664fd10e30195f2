import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Connection } from './connection.ts';
import { type Frame, KEEP_ALIVE, PING } from './frame.ts';

/**
 * A `ws` socket that is written to below `ws`: frames come ready-made, shared by all receivers of a room, and those of
 * one callback leave in a single write. A system call for each connection is what fan-out costs (ws itself makes one a frame).
 */
export class WebSocketConnection implements Connection {
  readonly #webSocket: WebSocket;
  readonly #socket: Socket;
  #first: Frame | null = null;
  #rest: Frame[] | null = null;
  /** Bytes of these. */
  #queued = 0;
  #closed = false;
  /** Whether anything was sent since the last beat, and how many beats ago the peer was last heard of. */
  #spoke = false;
  #silentBeats = 0;

  constructor(webSocket: WebSocket) {
    this.#webSocket = webSocket;
    // ws keeps the socket there from the moment it is open; without compression it queues nothing of its own before it.
    this.#socket = (webSocket as unknown as { _socket: Socket })._socket;
  }

  get queuedBytes(): number {
    return this.#queued + this.#socket.writableLength;
  }

  send(frame: Frame): void {
    if (this.#closed) return;
    this.#spoke = true;
    this.#queued += frame.length;
    if (this.#first === null) {
      this.#first = frame;
      flushSoon(this);
    } else if (this.#rest === null) this.#rest = [frame];
    else this.#rest.push(frame);
  }

  /** Writes what was queued. */
  flush(): void {
    const { first, rest } = { first: this.#first, rest: this.#rest };
    this.#first = null;
    this.#rest = null;
    this.#queued = 0;
    if (first === null || !this.#socket.writable) return;
    if (rest === null) this.#socket.write(first);
    else this.#writeAll([first, ...rest]);
  }

  /** Small frames are copied together; a large one is shared by many connections, and is handed over as it is. */
  #writeAll(frames: Frame[]): void {
    let bytes = 0;
    for (const frame of frames) bytes += frame.length;
    if (bytes <= LARGEST_COPY) {
      this.#socket.write(Buffer.concat(frames, bytes));
      return;
    }
    this.#socket.cork();
    for (const frame of frames) this.#socket.write(frame);
    this.#socket.uncork();
  }

  beat(): boolean {
    if (this.#silentBeats >= MAX_SILENT_BEATS) return false;
    if (!this.#spoke) this.send(KEEP_ALIVE);
    if (this.#silentBeats > 0) this.send(PING);
    this.#spoke = false;
    this.#silentBeats++;
    return true;
  }

  /** The peer gave a sign of life. */
  heard(): void {
    this.#silentBeats = 0;
  }

  close(code: number, reason: string): void {
    if (this.#closed) return;
    this.flush();
    this.#closed = true;
    this.#webSocket.close(code, reason);
  }

  drop(): void {
    this.#closed = true;
    this.#first = null;
    this.#rest = null;
    this.#webSocket.terminate();
  }

  pause(): void {
    this.#webSocket.pause();
  }

  resume(): void {
    this.#webSocket.resume();
  }
}

const MAX_SILENT_BEATS = 3;
const LARGEST_COPY = 64 * 1024;

let waiting: WebSocketConnection[] = [];

/** At the end of this callback of the event loop, when all that follows from it at once is said. */
const flushSoon = (connection: WebSocketConnection): void => {
  if (waiting.length === 0) process.nextTick(flushAll);
  waiting.push(connection);
};

const flushAll = (): void => {
  const connections = waiting;
  waiting = [];
  for (const connection of connections) connection.flush();
};
