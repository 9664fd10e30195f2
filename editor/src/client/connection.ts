import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { DocumentKind, EventSender, LiveValue, Role } from '../protocol/index.ts';
import type { Observable } from './observable.ts';
import type { Saved } from './saved-state.ts';
import type { WebSocketClass } from './socket.ts';
import type { TokenOption, TokenUser } from './token.ts';
import type { TransportOption } from './transport.ts';

export interface ConnectOptions {
  /** Whose browser this is: what is kept here is kept apart for each user. Default: the user `local`. */
  readonly user?: { readonly id: string };
  /** `false` keeps nothing in this browser. */
  readonly offline?: boolean;
  /** Asked before each attempt to connect, and when the server wants a fresh one. */
  readonly token?: TokenOption;
  /**
   * What is made where there is no such document yet, by whoever may write; the same as through the API. Without it a
   * document begins with its first change, as one of a foreign editor.
   */
  readonly kind?: Exclude<DocumentKind, 'yjs'>;
  /** How to connect. Default `auto`: by WebSocket, and by HTTP where that is blocked. */
  readonly transport?: TransportOption;
  /** Default: `globalThis.WebSocket`. Node 20 has none; pass the one of `ws`, or connect by HTTP. */
  readonly WebSocket?: WebSocketClass;
}

export type Status =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected' }
  /** Trying again before long, unless `disconnect()` was called. */
  | { readonly state: 'disconnected' }
  /** The server closed for good; `code` is one of `CloseCode`, 4400–4499. Only `reconnect()` tries again. */
  | { readonly state: 'closed'; readonly code: number; readonly reason: string };

/** An event of the document: not part of it, not kept. */
export interface DocumentEvent {
  readonly name: string;
  /** JSON. */
  readonly data: unknown;
  /** Who sent it, by the server's word; left out where nobody is told apart, and of what the server itself tells. */
  readonly from?: EventSender;
}

/** One document, open: its content here, and the way of its changes to the server and back. */
export interface Connection {
  readonly documentId: string;
  readonly doc: Y.Doc;
  readonly awareness: Awareness;
  readonly status: Observable<Status>;
  /** The truth about the writer's work at each moment. */
  readonly saved: Observable<Saved>;
  /** What the server lets this user do; null until it has said so. */
  readonly role: Observable<Role | null>;
  /** Who the token says that this is; null without one that says so. */
  readonly user: Observable<TokenUser | null>;
  /** Whether there are local changes not known to be durable on the server. May be true too long, never false too soon. */
  readonly hasUnsavedChanges: boolean;
  /** Resolves once there is something to show: what was kept here, unless that is empty, or what the server has. Never rejects. */
  readonly whenReady: Promise<void>;
  /** Resolves once the server has told all it has, for the first time. Never rejects. */
  readonly whenSynced: Promise<void>;
  /** Puts one Yjs update on the wire. The document's own local updates go this way by themselves. */
  sendChange(update: Uint8Array): void;
  /** Applies one Yjs update as one from the server: it isn't sent, and its transaction's origin is never null. */
  applyChange(update: Uint8Array): void;
  /** Sends an event to all others; `data` is anything JSON can hold. False, and not sent, while not connected. */
  sendEvent(name: string, data: unknown): boolean;
  /** Calls `listener` for each event of others. Returns its removal. */
  onEvent(listener: (event: DocumentEvent) => void): () => void;
  /**
   * Hands the server a fresh token, asked for by the `token` option, and resolves once it is taken: with it others see a
   * name that has changed. Does nothing while not connected, since the next attempt brings one.
   */
  renewToken(): Promise<void>;
  /** The document's live values, by their keys, as they are now; empty until the server has told them. */
  readonly values: Observable<ReadonlyMap<string, LiveValue>>;
  /** Tries at once, also after the server closed for good or `disconnect()`. */
  reconnect(): void;
  /** Closes the connection and stays so. Changes are kept here. */
  disconnect(): void;
  /** Ends everything, the document too. Resolves once what is kept here is written. */
  destroy(): Promise<void>;
}
