import type { AssetStore, DocumentStore, SearchStore } from '@cowrite/storage';
import { Hono } from 'hono';
import { generateSpecs } from 'hono-openapi';
import type { Access } from '../access/access.ts';
import type { ServerEdits } from '../content/documents/server-edits.ts';
import type { AuthorNames } from '../history/author-names.ts';
import type { History } from '../history/history.ts';
import type { EventRules } from '../sync/event-rules.ts';
import type { LiveSessions } from '../sync/live-sessions.ts';
import type { Rooms } from '../sync/rooms.ts';
import type { LiveValueBoard } from '../values/live-values.ts';
import { accessRoutes } from './access.ts';
import { blockRoutes } from './blocks.ts';
import { chatRoutes } from './chat.ts';
import { commentRoutes } from './comments.ts';
import { SUBJECTS } from './described.ts';
import { docsPage, type Specification } from './docs-page.ts';
import { documentRoutes } from './documents.ts';
import { elementRoutes } from './elements.ts';
import { entryRoutes } from './entry.ts';
import { eventRoutes } from './events.ts';
import { keyRoutes } from './keys.ts';
import { libraryRoutes, placeRoutes } from './library.ts';
import { linkRoutes, memberRoutes } from './links.ts';
import { recoveryRoutes } from './recovery.ts';
import { searchRoutes } from './search.ts';
import { valueRoutes } from './values.ts';
import { versionRoutes } from './versions.ts';

interface ApiRoutesOptions {
  readonly access: Access;
  readonly store: DocumentStore;
  /** Null: nothing is searched here. */
  readonly search: SearchStore | null;
  /** Null: nothing is uploaded here. */
  readonly assets: AssetStore | null;
  readonly history: History;
  readonly names: AuthorNames;
  readonly rooms: Rooms;
  readonly edits: ServerEdits;
  readonly values: LiveValueBoard;
  readonly live: LiveSessions;
  /** Who may send which events. */
  readonly events: EventRules;
  /** Calls whose bodies are bytes, under `/documents`: they are mounted apart, and described with these. */
  readonly byteRoutes: Hono;
}

const ABOUT = `Documents and boards that people write together, and what programs do with them.

Calls take \`Authorization: Bearer …\`: a token signed for a user, or an API key made at \`/api/keys\`. What is written
goes in that user's name, and merges with what people type at the same time. What is refused is answered with a problem
(RFC 9457), whose \`detail\` says what to do; nothing was changed then.`;

/** `/api`, where bodies are JSON; one chain, so that the typed client knows it. */
export const apiRoutes = (options: ApiRoutesOptions) => {
  const { access, store, search, assets, rooms, edits, history, names, values, live, events, byteRoutes } = options;
  const said = { access, store: store.access, onChange: (documentId: string) => live.recheck(documentId) };
  const onRevoke = (user: string) => live.recheckUser(user);
  const routes = new Hono()
    .route('/access', accessRoutes(access))
    .route('/keys', keyRoutes({ access, programs: store.programs, onRevoke }))
    .route('/recovery', recoveryRoutes({ access, rooms }))
    .route('/links', entryRoutes({ access, store }))
    .route('/library', libraryRoutes({ access, store }))
    .route('/documents', placeRoutes({ access, store, assets, edits }))
    .route('/documents', documentRoutes({ access, store, assets, rooms, edits }))
    .route('/documents', blockRoutes({ access, edits, programs: store.programs }))
    .route('/documents', elementRoutes({ access, edits, programs: store.programs }))
    .route('/documents', valueRoutes({ access, values, programs: store.programs }))
    .route('/documents', eventRoutes({ access, rooms, rules: events }))
    .route('/documents', versionRoutes({ access, store, assets, edits, history, names }))
    .route('/documents', linkRoutes(said))
    .route('/documents', memberRoutes(said))
    .route('/documents', commentRoutes({ access, comments: store.comments, rooms, edits }))
    .route('/documents', chatRoutes({ access, comments: store.comments, rooms }))
    .route('/search', search ? searchRoutes({ access, store, search }) : new Hono());
  let specification: Promise<object> | null = null;
  const specified = (): Promise<object> => {
    specification ??= generateSpecs(new Hono().route('/api', routes).route('/api/documents', byteRoutes), {
      defaultValidationErrorResponse: false,
      documentation: {
        info: { title: 'cowrite', version: '0.1.0', description: ABOUT, license: { name: 'MIT' } },
        components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
        security: [{ bearer: [] }],
        tags: SUBJECTS.map((name) => ({ name })),
      },
    });
    return specification;
  };
  const pages = new Hono()
    .get('/openapi.json', async (context) => context.json(await specified()))
    .get('/docs', async (context) => context.html(docsPage((await specified()) as Specification)));
  return routes.route('/', pages);
};

/** The calls, for `hc`. */
export type Api = ReturnType<typeof apiRoutes>;
