import {
  type DocumentList,
  type DocumentMarks,
  type LibraryMarks,
  type LibraryTags,
  TAG_LIMIT,
  TAGS_LIMIT,
} from '@cowrite/editor/protocol';
import { type AssetStore, DocumentMissingError, type DocumentStore, type Shelf } from '@cowrite/storage';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { userOf } from '../access/grant.ts';
import { requireAll, requireRole } from '../access/require-grant.ts';
import type { ServerEdits } from '../content/documents/server-edits.ts';
import { marksListSchema, marksSchema, tagsSchema } from './answers.ts';
import { checked, documentId } from './checked.ts';
import { described } from './described.ts';
import { summary } from './document-summary.ts';
import { documentTitle } from './documents.ts';
import { makeCopy } from './make-copy.ts';
import { methodNotAllowed } from './problem.ts';
import { documentListSchema, documentSchema } from './schemas.ts';

const PAGE = 50;
/** How many documents' marks can be asked for at once. */
const MOST_IDS = 200;

const idParam = z.object({ id: documentId });
/** One line, without the sign that people write before it. */
const tag = z
  .string()
  .transform((text) => text.replace(/[\p{Cc}\s]+/gu, ' ').replace(/^[ #]+| +$/g, ''))
  .pipe(
    z.string().min(1, 'a tag has a character at least').max(TAG_LIMIT, `a tag has ${TAG_LIMIT} characters at most`),
  );
const tagsBody = z.strictObject({ tags: z.array(tag).max(TAGS_LIMIT, `a document has ${TAGS_LIMIT} tags at most`) });
const duplicateBody = z.strictObject({ title: documentTitle.optional() });
const shelfQuery = z.object({
  shelf: z.enum(['recent', 'favourites', 'templates', 'tag']),
  tag: z.string().max(TAG_LIMIT).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,6}$/, 'this cursor is not one of a shelf: start again without it')
    .transform(Number)
    .optional(),
});
const marksQuery = z.object({
  id: z
    .union([z.string(), z.array(z.string())])
    .transform((ids) => [ids].flat())
    .pipe(z.array(documentId).max(MOST_IDS)),
});

interface LibraryRoutesOptions {
  readonly access: Access;
  readonly store: DocumentStore;
}

interface PlaceRoutesOptions extends LibraryRoutesOptions {
  readonly assets: AssetStore | null;
  readonly edits: ServerEdits;
}

/** `/api/library`: the order of all documents, for whoever may see them all. */
export const libraryRoutes = ({ access, store }: LibraryRoutesOptions) =>
  new Hono()
    .get(
      '/',
      described({
        subject: 'Library',
        does: 'The documents of a shelf, or of a tag',
        answers: { 200: { schema: documentListSchema } },
        problems: [400, 401, 403, 429],
      }),
      requireAll(access, 'viewer'),
      checked('query', shelfQuery),
      async (context) => {
        const { shelf: name, tag = '', cursor: offset = 0 } = context.req.valid('query');
        const user = userOf(context.get('grant'));
        const ids = await store.library.shelf(shelfOf(name, tag, user), { offset, limit: PAGE });
        const found = await Promise.all(ids.map((id) => store.find(id)));
        const documents = found.filter((meta) => meta !== null).map(summary);
        const next = ids.length === PAGE ? String(offset + PAGE) : null;
        return context.json({ documents, next } satisfies DocumentList);
      },
    )
    .get(
      '/tags',
      described({
        subject: 'Library',
        does: 'All tags, and how many documents have them',
        answers: { 200: { schema: tagsSchema } },
        problems: [401, 403, 429],
      }),
      requireAll(access, 'viewer'),
      async (context) => context.json({ tags: await store.library.tags() } satisfies LibraryTags),
    )
    .get(
      '/marks',
      described({
        subject: 'Library',
        does: 'Tags, template and favourite of several documents',
        answers: { 200: { schema: marksListSchema } },
        problems: [400, 401, 403, 429],
      }),
      requireAll(access, 'viewer'),
      checked('query', marksQuery),
      async (context) => {
        const { id: ids } = context.req.valid('query');
        const marks = await store.library.marks(ids, userOf(context.get('grant')));
        return context.json({ marks } satisfies LibraryMarks);
      },
    )
    .all('/:path{.*}', methodNotAllowed('GET'));

/** `/api/documents/:id/…`: what one document's place in that order is. */
export const placeRoutes = ({ access, store, assets, edits }: PlaceRoutesOptions) => {
  const { library } = store;
  const marksOf = async (id: string, user: string | null): Promise<DocumentMarks> => {
    const [marks] = await library.marks([id], user);
    return marks ?? { documentId: id, tags: [], template: false, favourite: false };
  };
  return new Hono()
    .get(
      '/:id/marks',
      described({
        subject: 'Library',
        does: 'Tags, template and favourite of a document',
        answers: { 200: { schema: marksSchema } },
        problems: [401, 403, 404, 429],
      }),
      checked('param', idParam),
      requireRole(access, 'viewer'),
      async (context) => context.json(await marksOf(context.req.valid('param').id, userOf(context.get('grant')))),
    )
    .put(
      '/:id/tags',
      described({
        subject: 'Library',
        does: 'Sets the tags of a document',
        answers: { 200: { schema: marksSchema } },
        problems: [400, 401, 403, 404, 429],
      }),
      checked('param', idParam),
      requireRole(access, 'editor'),
      checked('json', tagsBody),
      async (context) => {
        const { id } = context.req.valid('param');
        await library.setTags(id, context.req.valid('json').tags);
        return context.json(await marksOf(id, userOf(context.get('grant'))));
      },
    )
    .on(
      ['PUT', 'DELETE'],
      '/:id/template',
      described({
        subject: 'Library',
        does: 'Makes a document a template, or none any more',
        answers: { 204: {} },
        problems: [401, 403, 404, 429],
      }),
      checked('param', idParam),
      requireRole(access, 'editor'),
      async (context) => {
        await library.setTemplate(context.req.valid('param').id, context.req.method === 'PUT');
        return context.body(null, 204);
      },
    )
    .on(
      ['PUT', 'DELETE'],
      '/:id/favourite',
      described({
        subject: 'Library',
        does: 'Makes a document one of your favourites, or not any more',
        answers: { 204: {} },
        problems: [401, 403, 404, 429],
      }),
      checked('param', idParam),
      requireRole(access, 'viewer'),
      async (context) => {
        const { id } = context.req.valid('param');
        await library.setFavourite(id, userOf(context.get('grant')), context.req.method === 'PUT');
        return context.body(null, 204);
      },
    )
    .put(
      '/:id/visit',
      described({
        subject: 'Library',
        does: 'Notes that you opened a document',
        answers: { 204: {} },
        problems: [401, 403, 404, 429],
      }),
      checked('param', idParam),
      requireRole(access, 'viewer'),
      async (context) => {
        await library.noteVisit(context.req.valid('param').id, userOf(context.get('grant')), Date.now());
        return context.body(null, 204);
      },
    )
    .post(
      '/:id/duplicate',
      described({
        subject: 'Documents',
        does: 'Makes a copy of a document, with its files',
        answers: { 201: { schema: documentSchema } },
        problems: [400, 401, 403, 404, 410, 429, 503],
      }),
      checked('param', idParam),
      requireRole(access, 'viewer'),
      requireAll(access, 'editor'),
      checked('json', duplicateBody),
      async (context) => {
        const { id } = context.req.valid('param');
        const source = await store.find(id);
        if (!source) throw new DocumentMissingError(`There is no document ${id}.`);
        const { title = source.title } = context.req.valid('json');
        const { result: update } = await edits.read(id, 'copy', null);
        const copy = await makeCopy({ store, assets }, { source, title, update, user: userOf(context.get('grant')) });
        return context.json(summary(copy), 201);
      },
    )
    .all('/:id/duplicate', methodNotAllowed('POST'))
    .all('/:id/marks', methodNotAllowed('GET'))
    .all('/:id/tags', methodNotAllowed('PUT'))
    .all('/:id/:mark{template|favourite}', methodNotAllowed('PUT, DELETE'))
    .all('/:id/visit', methodNotAllowed('PUT'));
};

const shelfOf = (name: z.infer<typeof shelfQuery>['shelf'], tag: string, user: string | null): Shelf => {
  switch (name) {
    case 'recent':
    case 'favourites':
      return { name, user };
    case 'templates':
      return { name };
    case 'tag':
      return { name, tag };
  }
};
