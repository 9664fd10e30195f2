import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EMBED_ORIGINS } from '@cowrite/editor/content/embeds';
import { PERSON_HEADER, PROTOCOLS_HEADER } from '@cowrite/editor/protocol';
import {
  type AssetStore,
  DocumentCorruptError,
  DocumentDeletedError,
  DocumentExistsError,
  DocumentMissingError,
  type DocumentStore,
  type SearchStore,
  StoreUnavailableError,
  VersionCorruptError,
} from '@cowrite/storage';
import type { HttpBindings } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import type { Access } from './access/access.ts';
import { checkOrigin, type Origins } from './access/origins.ts';
import { apiRoutes } from './api/api-routes.ts';
import { assetRoutes } from './api/assets.ts';
import { updateRoutes } from './api/documents.ts';
import { healthRoutes } from './api/health.ts';
import { ProblemError, problemResponse } from './api/problem.ts';
import { type CallRate, limitRate } from './api/rate-limit.ts';
import { thumbnailRoutes } from './api/thumbnails.ts';
import { ChangedMeanwhileError, ChangeRefusedError } from './content/documents/server-author.ts';
import { type ServerEdits, TaskRefusedError } from './content/documents/server-edits.ts';
import type { AuthorNames } from './history/author-names.ts';
import { type History, VersionMissingError } from './history/history.ts';
import type { Metrics } from './metrics.ts';
import type { EventRules } from './sync/event-rules.ts';
import type { HttpEndpoint } from './sync/http-endpoint.ts';
import type { LiveSessions } from './sync/live-sessions.ts';
import type { Rooms } from './sync/rooms.ts';
import type { WebSocketEndpoint } from './sync/web-socket-endpoint.ts';
import type { LiveValueBoard } from './values/live-values.ts';

const MAX_BODY = 1024 * 1024;
/** Origins that were refused, of which the log tells. */
const MOST_TOLD = 100;

/** Where uploads are kept, and how large one may be, bytes. */
export interface AssetOptions {
  readonly store: AssetStore;
  readonly maxSize: number;
}

interface AppOptions {
  readonly access: Access;
  readonly origins: Origins;
  readonly store: DocumentStore;
  /** Null: nothing is uploaded here. */
  readonly assets: AssetOptions | null;
  /** Null: nothing is searched here. */
  readonly search: SearchStore | null;
  readonly rooms: Rooms;
  readonly edits: ServerEdits;
  readonly history: History;
  readonly names: AuthorNames;
  readonly values: LiveValueBoard;
  readonly proxies: ReadonlySet<string>;
  readonly callRate: CallRate;
  readonly live: LiveSessions;
  /** Who may send which events. */
  readonly events: EventRules;
  /** The same sessions by two ways. */
  readonly sync: { readonly webSocket: WebSocketEndpoint; readonly http: HttpEndpoint };
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Where the built web app lies; null to serve none. */
  readonly webApp: string | null;
  /** What every address begins with: empty, or `/write`. */
  readonly basePath: string;
}

/** Every route of the service, in one view. */
export const createApp = ({
  access,
  origins,
  store,
  assets,
  search,
  rooms,
  edits,
  history,
  names,
  values,
  proxies,
  callRate,
  live,
  events,
  sync,
  metrics,
  log,
  webApp,
  basePath,
}: AppOptions): Hono<{ Bindings: HttpBindings }> => {
  const app = new Hono<{ Bindings: HttpBindings }>().basePath(basePath);
  app.use(checkOrigin(origins, { isOpen: access.isOpen, onForeign: tellOnce(log) }));
  // Browsers ask nobody's leave for a WebSocket by CORS, and its headers are dear where many connect at once.
  app.route('/sync', sync.webSocket.routes);
  app.use(forOrigins(origins));
  app.use('/api/*', limitRate(callRate, proxies));
  app.route('/sync', sync.http.routes);
  // Before what goes for JSON and pages: a body is a file here, and what is served may do nothing at all.
  const byteRoutes = new Hono();
  if (assets)
    byteRoutes.route('/', assetRoutes({ access, store, rooms, assets: assets.store, maxSize: assets.maxSize }));
  byteRoutes.route('/', updateRoutes({ access, store, edits }));
  byteRoutes.route('/', thumbnailRoutes({ access, store }));
  app.route('/api/documents', byteRoutes);
  app.use(pageHeaders(origins));
  app.route('/', healthRoutes({ store, metrics }));
  app.use(
    '/api/*',
    bodyLimit({
      maxSize: MAX_BODY,
      onError: () =>
        problemResponse(413, 'A body has 1 MiB at most: send what is in it in several calls. Nothing was changed.'),
    }),
  );
  app.use('/api/*', jsonOnly);
  app.route(
    '/api',
    apiRoutes({
      ...{ access, store, search, rooms, edits, history, names, values, live, events, byteRoutes },
      assets: assets?.store ?? null,
    }),
  );
  app.all('/api/*', () => problemResponse(404, 'There is no such call.'));
  if (webApp) serveWebApp(app, { root: webApp, basePath });
  app.notFound(() => problemResponse(404, 'There is nothing here.'));
  app.onError((error) => {
    if (error instanceof ProblemError) return problemResponse(error.status, error.message, error.headers);
    if (error instanceof DocumentMissingError) return problemResponse(404, 'There is no document with this id.');
    if (error instanceof DocumentDeletedError) {
      return problemResponse(410, 'This document is in the trash: restore it first.');
    }
    if (error instanceof DocumentCorruptError) {
      return problemResponse(500, 'This document is damaged on disk: restore it from a backup.');
    }
    if (error instanceof VersionMissingError) {
      return problemResponse(404, 'There is no such version: it may have been let go.');
    }
    if (error instanceof VersionCorruptError) {
      return problemResponse(500, 'This version is damaged on disk; the others can still be had.');
    }
    if (error instanceof TaskRefusedError)
      return problemResponse(error.reason === 'missing' ? 404 : 422, error.message);
    if (error instanceof ChangedMeanwhileError) {
      return problemResponse(412, 'The document is not what you read any more, and nothing was changed: read it anew.');
    }
    if (error instanceof ChangeRefusedError) {
      return problemResponse(422, `The change may not come in (${error.message}). Nothing was changed.`);
    }
    if (error instanceof DocumentExistsError) return problemResponse(409, 'There is a document with this id already.');
    if (error instanceof StoreUnavailableError) {
      return problemResponse(503, 'Nothing can be saved just now. Nothing was changed; try again.');
    }
    if (error instanceof HTTPException && error.message.startsWith('Malformed JSON')) {
      return problemResponse(400, 'The body can’t be read as JSON: it may have been cut off. Nothing was changed.');
    }
    if (error instanceof HTTPException)
      return problemResponse(error.status, error.message || 'The request is not valid.');
    log.error({ err: error }, 'request failed');
    return problemResponse(500, 'Something went wrong on the server; its log says what.');
  });
  return app;
};

