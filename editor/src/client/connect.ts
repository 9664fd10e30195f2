import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { encodeEvent, encodeToken, isDocumentId, isWriter, type Role } from '../protocol/index.ts';
import { databaseName, webSocketBase } from './address.ts';
import { Attempts } from './attempts.ts';
import type { Connection, ConnectOptions, DocumentEvent, Status } from './connection.ts';
import { indexedDbHere } from './indexed-db.ts';
import { LiveValueTable } from './live-values.ts';
import { guarded, type Observable, Signal, Source, sameRecord } from './observable.ts';
import { OfflineStore, STORE_PATIENCE } from './offline-store.ts';
import { watchPage } from './page.ts';
import { Provider } from './provider.ts';
import { report } from './report.ts';
import { Pause } from './retry.ts';
import type { Saved, SavedEvent } from './saved-state.ts';
import { SavedTracker } from './saved-tracker.ts';
import { socketClass } from './socket.ts';
import { checkTokenOption, getToken, type TokenOption, type TokenUser, toldOf } from './token.ts';
import { Transport } from './transport.ts';

/**
 * Whether it is Yjs itself that clears away marks which others' changes made redundant, in a transaction of its own
 * that follows theirs.
 */
const isTidying = (transaction: Y.Transaction): boolean =>
  transaction.origin === null && transaction.doc._transactionCleanups[0] !== transaction;

const deferred = () => {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
};

/** Where the connection goes, and how. */
interface Road {
  /** `ws(s)://…/sync` */
  readonly serverUrl: string;
  /** Of the address's query. */
  readonly params: Readonly<Record<string, string>>;
  readonly transport: Transport;
}

const sameUser = (a: TokenUser | null, b: TokenUser | null): boolean => a?.id === b?.id && a?.color === b?.color;

class CollabConnection implements Connection {
  readonly documentId: string;
  readonly doc = new Y.Doc();
  readonly awareness: Awareness;
  readonly status = new Source<Status>({ state: 'connecting' }, sameRecord);
  readonly saved: Observable<Saved>;
  readonly role = new Source<Role | null>(null);
  readonly user = new Source<TokenUser | null>(null, sameUser);
  readonly #ready = deferred();
  readonly #synced = deferred();
  readonly whenReady = this.#ready.promise;
  readonly whenSynced = this.#synced.promise;
  readonly #provider: Provider;
  readonly #store: OfflineStore | null;
  readonly #token: TokenOption | undefined;
  readonly #attempts: Attempts;
  readonly #unwatch: () => void;
  readonly #events = new Signal<DocumentEvent>();
  readonly #tracker: SavedTracker;
  /** Whether the first attempt was made, or forestalled by `disconnect()` while the store was being read. */
  #begun = false;
  #destroyed = false;
  /** Told when the server has taken a token, or the connection is gone. */
  #renewals: (() => void)[] = [];
  /** Own awareness state while the page is put aside. */
  #aside: Record<string, unknown> | null = null;

