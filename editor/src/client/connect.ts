import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { CloseCode, encodeEvent, encodeToken, isDocumentId, type Role, SUBPROTOCOL } from '../protocol/index.ts';
import type { Connection, ConnectOptions, DocumentEvent, Status } from './connection.ts';
import { indexedDbHere } from './indexed-db.ts';
import { Source, sameRecord } from './observable.ts';
import { OfflineStore } from './offline-store.ts';
import { watchPage } from './page.ts';
import { Provider } from './provider.ts';
import { report } from './report.ts';
import { Pause, retryDelay } from './retry.ts';
import {
  initialSavedState,
  nextSavedState,
  type Saved,
  type SavedEvent,
  toSaved,
  unsavedChanges,
} from './saved-state.ts';
import { RefusedError, socketClass } from './socket.ts';

/** A database that isn't read after so long isn't waited for any longer, milliseconds. */
const STORE_PATIENCE = 4_000;
/** The server says something every 10 s; after this silence an open socket isn't trusted when the network comes back. */
const SILENCE = 12_000;

const TOKEN_PREFIX = 'cowrite.bearer.';
/** What HTTP allows in a subprotocol's name (RFC 9110, token). */
const HTTP_TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Roles whose changes of the document the server takes. */
const WRITERS: readonly Role[] = ['editor', 'owner'];

const webSocketBase = (url: string): string => {
  const base = new URL(url);
  if (!['http:', 'https:', 'ws:', 'wss:'].includes(base.protocol))
    throw new TypeError(`not an address of a service: ${url}`);
  base.protocol = base.protocol.replace('http', 'ws');
  return `${base.protocol}//${base.host}${base.pathname.replace(/\/+$/, '')}`;
};

/** Database of a document in this browser: apart for each service, document and user. */
const databaseName = (base: string, documentId: string, user: string): string =>
  `cowrite ${base.replace(/^wss?:\/\//, '')} ${documentId} ${encodeURIComponent(user)}`;

class CollabConnection implements Connection {
  readonly documentId: string;
  readonly doc = new Y.Doc();
  readonly awareness: Awareness;
  readonly status = new Source<Status>({ state: 'connecting' }, sameRecord);
  readonly saved: Source<Saved>;
  readonly role = new Source<Role | null>(null);
  readonly whenReady: Promise<void>;
  readonly whenSynced: Promise<void>;
  readonly #provider: Provider;
  readonly #store: OfflineStore | null;
  readonly #token: ConnectOptions['token'];
  readonly #pause = new Pause();
  readonly #unwatch: () => void;
  readonly #eventListeners = new Set<(event: DocumentEvent) => void>();
  #savedState;
  #ready!: () => void;
  #synced!: () => void;
  /** Between the first attempt and what may stop it: `disconnect()` while the store is being read. */
  #begun = false;
  #atOnce = false;
  #destroyed = false;
  /** Own awareness state while the page is put aside. */
  #aside: Record<string, unknown> | null = null;

