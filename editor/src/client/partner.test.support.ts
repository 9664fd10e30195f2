import { EventEmitter, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createDecoder, type Decoder, hasContent, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type WebSocket, WebSocketServer } from 'ws';
import * as Y from 'yjs';
import {
  decodeEvent,
  decodeToken,
  type EventMessage,
  encodeRole,
  encodeSaved,
  MessageType,
  PartAssembler,
  type Role,
  SUBPROTOCOL,
  SyncType,
  splitMessage,
} from '../protocol/index.ts';
import type { Observable } from './observable.ts';

/** What a partner does of its own accord. */
interface Habits {
  /** Says its role and SyncStep1 to a new connection. */
  greets: boolean;
  /** Commits each frame as it comes. */
  commits: boolean;
  role: Role;
}

/** A WebSocket server for tests: it speaks the protocol over real sockets, and what it acknowledges is in the test's hand. */
export class Partner {
  /** What is durable. */
  readonly doc = new Y.Doc();
  readonly sessions: Session[] = [];
  readonly habits: Habits;
  readonly #server: WebSocketServer;
  #port = 0;
  #taken = 0;

  static async start(habits: Partial<Habits> = {}, port = 0): Promise<Partner> {
    const partner = new Partner(habits, port);
    await once(partner.#server, 'listening');
    partner.#port = (partner.#server.address() as AddressInfo).port;
    return partner;
  }

  private constructor(habits: Partial<Habits>, port: number) {
    this.habits = { greets: true, commits: true, role: 'editor', ...habits };
    this.#server = new WebSocketServer({ port, host: '127.0.0.1', handleProtocols: () => SUBPROTOCOL });
    this.#server.on('connection', (socket, request) => {
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((each) => each.trim());
      const session = new Session(this, socket, request.url ?? '', offered);
      this.sessions.push(session);
      this.#server.emit('session');
      if (this.habits.greets) session.greet();
    });
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The next connection nobody has asked for yet. */
  async next(): Promise<Session> {
    const index = this.#taken;
    this.#taken += 1;
    for (;;) {
      const session = this.sessions[index];
      if (session !== undefined) return session;
      await once(this.#server, 'session');
    }
  }

  /** Cuts every connection and frees the port. */
  async stop(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** Applies a change and tells all but its author. */
  commit(update: Uint8Array, author: Session | null): void {
    Y.applyUpdate(this.doc, update);
    for (const session of this.sessions) if (session !== author && session.open) session.sendUpdate(update);
  }
}

interface SyncFrame {
  readonly sync: number;
  readonly update: Uint8Array;
}

/** One connection to a partner. */
export class Session extends EventEmitter {
  readonly path: string;
  readonly offered: readonly string[];
  /** SyncStep2 and updates, as they came. */
  readonly frames: SyncFrame[] = [];
  readonly events: EventMessage[] = [];
  readonly tokens: string[] = [];
  /** Awareness states as they were told: clientID, clock, state. */
  readonly awareness: { id: number; clock: number; state: unknown }[] = [];
  /** Bytes of each WebSocket frame. */
  readonly sizes: number[] = [];
  readonly #partner: Partner;
  readonly #socket: WebSocket;
  readonly #parts = new PartAssembler(64 * 1024 * 1024);
  #committed = 0;
  #refused = new Set<number>();

  constructor(partner: Partner, socket: WebSocket, path: string, offered: readonly string[]) {
    super();
    this.#partner = partner;
    this.#socket = socket;
    this.path = path;
    this.offered = offered;
    socket.on('message', (data: Buffer) => {
      this.sizes.push(data.length);
      this.#receive(new Uint8Array(data));
      this.emit('change');
    });
    socket.on('close', () => this.emit('change'));
  }

  get open(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  /** Resolves once `condition` holds. */
  async until(condition: (session: Session) => boolean): Promise<this> {
    while (!condition(this)) await once(this, 'change');
    return this;
  }

  /** Resolves once so many sync frames have come. */
  received(count: number): Promise<this> {
    return this.until(({ frames }) => frames.length >= count);
  }

  greet(): void {
    this.send(encodeRole(this.#partner.habits.role));
    this.ask();
  }

  /** SyncStep1. */
  ask(): void {
    this.#sendSync(SyncType.step1, Y.encodeStateVector(this.#partner.doc));
  }

  sendUpdate(update: Uint8Array): void {
    this.#sendSync(SyncType.update, update);
  }

  send(message: Uint8Array<ArrayBuffer>): void {
    for (const part of splitMessage(message)) this.#socket.send(part);
  }

  sendRaw(data: Uint8Array | string): void {
    this.#socket.send(data);
  }

  /** Makes the first `count` frames durable, then tells: the author its count, the others the changes. */
  acknowledge(count: number): void {
    for (; this.#committed < count; this.#committed += 1) {
      const frame = this.frames[this.#committed];
      if (frame === undefined) throw new Error(`frame ${this.#committed + 1} hasn't come`);
      if (!this.#refused.has(this.#committed)) this.#partner.commit(frame.update, this);
    }
    this.send(encodeSaved(count));
  }

  /** Never takes the frame of this number, from 1. */
  refuse(frame: number): void {
    this.#refused.add(frame - 1);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /** The connection breaks. */
  cut(): void {
    this.#socket.terminate();
  }

  #sendSync(sync: number, bytes: Uint8Array): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MessageType.sync);
    encoding.writeVarUint(encoder, sync);
    encoding.writeVarUint8Array(encoder, bytes);
    this.send(encoding.toUint8Array(encoder) as Uint8Array<ArrayBuffer>);
  }

  #receive(message: Uint8Array): void {
    const decoder = createDecoder(message);
    const type = readVarUint(decoder);
    if (type === MessageType.sync) this.#receiveSync(readVarUint(decoder), readVarUint8Array(decoder));
    else if (type === MessageType.awareness) this.#receiveAwareness(readVarUint8Array(decoder));
    else if (type === MessageType.event) this.events.push(decodeEvent(decoder));
    else if (type === MessageType.token) this.tokens.push(decodeToken(decoder));
    else if (type === MessageType.part) this.#receivePart(decoder);
    else throw new Error(`no client sends ${type}`);
    if (hasContent(decoder)) throw new Error('bytes behind a message');
  }

  #receiveSync(sync: number, bytes: Uint8Array): void {
    if (sync === SyncType.step1) {
      this.#sendSync(SyncType.step2, Y.encodeStateAsUpdate(this.#partner.doc, bytes));
      return;
    }
    this.frames.push({ sync, update: bytes });
    if (this.#partner.habits.commits) this.acknowledge(this.frames.length);
  }

  #receiveAwareness(update: Uint8Array): void {
    const decoder = createDecoder(update);
    for (let left = readVarUint(decoder); left > 0; left -= 1) {
      const [id, clock, state] = [readVarUint(decoder), readVarUint(decoder), readVarString(decoder)];
      this.awareness.push({ id, clock, state: JSON.parse(state) });
    }
  }

  #receivePart(decoder: Decoder): void {
    const whole = this.#parts.add(decoder);
    if (whole !== null) this.#receive(whole);
  }
}

/** Resolves once the value is as asked. */
export const until = <T>(observable: Observable<T>, condition: (value: T) => boolean): Promise<T> =>
  new Promise((resolve) => {
    const check = (value: T): void => {
      if (!condition(value)) return;
      unsubscribe();
      resolve(value);
    };
    const unsubscribe = observable.subscribe(check);
    check(observable.value);
  });
