import type { AssetStore, DocumentStore, SearchStore } from '@cowrite/storage';
import { Hono } from 'hono';
import { generateSpecs } from 'hono-openapi';
import type { Access } from '../access/access.ts';
import type { ServerEdits } from '../content/documents/server-edits.ts';
import type { AutomaticVersions } from '../history/automatic-versions.ts';
import type { History } from '../history/history.ts';
import type { LiveSessions } from '../sync/live-sessions.ts';
import type { Rooms } from '../sync/rooms.ts';
import type { LiveValueBoard } from '../values/live-values.ts';
import { accessRoutes } from './access.ts';
import { blockRoutes } from './blocks.ts';
import { chatRoutes } from './chat.ts';
import { commentRoutes } from './comments.ts';
import { documentRoutes, updateRoutes } from './documents.ts';
import { entryRoutes } from './entry.ts';
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
  readonly versions: AutomaticVersions;
  readonly rooms: Rooms;
  readonly edits: ServerEdits;
  readonly values: LiveValueBoard;
  readonly live: LiveSessions;
}

const ABOUT = `Documents and boards that people write together, and what programs do with them.

Calls take \`Authorization: Bearer …\`: a token signed for a user, or an API key made at \`/api/keys\`. What is written
goes in that user's name, and merges with what people type at the same time. What is refused is answered with a problem
(RFC 9457), whose \`detail\` says what to do; nothing was changed then.`;

/** `/api`, where bodies are JSON; one chain, so that the typed client knows it. */
export const apiRoutes = (options: ApiRoutesOptions) => {
  const { access, store, search, assets, rooms, edits, history, versions, values, live } = options;
  const said = { access, store: store.access, onChange: (documentId: string) => live.recheck(documentId) };
  const onRevoke = (user: string) => live.recheckUser(user);
  const routes = new Hono()
    .route('/access', accessRoutes(access))
    .route('/keys', keyRoutes({ access, programs: store.programs, onRevoke }))
    .route('/recovery', recoveryRoutes({ access, rooms }))
    .route('/links', entryRoutes({ access, store }))
    .route('/library', libraryRoutes({ access, store }))
    .route('/documents', placeRoutes({ access, store, assets, edits }))
    .route('/documents', documentRoutes({ access, store, rooms, edits }))
    .route('/documents', blockRoutes({ access, edits, programs: store.programs }))
    .route('/documents', valueRoutes({ access, values }))
    .route('/documents', versionRoutes({ access, store, assets, edits, history, versions }))
    .route('/documents', linkRoutes(said))
    .route('/documents', memberRoutes(said))
    .route('/documents', commentRoutes({ access, comments: store.comments, rooms, edits }))
    .route('/documents', chatRoutes({ access, comments: store.comments, rooms }))
    .route('/search', search ? searchRoutes({ access, store, search }) : new Hono());
  let specification: Promise<object> | null = null;
  return routes.get('/openapi.json', async (context) => {
    // Calls whose bodies are bytes are mounted apart, and described with these.
    specification ??= generateSpecs(new Hono().route('/api', routes).route('/api/documents', updateRoutes(options)), {
      defaultValidationErrorResponse: false,
      exclude: ['/api/openapi.json'],
      documentation: {
        info: { title: 'cowrite', version: '0.1.0', description: ABOUT, license: { name: 'MIT' } },
        components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
        security: [{ bearer: [] }],
        tags: ['Documents', 'Blocks', 'Live values', 'Files', 'Comments', 'Sharing', 'Keys'].map((name) => ({ name })),
      },
    });
    return context.json(await specification);
  });
};

/** The calls, for `hc`. */
export type Api = ReturnType<typeof apiRoutes>;
