import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import type { AssetStore, DocumentStore, SearchStore } from '@cowrite/storage';
import { type HttpBindings, type ServerType, serve, type WebSocketServerLike } from '@hono/node-server';
import type { Hono } from 'hono';
import { type Logger, pino } from 'pino';
import { Access, type AccessOptions } from './access/access.ts';
import { Origins } from './access/origins.ts';
import { CALL_RATE, type CallRate } from './api/rate-limit.ts';
import { createApp } from './app.ts';
import { AssetSweep } from './assets/asset-sweep.ts';
import { Peers } from './cluster/peers.ts';
import type { Wire } from './cluster/wire.ts';
import { ContentThreads } from './content/content-threads.ts';
import { ServerEdits } from './content/documents/server-edits.ts';
import { AuthorNames } from './history/author-names.ts';
import { AutomaticVersions, VERSION_TIMES, type VersionTimes } from './history/automatic-versions.ts';
import { History } from './history/history.ts';
import { guardListener, REQUEST_DEADLINES } from './listener-guard.ts';
import { createMetrics } from './metrics.ts';
import { type OpenDocument, openDocument } from './open-document.ts';
import { OutageLog } from './outage-log.ts';
import { Indexer } from './search/indexer.ts';
import { TextReader } from './search/text-reader.ts';
import { type EventRoles, EventRules } from './sync/event-rules.ts';
import { HttpEndpoint } from './sync/http-endpoint.ts';
import { Refusals } from './sync/refusals.ts';
import { Rooms } from './sync/rooms.ts';
import { SessionHost } from './sync/session-host.ts';
import { WebSocketEndpoint } from './sync/web-socket-endpoint.ts';
import { LiveValueBoard } from './values/live-values.ts';
import { type Listeners, Watch } from './watch.ts';

/** What a stock client sends as one frame: all of a large document's offline edits. */
const MAX_MESSAGE = 32 * 1024 * 1024;
const DRAIN_TIMEOUT = 5_000;
/** How often it is looked up what everybody may do, while other nodes can't be heard; milliseconds. */
const RECHECK = 10_000;
/** Far above what an office behind one address has open, far below what a process can hold. */
const MAX_CONNECTIONS_PER_ADDRESS = 4_096;
/** A photograph of a good camera, a presentation with pictures. */
const MAX_ASSET_SIZE = 20 * 1024 * 1024;
/** A week: long enough for an undo after the weekend, and for whoever comes back from one offline. */
const ASSET_GRACE = 7 * 24 * 60 * 60 * 1000;

export interface CollabServerOptions extends Listeners {
  /** Where documents are kept; the caller opens it, and closes it after the server. */
  readonly store: DocumentStore;
  /** Where uploaded pictures and files are kept; the caller opens and closes it. Without one nothing is uploaded. */
  readonly assets?: AssetStore;
  /** Where texts are indexed for search; the caller opens and closes it. Without one nothing is searched. */
  readonly search?: SearchStore;
  /** Bytes of one uploaded file; 20 MB unless told. */
  readonly maxAssetSize?: number;
  /** How long a file is kept that nothing refers to, milliseconds; 7 days unless told. */
  readonly assetGrace?: number;
  /** When versions are made by themselves; after 5 minutes of quiet, each hour, 30 s after the last one left unless told. */
  readonly versionTimes?: Partial<VersionTimes>;
  /** For how long from the start clients may bring back what others wrote, milliseconds; 0 unless told. */
  readonly recovery?: number;
  /**
   * To other nodes over the same store: `new RedisWire({ url })`. The server closes it. Without one this is the only node
   * that the store has.
   */
  readonly wire?: Wire;
  /** Where none is given, faults are told on standard error, and nothing else. */
  readonly log?: Logger;
  /**
   * A folder with the built web app: `WEB_APP`. Null, as is the default, serves none: no pages, no `/embed`, no script of
   * the element, and no fonts for boards.
   */
  readonly webApp?: string | null;
  /** Open connections of one address; 4,096 unless told. */
  readonly maxConnectionsPerAddress?: number;
  /** Who may come in. Without it everybody may do everything, and the service belongs on loopback. */
  readonly access?: AccessOptions;
  /** Origins whose pages may use the service and show it in a frame, besides its own: `https://example.com`. */
  readonly origins?: readonly string[];
  /**
   * The least role that may send an event, by the event's name; a name that ends in `*` stands for all that begin so.
   * Others are sent by commenters and up.
   */
  readonly eventRoles?: EventRoles;
  /**
   * A module with Lexical nodes of your own, as a path or a file's URL, so that they are exported, edited by programs and
   * found: it exports `nodes`, their classes, and may export `formats`, how each is written and read (`NodeFormat`).
   * It is loaded in threads, where there is no screen. Where it can't be used, `listen` rejects, saying why.
   */
  readonly nodes?: string | URL | null;
  /** What every address of the service begins with, where it isn't at the root: `/write`. */
  readonly basePath?: string;
  /** Addresses of the proxies whose X-Forwarded-For is believed; none unless told. */
  readonly trustedProxies?: readonly string[];
  /** Calls of the API that one caller may make: 2,000 at once and 100 a second unless told. */
  readonly callRate?: CallRate;
}