/** A body of another type would be taken for none at all. */
const jsonOnly: MiddlewareHandler = async (context, next) => {
  const type = context.req.header('content-type');
  if (type !== undefined && !/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) {
    return problemResponse(415, 'Bodies are JSON here: set Content-Type to application/json.');
  }
  return await next();
};

/** Says once of each origin what lets its pages in: they themselves see no more than that they may not. */
const tellOnce = (log: Logger): ((origin: string) => void) => {
  const told = new Set<string>();
  return (origin) => {
    if (told.has(origin) || told.size >= MOST_TOLD) return;
    told.add(origin);
    log.warn({ origin }, 'a page of an origin that is not among COWRITE_ORIGINS was refused: --origin lets it in');
  };
};

/** Lets pages of the origins named call the API. */
const forOrigins = ({ list }: Origins): MiddlewareHandler =>
  cors({
    origin: [...list],
    allowHeaders: [
      'authorization',
      'content-type',
      'if-match',
      'if-none-match',
      'idempotency-key',
      PROTOCOLS_HEADER,
      PERSON_HEADER,
    ],
    exposeHeaders: ['etag', 'retry-after', 'idempotent-replayed'],
    maxAge: 600,
  });

const pageHeaders = ({ list }: Origins): MiddlewareHandler =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      // Lexical positions cursors, and Radix menus, by style attributes.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      // What a document may embed, and nothing besides.
      frameSrc: [...EMBED_ORIGINS],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'self'", ...list],
    },
    referrerPolicy: 'no-referrer',
    // On plain http these mean nothing, or break loopback names.
    strictTransportSecurity: false,
  });

/** Where the build says what a document's page is loaded from, besides what all are: a file a line. */
const DOCUMENT_FILES = 'document-files.txt';

/** Pages of the app, each the same one. */
const PAGES = ['/d/:id/history', '/embed/:id', '/s/:link', '/trash'];

/** Hashed files may be kept for ever; the page itself is asked for each time. */
const serveWebApp = (
  app: Hono<{ Bindings: HttpBindings }>,
  { root, basePath }: { readonly root: string; readonly basePath: string },
): void => {
  const page = (context: Context, status: 200 | 404 = 200) => appPage(context, { root, basePath, status });
  // Without the slash, what the page names would be looked for beside it.
  app.get('/', async (context) =>
    context.req.path === basePath ? context.redirect(`${basePath}/`) : await page(context),
  );
  app.get('/d/:id', (context) => documentPage(context, { root, basePath }));
  for (const route of PAGES) app.get(route, (context) => page(context));
  app.use('/assets/*', async (context, next) => {
    await next();
    if (context.res.ok) context.res.headers.set('cache-control', 'public, max-age=31536000, immutable');
  });
  app.get('*', serveStatic({ root, precompressed: true, rewriteRequestPath: (path) => path.slice(basePath.length) }));
  // Whoever follows a broken link gets a page that leads on; programs get the problem below.
  app.get('*', async (context, next) =>
    context.req.header('accept')?.includes('text/html') ? await page(context, 404) : await next(),
  );
};

/**
 * The same page, which also names the editor's files: a browser fetches them beside the app's first script then, not once
 * that has run. Not in a header, which a proxy may find too long.
 */
const documentPage = async (
  context: Context,
  options: { readonly root: string; readonly basePath: string },
): Promise<Response> => {
  const files = await readFile(join(options.root, DOCUMENT_FILES), 'utf8');
  const links = files.split('\n').map((file) => {
    const how = file.endsWith('.css') ? 'rel="preload" as="style"' : 'rel="modulepreload"';
    // The service worker, which keeps one page for all addresses, takes these out by their attribute.
    return `<link data-document ${how} crossorigin href="./${file}">\n`;
  });
  return await appPage(context, { ...options, status: 200, links: links.join('') });
};

interface AppPage {
  readonly root: string;
  readonly basePath: string;
  readonly status: 200 | 404;
  /** HTML at the end of its head. */
  readonly links?: string;
}

/**
 * The app's page for an address. Its files are named from there, not from the root: so they are found behind whatever
 * prefix a proxy takes off.
 */
const appPage = async (context: Context, { root, basePath, status, links = '' }: AppPage): Promise<Response> => {
  const depth = context.req.path.slice(basePath.length + 1).split('/').length - 1;
  const html = await readFile(join(root, 'index.html'), 'utf8');
  const text = html.replace('</head>', `${links}</head>`);
  return context.html(text.replace(/(src|href)="\.\//g, `$1="${'../'.repeat(depth) || './'}`), status);
};
