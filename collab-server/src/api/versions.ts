import {
  type DocumentAuthors,
  isWriter,
  type NameVersion,
  type PersonSummary,
  type RestoredVersion,
  VERSION_NAME_LIMIT,
  type VersionAuthor,
  type VersionCause,
  type VersionList,
  type VersionSummary,
  YJS_TYPE,
} from '@cowrite/editor/protocol';
import type { AssetStore, Authors, DocumentStore, ListedVersion } from '@cowrite/storage';
import { Hono, type MiddlewareHandler } from 'hono';
import { accepts } from 'hono/accepts';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { userOf } from '../access/grant.ts';
import { type Granted, requireAll, requireRole } from '../access/require-grant.ts';
import type { ServerEdits } from '../content/documents/server-edits.ts';
import type { AuthorNames } from '../history/author-names.ts';
import type { History } from '../history/history.ts';
import { authorsSchema, changesSchema, restoredSchema, versionListSchema, versionSchema } from './answers.ts';
import { checked, documentId } from './checked.ts';
import { described } from './described.ts';
import { summary as summaryOf } from './document-summary.ts';
import { documentTitle } from './documents.ts';
import { makeCopy } from './make-copy.ts';
import { methodNotAllowed, ProblemError } from './problem.ts';
import { publicAddress } from './public-address.ts';
import { documentSchema } from './schemas.ts';

const versionId = z.string().regex(/^[0-9A-Za-z]{1,32}$/, 'not a version');
const inDocument = z.object({ id: documentId });
const ofVersion = z.object({ id: documentId, version: versionId });
const name = z
  .string()
  .transform((text) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim())
  .pipe(z.string().min(1, 'a name has to be given').max(VERSION_NAME_LIMIT));
const nowBody = z.strictObject({ name });
const nameBody = z.strictObject({ name: name.nullable() }) satisfies z.ZodType<NameVersion>;
const copyBody = z.strictObject({ title: documentTitle.optional() });
const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(100).optional(),
  named: z.enum(['true', 'false']).optional(),
});
const changesQuery = z.object({ since: versionId.optional() });

const UPDATES: readonly string[] = [YJS_TYPE, 'application/octet-stream'];
const FORMS = { 'text/markdown': 'markdown', 'text/html': 'html', 'text/plain': 'text' } as const;

interface VersionRoutesOptions {
  readonly access: Access;
  readonly store: DocumentStore;
  readonly assets: AssetStore | null;
  readonly edits: ServerEdits;
  readonly history: History;
  readonly names: AuthorNames;
}