  constructor(url: string, documentId: string, options: ConnectOptions) {
    const { user = { id: 'local' }, offline = true, token, WebSocket = globalThis.WebSocket } = options;
    const base = webSocketBase(url);
    if (!isDocumentId(documentId)) throw new TypeError(`not a document id: ${documentId}`);
    if (WebSocket === undefined) throw new TypeError('no WebSocket here: pass a class as options.WebSocket');
    if (typeof token === 'string' && !HTTP_TOKEN.test(token))
      throw new TypeError('a token may not contain such characters');
    this.documentId = documentId;
    this.#token = token;
    this.awareness = new Awareness(this.doc);
    this.whenReady = new Promise((resolve) => {
      this.#ready = resolve;
    });
    this.whenSynced = new Promise((resolve) => {
      this.#synced = resolve;
    });

    const factory = offline ? indexedDbHere() : null;
    this.#savedState = initialSavedState(factory !== null);
    this.saved = new Source(toSaved(this.#savedState), sameRecord);
    // The order of these three is the order in which a local change is counted, kept, and sent.
    this.doc.on('update', (_update: Uint8Array, origin: unknown) => {
      if (this.#isLocal(origin)) this.#dispatch({ type: 'changed' });
    });
    this.#store = factory === null ? null : this.#openStore(factory, databaseName(base, documentId, user.id));
    this.#provider = this.#createProvider(`${base}/sync`, WebSocket);

    this.#unwatch = watchPage({
      onBack: () => this.#hurry(),
      onLeave: () => this.#leave(),
      onReturn: () => this.#return(),
    });
    void this.#begin();
  }

  get hasUnsavedChanges(): boolean {
    return unsavedChanges(this.#savedState) > 0;
  }

  sendChange(update: Uint8Array): void {
    this.#provider.sendChange(update);
  }

  applyChange(update: Uint8Array): void {
    this.#provider.applyChange(update);
  }

  sendEvent(name: string, data: unknown): boolean {
    return this.#provider.send(encodeEvent({ name, data: JSON.stringify(data) }));
  }

  onEvent(listener: (event: DocumentEvent) => void): () => void {
    const entry = (event: DocumentEvent): void => listener(event);
    this.#eventListeners.add(entry);
    return () => {
      this.#eventListeners.delete(entry);
    };
  }

  reconnect(): void {
    if (this.#destroyed) return;
    this.#begun = true;
    this.#dispatch({ type: 'connecting' });
    this.#tryNow();
  }

  disconnect(): void {
    if (this.#destroyed) return;
    this.#begun = true;
    this.#provider.disconnect();
    this.#pause.end();
    this.status.set({ state: 'disconnected' });
    this.#dispatch({ type: 'closed' });
  }

  async destroy(): Promise<void> {
    if (this.#destroyed) return;
    this.disconnect();
    this.#destroyed = true;
    this.#unwatch();
    this.#provider.destroy();
    const closed = this.#store?.close();
    this.awareness.destroy();
    this.doc.destroy();
    await closed;
  }

  #isLocal(origin: unknown): boolean {
    return origin !== this.#provider && (this.#store === null || origin !== this.#store);
  }

  #dispatch(event: SavedEvent): void {
    if (this.#destroyed) return;
    const before = this.#savedState.durable;
    this.#savedState = nextSavedState(this.#savedState, event);
    if (this.#savedState.durable > before) this.#store?.settle(this.#savedState.durable);
    this.saved.set(toSaved(this.#savedState));
  }

  #openStore(factory: IDBFactory, name: string): OfflineStore {
    return new OfflineStore({
      factory,
      name,
      doc: this.doc,
      isLocal: (origin) => this.#isLocal(origin),
      listeners: {
        onLoaded: ({ changes, empty }) => {
          this.#dispatch({ type: 'loaded', changes });
          if (!empty) this.#ready();
        },
        onWritten: () => this.#dispatch({ type: 'written' }),
        onFailed: () => this.#dispatch({ type: 'unstored' }),
      },
    });
  }

  #createProvider(serverUrl: string, WebSocket: NonNullable<ConnectOptions['WebSocket']>): Provider {
    const socket = socketClass({
      WebSocket,
      prepare: () => this.#prepare(),
      onSyncFrame: (sync) => this.#dispatch({ type: 'sent', sync }),
    });
    const provider = new Provider({
      serverUrl,
      documentId: this.documentId,
      doc: this.doc,
      awareness: this.awareness,
      socket,
      listeners: {
        onHeard: () => {
          this.#dispatch({ type: 'heard' });
          this.#synced();
          this.#ready();
        },
        onSaved: (count) => this.#dispatch({ type: 'acknowledged', count }),
        onRole: (role) => {
          this.role.set(role);
          this.#dispatch({ type: 'role', mayWrite: WRITERS.includes(role) });
        },
        onEvent: ({ name, data }) => {
          const event: DocumentEvent = { name, data: JSON.parse(data) };
          for (const listener of [...this.#eventListeners]) listener(event);
        },
        onTokenRequest: () => void this.#answerTokenRequest(),
      },
    });
    provider.on('status', ({ status }) => {
      if (status === 'disconnected') return;
      if (status === 'connected') this.#dispatch({ type: 'opened' });
      this.status.set({ state: status });
    });
    provider.on('connection-close', () => {
      this.status.set({ state: 'disconnected' });
      this.#dispatch({ type: 'closed' });
    });
    provider.on('closed', ({ code, reason }) => {
      this.status.set({ state: 'closed', code, reason });
      this.#dispatch({ type: 'refused', code, reason });
    });
    return provider;
  }

  /** The first attempt: what is kept here comes first, so that the server need send only the difference. */
  async #begin(): Promise<void> {
    if (this.#store !== null) {
      const patience = new Pause();
      await Promise.race([this.#store.loaded, patience.wait(STORE_PATIENCE)]);
      patience.end();
    }
    if (this.#begun || this.#destroyed) return;
    this.#begun = true;
    this.#provider.connect();
  }

  /** Before each attempt: its turn, then its token. */
  async #prepare(): Promise<string[]> {
    const delay = this.#atOnce ? 0 : retryDelay(this.#provider.wsUnsuccessfulReconnects, Math.random());
    this.#atOnce = false;
    await this.#pause.wait(delay);
    if (this.#token === undefined) return [SUBPROTOCOL];
    const token = await this.#getToken(this.#token);
    if (HTTP_TOKEN.test(token)) return [SUBPROTOCOL, `${TOKEN_PREFIX}${token}`];
    throw new RefusedError(CloseCode.unauthorized, 'a token may not contain such characters');
  }

  async #getToken(token: NonNullable<ConnectOptions['token']>): Promise<string> {
    return typeof token === 'string' ? token : await token();
  }

  async #answerTokenRequest(): Promise<void> {
    if (this.#token === undefined) return;
    const { ws } = this.#provider;
    try {
      const token = await this.#getToken(this.#token);
      if (this.#provider.ws === ws) this.#provider.send(encodeToken(token));
    } catch (error) {
      // The server ends the connection when the old one expires, and the next attempt asks again.
      report(error);
    }
  }

  /** An attempt now, whatever wait is on. */
  #tryNow(): void {
    if (this.#provider.ws === null) {
      this.#atOnce = true;
      this.#provider.connect();
    } else {
      this.#pause.end();
    }
  }

  #hurry(): void {
    const provider = this.#provider;
    if (!this.#begun || !provider.shouldConnect) return;
    if (provider.wsconnected && Date.now() - provider.wsLastMessageReceived > SILENCE) provider.disconnect();
    this.#tryNow();
  }

  #leave(): void {
    this.#aside = this.awareness.getLocalState();
    this.awareness.setLocalState(null);
  }

  #return(): void {
    if (this.#aside !== null) this.awareness.setLocalState(this.#aside);
    this.#aside = null;
    this.#hurry();
  }
}

/**
 * Opens a document: keeps it in this browser, and in step with the service at `url`.
 * @param url the service's base, `http(s)://host[:port]/prefix` or `ws(s)://…`
 * @throws TypeError on a bad address, document id or token, or where no WebSocket is to be had.
 */
export const connect = (url: string, documentId: string, options: ConnectOptions = {}): Connection =>
  new CollabConnection(url, documentId, options);