  constructor(url: string, documentId: string, options: ConnectOptions) {
    const {
      user = { id: 'local' },
      offline = true,
      token,
      WebSocket = globalThis.WebSocket,
      transport = 'auto',
      kind,
    } = options;
    const base = webSocketBase(url);
    if (!isDocumentId(documentId)) throw new TypeError(`not a document id: ${documentId}`);
    if (WebSocket === undefined && transport === 'websocket')
      throw new TypeError('no WebSocket here: pass a class as options.WebSocket');
    checkTokenOption(token);
    this.documentId = documentId;
    this.#token = token && toldOf(token, (who) => this.user.set(who));
    this.awareness = new Awareness(this.doc);
    this.#attempts = new Attempts(() => this.#provider, this.#token);

    const factory = offline ? indexedDbHere() : null;
    this.#tracker = new SavedTracker(factory !== null, (changes) => this.#store?.settle(changes));
    this.saved = this.#tracker.saved;
    // The order of these three is the order in which a local change is counted, kept, and sent.
    this.doc.on('update', (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => {
      if (this.#isLocal(transaction)) this.#dispatch({ type: 'changed' });
    });
    this.#store = factory === null ? null : this.#openStore(factory, databaseName(base, documentId, user.id));
    this.#provider = this.#createProvider({
      serverUrl: `${base}/sync`,
      params: kind === undefined ? {} : { kind },
      transport: new Transport({ base, WebSocket, option: transport }),
    });

    this.#unwatch = watchPage({
      onBack: () => this.#hurry(),
      onAway: () => this.#attempts.renew(),
      onLeave: () => this.#leave(),
      onReturn: () => this.#return(),
    });
    void this.#begin();
  }

  get hasUnsavedChanges(): boolean {
    return this.#tracker.unsavedChanges > 0;
  }

  sendChange(update: Uint8Array): void {
    this.#provider.sendChange(update);
  }

  applyChange(update: Uint8Array): void {
    this.#provider.applyChange(update);
  }

  sendEvent(name: string, data: unknown): boolean {
    return this.#provider.send(encodeEvent({ name, data: JSON.stringify(data) ?? 'null' }));
  }

  readonly values = new LiveValueTable();

  onEvent(listener: (event: DocumentEvent) => void): () => void {
    return this.#events.subscribe(listener);
  }

  async renewToken(): Promise<void> {
    const { ws } = this.#provider;
    if (this.#token === undefined || this.status.value.state !== 'connected') return;
    const token = await getToken(this.#token);
    if (this.#destroyed || this.#provider.ws !== ws) return;
    const taken = new Promise<void>((resolve) => this.#renewals.push(resolve));
    this.#provider.send(encodeToken(token));
    await taken;
  }

  reconnect(): void {
    if (this.#destroyed) return;
    this.#begun = true;
    this.#dispatch({ type: 'connecting' });
    this.#attempts.now();
  }

  disconnect(): void {
    if (this.#destroyed) return;
    this.#begun = true;
    this.#provider.disconnect();
    this.#attempts.stop();
    if (this.status.value.state !== 'closed') this.status.set({ state: 'disconnected' });
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

  #isLocal(transaction: Y.Transaction): boolean {
    const { origin } = transaction;
    if (origin === this.#provider || (this.#store !== null && origin === this.#store)) return false;
    return !this.#isWithheld(transaction);
  }

  /** Whether it is no change of a reader's, and nothing that the server would take from them. */
  #isWithheld(transaction: Y.Transaction): boolean {
    const role = this.role.value;
    return role !== null && !isWriter(role) && isTidying(transaction);
  }

  #dispatch(event: SavedEvent): void {
    if (!this.#destroyed) this.#tracker.dispatch(event);
  }

  #openStore(factory: IDBFactory, name: string): OfflineStore {
    return new OfflineStore({
      factory,
      name,
      doc: this.doc,
      isLocal: (transaction) => this.#isLocal(transaction),
      listeners: {
        onLoaded: (changes) => {
          this.#dispatch({ type: 'loaded', changes });
          if (this.doc.store.clients.size > 0) this.#ready.resolve();
        },
        onWritten: () => this.#dispatch({ type: 'written' }),
        onFailed: () => this.#dispatch({ type: 'unstored' }),
      },
    });
  }

  #createProvider({ serverUrl, params, transport }: Road): Provider {
    const socket = socketClass({
      open: transport.open,
      prepare: () => this.#attempts.prepare(),
      onSyncFrame: (sync) => this.#dispatch({ type: 'sent', sync }),
    });
    const provider = new Provider({
      serverUrl,
      params,
      documentId: this.documentId,
      doc: this.doc,
      awareness: this.awareness,
      isWithheld: (transaction) => this.#isWithheld(transaction),
      socket,
      listeners: {
        onUnsent: () => this.#dispatch({ type: 'unsent' }),
        onHeard: () => {
          this.#dispatch({ type: 'heard' });
          this.#synced.resolve();
          this.#ready.resolve();
        },
        onSaved: (count) => this.#dispatch({ type: 'acknowledged', count }),
        onRole: (role) => {
          this.role.set(role);
          this.#dispatch({ type: 'role', mayWrite: isWriter(role) });
          if (this.#renewals.length > 0) this.#renewed();
        },
        onEvent: ({ name, data, from }) =>
          guarded(() => {
            const event = { name, data: JSON.parse(data), ...(from && { from }) };
            this.values.take(event);
            this.#events.emit(event);
          }),
        onTokenRequest: () => void this.#answerTokenRequest(),
      },
    });
    provider.on('status', ({ status }) => {
      if (status === 'disconnected') return;
      if (status === 'connected') {
        this.#dispatch({ type: 'opened' });
        void this.#store?.catchUp();
      }
      this.status.set({ state: status });
    });
    provider.on('connection-close', () => {
      this.#endRenewals();
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

  async #answerTokenRequest(): Promise<void> {
    if (this.#token === undefined) return;
    const { ws } = this.#provider;
    try {
      const token = await getToken(this.#token);
      if (this.#provider.ws === ws) this.#provider.send(encodeToken(token));
    } catch (error) {
      // The server ends the connection when the old one expires, and the next attempt asks again.
      report(error);
    }
  }

  /** A token was taken: the server stamps who somebody is on what it is told from now on. */
  #renewed(): void {
    const state = this.awareness.getLocalState();
    if (state !== null) this.awareness.setLocalState(state);
    this.#endRenewals();
  }

  #endRenewals(): void {
    const renewals = this.#renewals;
    this.#renewals = [];
    for (const resolve of renewals) resolve();
  }

  #leave(): void {
    this.#aside ??= this.awareness.getLocalState();
    this.awareness.setLocalState(null);
  }

  #return(): void {
    if (this.#aside !== null) this.awareness.setLocalState(this.#aside);
    this.#aside = null;
    this.#hurry();
  }

  #hurry(): void {
    if (this.#begun) this.#attempts.hurry();
  }
}

/**
 * Opens a document: keeps it in this browser, and in step with the service at `url`.
 * @param url the service's base, `http(s)://host[:port]/prefix` or `ws(s)://…`
 * @throws TypeError on a bad address, document id or token, or where no WebSocket is to be had.
 */
export const connect = (url: string, documentId: string, options: ConnectOptions = {}): Connection =>
  new CollabConnection(url, documentId, options);