/** `/api/documents/:id/versions` and `/authors`: what a document was, how it became what it is, and by whom. */
export const versionRoutes = ({ access, store, assets, edits, history, names }: VersionRoutesOptions) => {
  const { past } = store;
  const people = async (ids: Iterable<string | null>): Promise<PersonSummary[]> => {
    await names.settle();
    return await past.findPeople([...new Set(ids)].filter((id) => id !== null));
  };
  /** Who acts through the API is remembered by name as who types is. */
  const meet: MiddlewareHandler<Granted> = async (context, next) => {
    const { user, role } = context.get('grant');
    if (user && isWriter(role)) names.meet(user);
    await next();
  };

  return new Hono<Granted>()
    .get(
      '/:id/versions',
      described({
        subject: 'Versions',
        does: 'The versions of a document, the newest first',
        answers: { 200: { schema: versionListSchema } },
        problems: [400, 401, 403, 404, 429],
      }),
      checked('param', inDocument),
      requireRole(access, 'viewer'),
      checked('query', listQuery),
      async (context) => {
        const { id } = context.req.valid('param');
        const { limit, cursor, named } = context.req.valid('query');
        if (!(await store.find(id))) throw new ProblemError(404, 'There is no document with this id.');
        if (cursor === undefined) await history.keepTrail(id);
        const query = {
          ...(limit === undefined ? {} : { limit }),
          ...(cursor === undefined ? {} : { cursor }),
          named: named === 'true',
        };
        const page = await past.listVersions(id, query).catch((error: unknown) => {
          if (!(error instanceof RangeError)) throw error;
          throw new ProblemError(400, 'This cursor is not one of this list: start again without it.');
        });
        const written = [...page.versions.flatMap(({ authors }) => authors), ...page.since];
        const ids = [...written.map(({ user }) => user), ...page.versions.map(({ createdBy }) => createdBy)];
        return context.json({
          versions: page.versions.map(summary),
          next: page.next,
          since: authorsOf(page.since),
          people: await people(ids),
        } satisfies VersionList);
      },
    )
    .post(
      '/:id/versions',
      described({
        subject: 'Versions',
        does: 'Keeps the present as a version with a name',
        answers: { 201: { schema: versionSchema } },
        problems: [400, 401, 403, 404, 409, 429, 503],
      }),
      checked('param', inDocument),
      requireRole(access, 'editor'),
      meet,
      checked('json', nowBody),
      async (context) => {
        const { id } = context.req.valid('param');
        const user = userOf(context.get('grant'));
        const made = await history.make(id, { cause: 'named', name: context.req.valid('json').name, user });
        if (!made) throw new ProblemError(409, 'Nobody has written in this document: there is nothing to name.');
        const version = await past.findVersion(id, made.id);
        if (!version) throw missing();
        return context.json(summary(version), 201);
      },
    )
    .get(
      '/:id/versions/:version',
      described({
        subject: 'Versions',
        does: 'A version, in the form that Accept asks for',
        answers: { 200: { schema: versionSchema, types: [...UPDATES, ...Object.keys(FORMS)] } },
        problems: [401, 403, 404, 429],
      }),
      checked('param', ofVersion),
      requireRole(access, 'viewer'),
      async (context) => {
        const { id, version } = context.req.valid('param');
        const supports = ['application/json', ...UPDATES, ...Object.keys(FORMS)];
        const form = accepts(context, { header: 'Accept', supports, default: 'application/json' });
        context.header('vary', 'accept');
        if (UPDATES.includes(form)) {
          return context.body(new Uint8Array(await history.stateOf(id, version)), 200, { 'content-type': form });
        }
        const format = Object.entries(FORMS).find(([type]) => type === form)?.[1];
        if (format) {
          const meta = await store.find(id);
          const assetsAt = publicAddress(context, `/api/documents/${id}/assets/`);
          const written = await history.write(id, version, { format, title: meta?.title ?? '', assets: assetsAt });
          // To be saved, not shown: what people wrote is no page of this service.
          const headers = { 'content-type': `${form}; charset=utf-8`, 'content-disposition': 'attachment' };
          return context.body(written, 200, headers);
        }
        const meta = await past.findVersion(id, version);
        if (!meta) throw missing();
        return context.json(summary(meta));
      },
    )
    .patch(
      '/:id/versions/:version',
      described({
        subject: 'Versions',
        does: 'Names a version, or takes its name off',
        answers: { 200: { schema: versionSchema } },
        problems: [400, 401, 403, 404, 429],
      }),
      checked('param', ofVersion),
      requireRole(access, 'editor'),
      meet,
      checked('json', nameBody),
      async (context) => {
        const { id, version } = context.req.valid('param');
        const named = await past.nameVersion(id, version, context.req.valid('json').name);
        if (!named) throw missing();
        return context.json(summary(named));
      },
    )
    .get(
      '/:id/versions/:version/changes',
      described({
        subject: 'Versions',
        does: 'What changed from one version to another, and by whom',
        answers: { 200: { schema: changesSchema } },
        problems: [400, 401, 403, 404, 429],
        more: 'Either may be `now`; without `since` it is all there is, from nothing on.',
      }),
      checked('param', ofVersion),
      requireRole(access, 'viewer'),
      checked('query', changesQuery),
      async (context) => {
        const { id, version } = context.req.valid('param');
        await names.settle();
        const changes = await history.compare(id, context.req.valid('query').since ?? null, version);
        return context.body(new Uint8Array(changes), 200, { 'content-type': 'application/json' });
      },
    )
    .post(
      '/:id/versions/:version/restore',
      described({
        subject: 'Versions',
        does: 'Makes a document what it was in a version',
        answers: { 200: { schema: restoredSchema } },
        problems: [401, 403, 404, 410, 429, 503],
        more: 'What is there is kept as a version first; then it is an edit in your name, which merges with what others write.',
      }),
      checked('param', ofVersion),
      requireRole(access, 'editor'),
      meet,
      async (context) => {
        const { id, version } = context.req.valid('param');
        const user = userOf(context.get('grant'));
        const saved = await history.restore(id, version, { user, edits });
        return context.json({ saved: saved?.id ?? null } satisfies RestoredVersion);
      },
    )
    .post(
      '/:id/versions/:version/copy',
      described({
        subject: 'Versions',
        does: 'Makes a new document of a version',
        answers: { 201: { schema: documentSchema } },
        problems: [400, 401, 403, 404, 429, 503],
      }),
      checked('param', ofVersion),
      requireRole(access, 'viewer'),
      requireAll(access, 'editor'),
      checked('json', copyBody),
      async (context) => {
        const { id, version } = context.req.valid('param');
        const source = await store.find(id);
        if (!source) throw new ProblemError(404, 'There is no document with this id.');
        const update = await history.copyOf(id, version);
        const { title = source.title } = context.req.valid('json');
        const copy = await makeCopy({ store, assets }, { source, title, update, user: userOf(context.get('grant')) });
        return context.json(summaryOf(copy), 201);
      },
    )
    .get(
      '/:id/authors',
      described({
        subject: 'Versions',
        does: 'Who wrote under which Yjs client',
        answers: { 200: { schema: authorsSchema } },
        problems: [401, 403, 404, 429],
      }),
      checked('param', inDocument),
      requireRole(access, 'viewer'),
      async (context) => {
        const clients = await history.authors(context.req.valid('param').id);
        return context.json({
          clients: clients.map(([client, person, at]) => ({ client, person, at: at === null ? null : iso(at) })),
          people: await people(clients.map(([, person]) => person)),
        } satisfies DocumentAuthors);
      },
    )
    .all('/:id/versions', methodNotAllowed('GET, POST'))
    .all('/:id/versions/:version', methodNotAllowed('GET, PATCH'))
    .all('/:id/versions/:version/changes', methodNotAllowed('GET'))
    .all('/:id/versions/:version/:what{restore|copy}', methodNotAllowed('POST'))
    .all('/:id/authors', methodNotAllowed('GET'));
};

const missing = (): ProblemError => new ProblemError(404, 'There is no such version: it may have been let go.');

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** Beside people who are known, what nobody wrote says nothing: the first empty line of a document, say. */
const authorsOf = (authors: Authors): VersionAuthor[] => {
  const known = authors.filter(({ user }) => user !== null);
  return (known.length > 0 ? known : authors).map(({ user, inserted, deleted }) => ({
    person: user,
    inserted,
    deleted,
  }));
};

const summary = ({ id, at, name: given, cause, createdBy, size, authors }: ListedVersion): VersionSummary => ({
  id,
  at: iso(at),
  name: given,
  cause: cause as VersionCause,
  createdBy,
  size,
  authors: authorsOf(authors),
});
