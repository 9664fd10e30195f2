import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { RoomLink, SpokenStates, ToldRow } from '../sync/room-link.ts';
import { decodeMessage, encodeMessage, type PeerMessage } from './messages.ts';
import { type Order, parseOrder } from './orders.ts';
import type { Wire } from './wire.ts';

/** Bytes of a row that goes along with the message; of a larger one the others are told, and read it from the store. */
const MOST_TOLD = 128 * 1024;

/** What other nodes say. */
export interface PeerListener {
  /** Null where the row has to be read from the store. */
  row(documentId: string, seq: number, row: ToldRow | null): void;
  awareness(documentId: string, node: string, states: readonly SpokenStates[]): void;
  presenceAsked(documentId: string): void;
  /** `only` names the user that it is for; left out where it is for everybody. */
  event(documentId: string, message: Uint8Array, only?: string | null): void;
  compacted(documentId: string, seq: number): void;
  order(order: Order): void;
  /** Others can be heard again; what they said meanwhile is lost. */
  reunited(): void;
}

/** The other nodes over the same store. */
export class Peers {
  readonly #wire: Wire;
  readonly #log: Logger;
  readonly #node = randomUUID();
  #listener: PeerListener | null = null;
  #heardOfDown = false;

  constructor(wire: Wire, log: Logger) {
    this.#wire = wire;
    this.#log = log;
  }

  /** Whether others can be heard. */
  get isUp(): boolean {
    return this.#wire.isUp;
  }

  start(listener: PeerListener): Promise<void> {
    this.#listener = listener;
    void this.#wire.subscribe(ORDERS);
    return this.#wire.start({
      message: (channel, bytes) => this.#hear(channel, bytes),
      up: () => {
        if (this.#heardOfDown) this.#log.info('the other nodes can be heard again');
        this.#heardOfDown = false;
        listener.reunited();
      },
      down: (reason) => {
        if (!this.#heardOfDown) {
          this.#log.warn({ reason }, 'the other nodes cannot be heard: their changes come from the store');
        }
        this.#heardOfDown = true;
      },
    });
  }

  /** Resolves once what is said of the document is heard; soon in any case. */
  listen(documentId: string): Promise<void> {
    return this.#wire.subscribe(channelOf(documentId));
  }

  leave(documentId: string): void {
    this.#wire.unsubscribe(channelOf(documentId));
  }

  link(documentId: string): RoomLink {
    const tell = (message: PeerMessage): void => this.#tell(channelOf(documentId), message);
    return {
      tellRow: (row) => tell(row.update.length > MOST_TOLD ? { kind: 'seq', seq: row.seq } : { kind: 'row', ...row }),
      tellAwareness: (states) => tell({ kind: 'awareness', states }),
      askPresence: () => tell({ kind: 'presence' }),
      tellEvent: (message, only) =>
        tell(only === undefined ? { kind: 'event', message } : { kind: 'eventOfOne', user: only, message }),
    };
  }

  tellCompacted(documentId: string, seq: number): void {
    this.#tell(channelOf(documentId), { kind: 'compacted', seq });
  }

  order(order: Order): void {
    this.#tell(ORDERS, { kind: 'order', json: JSON.stringify(order) });
  }

  #tell(channel: string, message: PeerMessage): void {
    if (this.#wire.isUp) this.#wire.publish(channel, encodeMessage(this.#node, message));
  }

  #hear(channel: string, bytes: Uint8Array): void {
    const listener = this.#listener;
    if (!listener) return;
    try {
      const heard = decodeMessage(bytes);
      if (!heard || heard.node === this.#node) return;
      this.#pass(listener, channel.slice(DOCUMENT.length), heard.node, heard.message);
    } catch (error) {
      // Whatever it was, the store has what is true.
      this.#log.warn({ err: error }, 'what another node said could not be understood');
    }
  }

  #pass(listener: PeerListener, documentId: string, node: string, message: PeerMessage): void {
    switch (message.kind) {
      case 'row':
        // On bytes of its own: what came in is a view of a larger buffer, and the log's tail keeps this.
        listener.row(documentId, message.seq, { ...message, update: new Uint8Array(message.update) });
        return;
      case 'seq':
        listener.row(documentId, message.seq, null);
        return;
      case 'awareness':
        listener.awareness(documentId, node, message.states);
        return;
      case 'presence':
        listener.presenceAsked(documentId);
        return;
      case 'event':
        listener.event(documentId, message.message);
        return;
      case 'eventOfOne':
        listener.event(documentId, message.message, message.user);
        return;
      case 'compacted':
        listener.compacted(documentId, message.seq);
        return;
      case 'order': {
        const order = parseOrder(message.json);
        if (order) listener.order(order);
      }
    }
  }
}

const DOCUMENT = 'document:';
const ORDERS = 'orders';

const channelOf = (documentId: string): string => DOCUMENT + documentId;
