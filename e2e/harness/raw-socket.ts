import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { SUBPROTOCOL } from '@cowrite/editor/protocol';

const FINAL_BINARY = 0x82;
const WRITE_AT_ONCE = 1024 * 1024;

/** A WebSocket frame as a client sends it, masked with zeros: the bytes stay what they are. */
export const clientFrame = (payload: Uint8Array, firstByte = FINAL_BINARY): Buffer => {
  const { length } = payload;
  const head = Buffer.alloc(length < 126 ? 6 : length <= 0xffff ? 8 : 14);
  head[0] = firstByte;
  head[1] = 0x80 | (length < 126 ? length : length <= 0xffff ? 126 : 127);
  if (length > 0xffff) head.writeBigUInt64BE(BigInt(length), 2);
  else if (length >= 126) head.writeUInt16BE(length, 2);
  return Buffer.concat([head, payload]);
};

const CLOSE = 8;
const PONG = 10;

/** A connection that says exactly the bytes it is told to, and reads or doesn't: for what no WebSocket library would do. */
export class RawSocket {
  readonly socket: Socket;
  /** Resolves once the connection is gone, or the server has said goodbye. */
  readonly closed: Promise<void>;
  /** Bytes that arrived, as long as it reads. */
  received = 0;
  /** Pings that the server answered: it takes them in turn with all else, so they tell how far it has come. */
  pongs = 0;
  /** What the server's close frame said; null before one came. */
  closeCode: number | null = null;
  #start = Buffer.alloc(0);
  /** Bytes of a frame that isn't there whole. */
  #frame: Buffer | null = null;

  constructor(port: number) {
    this.socket = connect({ port, host: '127.0.0.1' });
    this.socket.setNoDelay(true);
    this.socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()));
    this.socket.on('data', (data: Buffer) => this.#receive(data));
  }

  #receive(data: Buffer): void {
    this.received += data.length;
    if (this.#frame !== null) {
      this.#readFrames(data);
      return;
    }
    this.#start = Buffer.concat([this.#start, data]);
    const end = this.#start.indexOf('\r\n\r\n');
    if (end < 0 || !this.start.startsWith('HTTP/1.1 101')) return;
    this.#frame = Buffer.alloc(0);
    this.#readFrames(this.#start.subarray(end + 4));
  }

  /** Looks at nothing but pongs and a close frame, and answers that by going. */
  #readFrames(data: Buffer): void {
    let bytes = Buffer.concat([this.#frame ?? Buffer.alloc(0), data]);
    for (let end = frameEnd(bytes); end <= bytes.length; end = frameEnd(bytes)) {
      const opcode = (bytes[0] ?? 0) & 0x0f;
      if (opcode === PONG) this.pongs++;
      if (opcode === CLOSE) {
        this.closeCode = bytes.readUInt16BE(2);
        this.socket.destroy();
      }
      bytes = bytes.subarray(end);
    }
    this.#frame = bytes;
  }

  /** Upgraded to a WebSocket in a document; as a stock client unless `protocol` says otherwise. */
  static async join(port: number, documentId: string, { protocol = '', headers = '' } = {}): Promise<RawSocket> {
    const raw = new RawSocket(port);
    raw.socket.write(upgradeRequest(port, documentId, { protocol, headers }));
    await raw.until(() => raw.start.includes('\r\n\r\n'), 'an answer to the upgrade');
    if (!raw.start.startsWith('HTTP/1.1 101')) throw new Error(`no upgrade: ${raw.start.split('\r\n')[0]}`);
    return raw;
  }

  /** The first bytes that arrived, as text. */
  get start(): string {
    return this.#start.toString('latin1');
  }

  get isClosed(): boolean {
    return this.socket.destroyed;
  }

  /** Writes, and waits while the other side doesn't read; resolves early where the connection ends. */
  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !this.isClosed; at += WRITE_AT_ONCE) {
      if (!this.socket.write(bytes.subarray(at, at + WRITE_AT_ONCE))) {
        await Promise.race([once(this.socket, 'drain').catch(() => undefined), this.closed]);
      }
    }
  }

  /** Reads no more: what the server sends fills the system's buffers, and then the server's. */
  stopReading(): void {
    this.socket.pause();
  }

  async until(condition: () => boolean, what: string, limitMs = 20_000): Promise<void> {
    for (const end = Date.now() + limitMs; !condition(); await delay(5)) {
      if (this.isClosed && !condition()) throw new Error(`closed before ${what}`);
      if (Date.now() > end) throw new Error(`${what} did not come`);
    }
  }

  destroy(): void {
    this.socket.destroy();
  }
}

/** Where the first frame of a server's bytes ends; infinity where its head isn't there. */
const frameEnd = (bytes: Buffer): number => {
  const short = bytes[1] ?? 0;
  const head = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < head) return Number.POSITIVE_INFINITY;
  return head + (short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2)));
};

export const upgradeRequest = (port: number, documentId: string, { protocol = '', headers = '' } = {}): string =>
  `GET /sync/${documentId} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
  'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
  `${protocol === '' ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`}${headers}\r\n`;

/** For `join`: the connection speaks the extensions. */
export const EXTENDED = { protocol: SUBPROTOCOL };
