import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { Awareness } from 'y-protocols/awareness';
import { applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as sync from 'y-protocols/sync';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import {
  decodeEvent,
  decodeRole,
  decodeSaved,
  type EventMessage,
  type Message,
  MessageType,
  PartAssembler,
  type Role,
  SyncType,
} from '../protocol/index.ts';
import { guarded } from './observable.ts';

/** Longest message taken from the server, bytes. */
const MESSAGE_LIMIT = 512 * 1024 * 1024;

/** What the server's messages lead to, beyond the document and the awareness. */
export interface ProviderListeners {
  /** A change couldn't be put on the wire. */
  readonly onUnsent: () => void;
  /** The answer to our SyncStep1 is in the document. */
  readonly onHeard: () => void;
  readonly onSaved: (count: number) => void;
  readonly onRole: (role: Role) => void;
  readonly onEvent: (event: EventMessage) => void;
  readonly onTokenRequest: () => void;
}

interface ProviderOptions {
  /** `ws(s)://…/sync` */
  readonly serverUrl: string;
  /** Of the address's query. */
  readonly params: Readonly<Record<string, string>>;
  readonly documentId: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  /** Whether a transaction that isn't the server's stays here. */
  readonly isWithheld: (transaction: Y.Transaction) => boolean;
  readonly socket: typeof WebSocket;
  readonly listeners: ProviderListeners;
}

/** y-websocket's provider, with the two verbs of the client and cowrite's extensions. Opens nothing until `connect()`. */
export class Provider extends WebsocketProvider {
  readonly #listeners: ProviderListeners;
  readonly #onUpdate: (update: Uint8Array, origin: unknown, doc: Y.Doc, transaction: Y.Transaction) => void;
  #parts = new PartAssembler(MESSAGE_LIMIT);

  constructor({ serverUrl, params, documentId, doc, awareness, isWithheld, socket, listeners }: ProviderOptions) {
    super(serverUrl, documentId, doc, {
      connect: false,
      params: { ...params },
      awareness,
      WebSocketPolyfill: socket,
      // Between tabs it would bypass the server: its roles, and "commit, then tell".
      disableBc: true,
    });
    this.#listeners = listeners;
    doc.off('update', this._updateHandler);
    this.#onUpdate = (update, origin, _doc, transaction) => {
      if (origin !== this && !isWithheld(transaction)) this.sendChange(update);
    };
    doc.on('update', this.#onUpdate);

    awareness.off('update', this._awarenessUpdateHandler);
    this._awarenessUpdateHandler = ({ added, updated, removed }) => {
      // y-websocket would send everybody's state back to the server that just told it.
      if ([...added, ...updated, ...removed].includes(awareness.clientID)) this.#sendAwareness();
    };
    awareness.on('update', this._awarenessUpdateHandler);

    // When a process exits nothing can be sent any more, and a listener for each document makes Node warn of a leak.
    if (typeof process !== 'undefined') process.off?.('exit', this._exitHandler);

    this.on('status', ({ status }) => {
      if (status !== 'connected') return;
      this.#parts = new PartAssembler(MESSAGE_LIMIT);
      // The others took us for gone when the last connection ended; a state with the clock they know wouldn't count.
      const state = awareness.getLocalState();
      if (state !== null) awareness.setLocalState(state);
    });

    this.messageHandlers[MessageType.sync] = (encoder, decoder) => this.#receiveSync(encoder, decoder);
    this.messageHandlers[MessageType.awareness] = (_, decoder) => {
      const update = decoding.readVarUint8Array(decoder);
      guarded(() => applyAwarenessUpdate(awareness, update, this));
    };
    this.messageHandlers[MessageType.saved] = (_, decoder) => listeners.onSaved(decodeSaved(decoder));
    this.messageHandlers[MessageType.role] = (_, decoder) => listeners.onRole(decodeRole(decoder));
    this.messageHandlers[MessageType.event] = (_, decoder) => listeners.onEvent(decodeEvent(decoder));
    this.messageHandlers[MessageType.token] = () => listeners.onTokenRequest();
    this.messageHandlers[MessageType.part] = (encoder, decoder) => this.#receivePart(encoder, decoder);
  }

  override destroy(): void {
    this.doc.off('update', this.#onUpdate);
    super.destroy();
  }

  /** Puts one Yjs update on the wire; while not connected it does nothing, the next SyncStep2 carries the update. */
  sendChange(update: Uint8Array): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MessageType.sync);
    sync.writeUpdate(encoder, update);
    if (!this.send(encoding.toUint8Array(encoder) as Message)) this.#listeners.onUnsent();
  }

  /** Applies one Yjs update that came from the server. The transaction's origin is this provider. */
  applyChange(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, this);
  }

  /** Whether the message went out on an open socket. */
  send(message: Message): boolean {
    const { ws } = this;
    if (!this.wsconnected || ws === null || ws.readyState !== ws.OPEN) return false;
    ws.send(message);
    return true;
  }

  #sendAwareness(): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MessageType.awareness);
    encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(this.awareness, [this.awareness.clientID]));
    this.send(encoding.toUint8Array(encoder) as Message);
  }

  /** An observer that throws hasn't kept the update out of the document: the connection goes on. */
  #receiveSync(encoder: encoding.Encoder, decoder: decoding.Decoder): void {
    const type = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    switch (type) {
      case SyncType.step1:
        encoding.writeVarUint(encoder, MessageType.sync);
        sync.writeSyncStep2(encoder, this.doc, bytes);
        break;
      case SyncType.step2:
        guarded(() => this.applyChange(bytes));
        this.synced = true;
        this.#listeners.onHeard();
        break;
      case SyncType.update:
        guarded(() => this.applyChange(bytes));
        break;
      default:
        throw new RangeError(`unknown sync message ${type}`);
    }
  }

  #receivePart(encoder: encoding.Encoder, decoder: decoding.Decoder): void {
    const message = this.#parts.add(decoder);
    if (message === null) return;
    const whole = decoding.createDecoder(message);
    const type = decoding.readVarUint(whole);
    const handler = type === MessageType.part ? undefined : this.messageHandlers[type];
    if (handler === undefined) throw new RangeError(`unknown message ${type} in parts`);
    handler(encoder, whole, this, true, type);
  }
}
