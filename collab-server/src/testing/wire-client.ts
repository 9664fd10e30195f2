import { decodeSaved, MessageType, PartAssembler, type Role, SyncType } from '@cowrite/editor/protocol';
import type { DocumentStore, StoredDocument } from '@cowrite/storage';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { Connection } from '../sync/connection.ts';
import { EventRules } from '../sync/event-rules.ts';
import type { Frame } from '../sync/frame.ts';
import { Session } from '../sync/session.ts';

interface WireClientOptions {
  readonly role?: Role;
  readonly extended?: boolean;
  readonly user?: string;
}

/**
 * A Yjs client at the other end of a session, without a socket between: what the server sends lies in `inbox` until
 * `read` is called, so that a test decides how messages cross.
 */
export class WireClient implements Connection {
  readonly doc = new Y.Doc();
  readonly session: Session;
  readonly inbox: Uint8Array[] = [];
  /** Types of what was read: sync messages as `sync 0`, `sync 1`, `sync 2`. */
  readonly read: string[] = [];
  saved = 0;
  closed: { code: number; reason: string } | null = null;
  queuedBytes = 0;
  paused = false;
  pauses = 0;
  #frames = Buffer.alloc(0);
  readonly #parts = new PartAssembler(64 * 1024 * 1024);

  constructor({ role = 'editor', extended = true, user }: WireClientOptions = {}) {
    this.session = new Session({
      connection: this,
      role,
      user: user === undefined ? null : { id: user, name: null, color: null, picture: null },
      extended,
      maxMessage: 32 * 1024 * 1024,
      onError: (error) => {
        throw error;
      },
      events: new EventRules(),
      onToken: () => {},
      onRefused: () => {},
    });
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.sendSync(SyncType.update, update);
    });
  }

  sendSync(type: number, body: Uint8Array): void {
    this.session.receive(syncMessage(type, body));
  }

  start(): void {
    this.sendSync(SyncType.step1, Y.encodeStateVector(this.doc));
  }

  /** Handles everything that arrived, and what that brings about. */
  readAll(): void {
    for (let message = this.inbox.shift(); message; message = this.inbox.shift()) this.#handle(message);
  }

  send(frame: Frame): void {
    this.#frames = Buffer.concat([this.#frames, frame]);
    for (let message = this.#nextMessage(); message; message = this.#nextMessage()) this.inbox.push(message);
  }

  close(code: number, reason: string): void {
    this.closed ??= { code, reason };
  }

  drop(): void {
    this.closed ??= { code: 1006, reason: '' };
    this.session.disconnected();
  }

  beat(): boolean {
    return true;
  }

  pause(): void {
    this.paused = true;
    this.pauses++;
  }

  resume(): void {
    this.paused = false;
  }

  /** Takes one WebSocket frame off what was sent; null until it is there whole. */
  #nextMessage(): Uint8Array | null {
    const bytes = this.#frames;
    if (bytes.length < 2) return null;
    const short = bytes[1] as number;
    const head = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (bytes.length < head) return null;
    const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
    if (bytes.length < head + length) return null;
    this.#frames = bytes.subarray(head + length);
    return new Uint8Array(bytes.subarray(head, head + length));
  }

  #handle(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message);
    const type = decoding.readVarUint(decoder);
    if (type === MessageType.part) {
      const whole = this.#parts.add(decoder);
      if (whole) this.#handle(whole);
      return;
    }
    this.read.push(type === MessageType.sync ? `sync ${message[1]}` : String(type));
    if (type === MessageType.saved) this.saved = decodeSaved(decoder);
    if (type === MessageType.sync) this.#handleSync(decoder);
  }

  #handleSync(decoder: decoding.Decoder): void {
    const type = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (type === SyncType.step1) this.sendSync(SyncType.step2, Y.encodeStateAsUpdate(this.doc, body));
    else Y.applyUpdate(this.doc, body, this);
  }
}

export const syncMessage = (type: number, body: Uint8Array): Uint8Array =>
  encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MessageType.sync);
    encoding.writeVarUint(encoder, type);
    encoding.writeVarUint8Array(encoder, body);
  });

/** What a newcomer would load from the store. */
export const storedDoc = async (store: DocumentStore, documentId: string): Promise<Y.Doc> => {
  const doc = new Y.Doc();
  const stored: StoredDocument | null = await store.load(documentId);
  if (stored?.snapshot) Y.applyUpdate(doc, stored.snapshot.state);
  for (const { update } of stored?.log ?? []) Y.applyUpdate(doc, update);
  return doc;
};