export interface CollabServer {
  /**
   * The service as a Hono app, to be mounted in one of your own: `app.route('/', server.app)`, with `basePath` for a path
   * of its own there. Your `serve()` takes `...server.hosting`, and what it returns goes to `server.guard`.
   */
  readonly app: Hono<{ Bindings: HttpBindings }>;
  /** For `serve()` of `@hono/node-server`: what hosts the WebSockets, and deadlines for requests that trickle in. */
  readonly hosting: Hosting;
  /** Protects the listener that hosts `app` from connections that say nothing or never end, as `listen` does by itself. */
  guard(listener: ServerType): void;
  /** A document, to read, to edit in somebody's name, and to send events in. */
  document(id: string): OpenDocument;
  /** Starts to accept. Resolves with the address once it does; rejects where the port is taken. */
  listen(address: { port: number; host: string }): Promise<AddressInfo>;
  /** Stops accepting, ends sessions so that their clients connect again, and resolves when what was accepted is committed. */
  close(): Promise<void>;
}

/** What `serve()` needs to know. */
export interface Hosting {
  readonly websocket: { readonly server: WebSocketServerLike };
  readonly serverOptions: typeof REQUEST_DEADLINES;
}

const addressOfModule = (place: string | URL): URL =>
  place instanceof URL || place.startsWith('file:') ? new URL(place) : pathToFileURL(place);

/** Empty, or a path without a slash at its end. Throws RangeError on what is none. */
const checkedBasePath = (path: string): string => {
  const base = path.replace(/\/+$/, '');
  if (base !== '' && !/^(?:\/[\w.~-]+)+$/.test(base)) throw new RangeError(`${path} is not a path: write /write`);
  return base;
};

