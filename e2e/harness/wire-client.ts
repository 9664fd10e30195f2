import {
  decodeRole,
  decodeSaved,
  MessageType,
  PartAssembler,
  type Role,
  SUBPROTOCOL,
  SyncType,
  splitMessage,
} from '@cowrite/editor/protocol';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import WebSocket from 'ws';
import * as Y from 'yjs';

const WAIT_LIMIT_MS = 30_000;
const MESSAGE_LIMIT = 256 * 1024 * 1024;

export interface WireOptions {
  /** The subprotocols offered: `cowrite.v1` unless told; an empty list is a stock y-websocket client. */
  readonly protocols?: readonly string[];
  readonly origin?: string;
  /** Takes the updates that arrive instead of the document. */
  readonly receive?: (update: Uint8Array) => void;
  /** Answers the server's SyncStep1 in place of the document; an empty update says "nothing new". */
  readonly answer?: (stateVector: Uint8Array) => Uint8Array;
  /** False leaves the document's own changes to the caller, who sends by `sendUpdate`. */
  readonly sendsChanges?: boolean;
  /** Called once a sync frame is sent, with its number on this connection, from 1. */
  readonly sent?: (frame: number) => void;
}

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

/** An update that changes nothing. */
export const EMPTY_UPDATE = Uint8Array.of(0, 0);

/** A frame as y-websocket writes it: type, sync type, one byte array. */
export const syncFrame = (type: number, payload: Uint8Array): Uint8Array<ArrayBuffer> =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MessageType.sync);
    encoding.writeVarUint(encoder, type);
    encoding.writeVarUint8Array(encoder, payload);
  }) as Uint8Array<ArrayBuffer>;

/**
 * One connection of y-websocket's protocol, written by hand over a real socket for a real Y.Doc. It never reconnects:
 * a return is a new `WireClient` on the same document. It counts the sync frames it sent as the `saved` message does.
 */
export class WireClient {
  readonly doc: Y.Doc;
  /** Who listens besides does so by `prependListener`: the client then looks whether what it waits for has come. */
  readonly socket: WebSocket;
  readonly closed: Promise<Closed>;
  /** SyncStep2 and update frames sent on this connection. */
  framesSent = 0;
  /** How many of them the server called saved. */
  framesSaved = 0;
  /** Update and SyncStep2 frames that arrived. */
  framesReceived = 0;
  role: Role | null = null;
  isSynced = false;
  readonly #options: WireOptions;
  readonly #parts = new PartAssembler(MESSAGE_LIMIT);
  readonly #watchers = new Set<() => void>();
  #end: Closed | null = null;

  constructor(url: string, doc: Y.Doc, options: WireOptions = {}) {
    this.doc = doc;
    this.#options = options;
    const { protocols = [SUBPROTOCOL], origin } = options;
    this.socket = new WebSocket(url, [...protocols], {
      perMessageDeflate: false,
      ...(origin === undefined ? {} : { origin }),
    });
    this.socket.binaryType = 'nodebuffer';
    this.closed = new Promise((resolve) => {
      this.socket.once('close', (code, reason) => {
        this.#end = { code, reason: reason.toString() };
        this.doc.off('update', this.#change);
        resolve(this.#end);
        this.#notify();
      });
    });
    // A refused upgrade and a reset both end in 'close', which is what callers watch.
    this.socket.on('error', () => undefined);
    this.socket.once('open', () => {
      this.send(syncFrame(SyncType.step1, Y.encodeStateVector(this.doc)));
      if (options.sendsChanges !== false) this.doc.on('update', this.#change);
      this.#notify();
    });
    this.socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) throw new Error('the server sent a text frame');
      this.#receive(data);
      this.#notify();
    });
  }

  /** Connects and waits until the server has sent what the document lacked. */
  static async join(url: string, doc = new Y.Doc(), options: WireOptions = {}): Promise<WireClient> {
    const client = new WireClient(url, doc, options);
    await client.until(() => client.isSynced, 'the first sync');
    return client;
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  get isSaved(): boolean {
    return this.framesSaved === this.framesSent;
  }

  /** Sends bytes as they are, as one frame. */
  send(frame: Uint8Array): void {
    this.socket.send(frame);
  }

  sendUpdate(update: Uint8Array): void {
    this.#sendSync(SyncType.update, update);
  }

  sendAwareness(clientId: number, clock: number, state: unknown): void {
    const entry = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint(encoder, clientId);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, JSON.stringify(state));
    });
    this.send(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, MessageType.awareness);
        encoding.writeVarUint8Array(encoder, entry);
      }),
    );
  }

  /** Resolves when `condition` holds; it is asked again after every message, change of the document and the close. */
  until(condition: () => boolean, what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => {
        clearTimeout(timer);
        this.#watchers.delete(check);
        this.doc.off('update', check);
        if (error === undefined) resolve();
        else reject(error);
      };
      const check = () => {
        if (condition()) settle();
        else if (this.#end !== null)
          settle(new Error(`closed with ${this.#end.code} ${this.#end.reason} before ${what}`));
      };
      const timer = setTimeout(
        () => settle(new Error(`${what} did not come: ${this.framesSaved} of ${this.framesSent} frames saved`)),
        WAIT_LIMIT_MS,
      );
      this.#watchers.add(check);
      this.doc.on('update', check);
      check();
    });
  }

  /** Resolves when the server has called every frame sent so far saved. */
  saved(): Promise<void> {
    const frames = this.framesSent;
    return this.until(() => this.framesSaved >= frames, 'saved');
  }

  /** Loses the connection as a cut line does: no close frame. */
  drop(): Promise<Closed> {
    this.socket.terminate();
    return this.closed;
  }

  close(): Promise<Closed> {
    this.socket.close();
    return this.closed;
  }

  readonly #change = (update: Uint8Array, origin: unknown): void => {
    if (origin !== this) this.#sendSync(SyncType.update, update);
  };

  #sendSync(type: number, update: Uint8Array): void {
    if (!this.isOpen) return;
    this.framesSent++;
    for (const frame of splitMessage(syncFrame(type, update))) this.send(frame);
    this.#options.sent?.(this.framesSent);
  }

  #receive(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message);
    const type = decoding.readVarUint(decoder);
    if (type === MessageType.sync) this.#receiveSync(decoder);
    else if (type === MessageType.saved) this.#receiveSaved(decodeSaved(decoder));
    else if (type === MessageType.role) this.role = decodeRole(decoder);
    else if (type === MessageType.part) {
      const whole = this.#parts.add(decoder);
      if (whole !== null) this.#receive(whole);
    }
  }

  #receiveSync(decoder: decoding.Decoder): void {
    const type = decoding.readVarUint(decoder);
    const payload = decoding.readVarUint8Array(decoder);
    if (type === SyncType.step1) {
      this.#sendSync(SyncType.step2, this.#options.answer?.(payload) ?? Y.encodeStateAsUpdate(this.doc, payload));
      return;
    }
    this.framesReceived++;
    if (this.#options.receive === undefined) Y.applyUpdate(this.doc, payload, this);
    else this.#options.receive(payload);
    if (type === SyncType.step2) this.isSynced = true;
  }

  #receiveSaved(count: number): void {
    if (count < this.framesSaved) throw new Error(`saved went back from ${this.framesSaved} to ${count}`);
    if (count > this.framesSent) throw new Error(`${count} frames called saved, ${this.framesSent} sent`);
    this.framesSaved = count;
  }

  #notify(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}
