import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { FrameParser } from './frame-parser.ts';
import { frameClose, frameFromClient, framePong } from './web-socket-frame.ts';

/** How long a relaxed socket leaves what arrived unread. */
const RELAXED_READ_MS = 20;
const CLOSE_LIMIT_MS = 2_000;
const END_OF_HEAD = '\r\n\r\n';

/** All sockets read into this, one at a time. */
const READ_BUFFER = Buffer.allocUnsafeSlow(512 * 1024);

const relaxed = new Set<LeanSocket>();
let relaxedReads: NodeJS.Timeout | null = null;

export interface LeanSocketEvents {
  open(): void;
  message(buffer: Buffer, start: number, end: number): void;
  close(): void;
}

/**
 * A WebSocket client on a bare TCP socket, so that the load costs less than the server under it. A relaxed one is read
 * every 20 ms instead of at each arrival: it stands for a reader on another machine, whose work isn't this one's.
 */
export class LeanSocket {
  frames = 0;
  bytes = 0;
  readonly #events: LeanSocketEvents;
  readonly #socket: Socket;
  readonly #parser: FrameParser;
  #head: string | null = '';
  #isRelaxed = false;
  #isParked = false;
  #isClosed = false;
  #batch: Buffer[] | null = null;

  constructor(url: string, protocol: string | null, events: LeanSocketEvents) {
    const { hostname, host, port, pathname } = new URL(url);
    this.#events = events;
    this.#parser = new FrameParser({
      message: (buffer, start, end) => {
        this.frames++;
        events.message(buffer, start, end);
      },
      ping: (payload) => this.#write(framePong(payload)),
      close: () => this.#socket.end(),
    });
    this.#socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: { buffer: READ_BUFFER, callback: (bytes) => this.#read(bytes) },
    });
    // Ends in 'close', which is what callers watch.
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => this.#ended());
    const lines = [`GET ${pathname} HTTP/1.1`, `Host: ${host}`, 'Upgrade: websocket', 'Connection: Upgrade'];
    lines.push('Sec-WebSocket-Version: 13', `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`);
    if (protocol !== null) lines.push(`Sec-WebSocket-Protocol: ${protocol}`);
    this.#socket.write(lines.join('\r\n') + END_OF_HEAD);
  }

  /** For good: the rest of its life it is read now and then. */
  relax(): void {
    this.#isRelaxed = true;
    relaxed.add(this);
    if (relaxedReads !== null) return;
    relaxedReads = setInterval(() => {
      for (const socket of relaxed) socket.#unpark();
    }, RELAXED_READ_MS).unref();
  }

  send(message: Uint8Array): void {
    this.#write(frameFromClient(message));
  }

  /** What is sent until `uncork` leaves in one write. */
  cork(): void {
    this.#batch ??= [];
  }

  uncork(): void {
    const batch = this.#batch;
    this.#batch = null;
    if (batch && batch.length > 0) this.#write(Buffer.concat(batch));
  }

  close(): void {
    this.#write(frameClose());
    this.#socket.end();
    setTimeout(() => this.#socket.destroy(), CLOSE_LIMIT_MS).unref();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #write(frame: Buffer): void {
    if (this.#batch) this.#batch.push(frame);
    else if (this.#socket.writable) this.#socket.write(frame);
  }

  /** Whether to read on. */
  #read(bytes: number): boolean {
    this.bytes += bytes;
    const start = this.#head === null ? 0 : this.#upgrade(READ_BUFFER.subarray(0, bytes));
    if (this.#head === null && start < bytes) this.#parser.push(READ_BUFFER, start, bytes);
    this.#isParked = this.#isRelaxed && bytes < READ_BUFFER.length;
    return !this.#isParked;
  }

  #unpark(): void {
    if (!this.#isParked) return;
    this.#isParked = false;
    this.#socket.resume();
  }

  /** Returns where in these bytes the frames begin, once the answer to the upgrade is complete. */
  #upgrade(bytes: Buffer): number {
    const before = this.#head?.length ?? 0;
    const head = (this.#head ?? '') + bytes.toString('latin1');
    const end = head.indexOf(END_OF_HEAD);
    this.#head = end < 0 ? head : null;
    if (end < 0) return bytes.length;
    if (head.startsWith('HTTP/1.1 101')) this.#events.open();
    else this.#socket.destroy();
    return end + END_OF_HEAD.length - before;
  }

  #ended(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    relaxed.delete(this);
    this.#events.close();
  }
}