/** The collaboration service over a store. */
export const createCollabServer = ({
  store,
  assets,
  search,
  maxAssetSize = MAX_ASSET_SIZE,
  assetGrace = ASSET_GRACE,
  versionTimes = {},
  recovery = 0,
  wire,
  log = pino({ level: 'error' }, pino.destination(2)),
  webApp = null,
  maxConnectionsPerAddress = MAX_CONNECTIONS_PER_ADDRESS,
  trustedProxies = [],
  callRate = CALL_RATE,
  access: accessOptions = {},
  origins = [],
  basePath = '',
  nodes = null,
  eventRoles = {},
  ...listeners
}: CollabServerOptions): CollabServer => {
  const access = new Access(accessOptions, store.access, store.programs);
  const threads = new ContentThreads(nodes === null ? null : addressOfModule(nodes));
  const checked = threads.checkOwnNodes();
  // `listen` rejects with it; an app that is mounted elsewhere has it in the log.
  checked.catch((error: Error) => log.error({ reason: error.message }, 'own nodes not loaded'));
  const history = new History({ store, threads });
  const versions = new AutomaticVersions({ history, times: { ...VERSION_TIMES, ...versionTimes }, log });
  const names = new AuthorNames(store.past);
  const watch = new Watch(listeners, log);
  const past = {
    keepTrail: (documentId: string) => history.keepTrail(documentId),
    meet: names.meet.bind(names),
    noteChange: (documentId: string, users: ReadonlySet<string | null>) => {
      versions.noteChange(documentId);
      names.wrote(users);
      watch.changed(documentId, users);
    },
    noteJoined: versions.noteJoined.bind(versions),
    noteLeft: versions.noteLeft.bind(versions),
  };
  const peers = wire ? new Peers(wire, log) : null;
  if (peers) access.linkTries.onTry = (link) => peers.order({ order: 'linkTried', link });
  const rooms = new Rooms({ store, threads, log, past, peers });
  rooms.openRecovery(recovery);
  const edits = new ServerEdits({ store, rooms, threads });
  const values = new LiveValueBoard({ store, rooms, isShared: peers !== null });
  const refusals = new Refusals(log);
  const proxies = new Set(trustedProxies);
  const events = new EventRules(eventRoles);
  const host = new SessionHost({
    rooms,
    access,
    refusals,
    events,
    maxMessage: MAX_MESSAGE,
    maxConnectionsPerAddress,
    proxies,
    peers,
    onWriter: (user) => names.meet(user),
    // Whoever isn't told now is when a value changes.
    onOpen: (documentId, session) =>
      void values
        .greet(documentId, session)
        .catch((error: unknown) => log.warn({ document: documentId, err: error }, 'live values not told')),
  });
  const heard = peers?.start({
    row: rooms.row.bind(rooms),
    awareness: rooms.awareness.bind(rooms),
    presenceAsked: rooms.presenceAsked.bind(rooms),
    event: rooms.event.bind(rooms),
    compacted: rooms.compacted.bind(rooms),
    order: (order) => {
      rooms.obey(order);
      if (order.order === 'linkTried') access.linkTries.note(order.link);
      host.live.obey(order);
    },
    reunited: () => {
      rooms.reunited();
      void host.live.recheckAll();
    },
  });
  // What other nodes said of access isn't heard meanwhile.
  const recheck = peers
    ? setInterval(() => {
        if (!peers.isUp) void host.live.recheckAll();
      }, RECHECK).unref()
    : null;
  const sync = {
    webSocket: new WebSocketEndpoint({ host, refusals }),
    http: new HttpEndpoint(host),
  };
  const metrics = createMetrics({ store, assets: assets ?? null, rooms, live: host.live, refusals, peers });
  const outages = new OutageLog(store, log);
  const uploads = assets ? { store: assets, maxSize: maxAssetSize } : null;
  const app = createApp({
    live: host.live,
    events,
    access,
    origins: new Origins(origins),
    store,
    assets: uploads,
    search: search ?? null,
    rooms,
    edits,
    history,
    names,
    values,
    proxies,
    callRate,
    sync,
    metrics,
    log,
    webApp,
    basePath: checkedBasePath(basePath),
  });
  const sweep = assets ? new AssetSweep({ store, assets, threads, grace: assetGrace, log }) : null;
  const texts = new TextReader({ rooms, threads, edits });
  const indexer = search ? new Indexer({ store, search, texts, log }) : null;
  const hosting: Hosting = {
    // The two packages' types differ in `undefined` alone.
    websocket: { server: sync.webSocket.server as unknown as WebSocketServerLike },
    serverOptions: REQUEST_DEADLINES,
  };
  const guard = (listener: ServerType): void =>
    guardListener(listener as Server, { maxConnectionsPerAddress, proxies, refusals });
  let server: Server | null = null;

  return {
    app,
    hosting,
    guard,
    document: (id) => openDocument(id, { store, rooms, edits }),

    listen: async ({ port, host }) => {
      await Promise.all([heard, checked]);
      return new Promise((resolve, reject) => {
        const listening = serve({ fetch: app.fetch, port, hostname: host, ...hosting }, resolve) as Server;
        listening.once('error', reject);
        guard(listening);
        server = listening;
      });
    },

    close: async () => {
      const stopped = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
      if (recheck) clearInterval(recheck);
      outages.close();
      sweep?.close();
      indexer?.close();
      values.close();
      await rooms.close(DRAIN_TIMEOUT);
      watch.close();
      host.close();
      sync.webSocket.close();
      server?.closeAllConnections();
      await stopped;
      await versions.close(DRAIN_TIMEOUT);
      await names.close(DRAIN_TIMEOUT);
      await wire?.close();
      await threads.close();
    },
  };
};
