import { emptyDocumentUpdate } from '@cowrite/editor/content/empty';
import { CloseCode, type DocumentList, RENAMED_EVENT, TITLE_LIMIT } from '@cowrite/editor/protocol';
import type { DocumentStore } from '@cowrite/storage';
import { Hono } from 'hono';
import { customAlphabet } from 'nanoid';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { userOf } from '../access/grant.ts';
import { requireAll, requireRole } from '../access/require-grant.ts';
import type { Rooms } from '../sync/rooms.ts';
import { checked, documentId } from './checked.ts';
import { summary } from './document-summary.ts';
import { methodNotAllowed, ProblemError } from './problem.ts';

/** 62^14: a document's id can't be guessed. */
export const newDocumentId = customAlphabet('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz', 14);

/** How many documents can be asked for by their ids at once. */
const MOST_IDS = 100;

/** One line. */
export const documentTitle = z
  .string()
  .transform((text) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim())
  .pipe(z.string().max(TITLE_LIMIT, `a title has ${TITLE_LIMIT} characters at most`));
const createBody = z.strictObject({ title: documentTitle.optional(), kind: z.enum(['document', 'board']).optional() });
const renameBody = z.strictObject({ title: documentTitle });
const listQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).optional(),
  cursor: z.string().max(200).optional(),
  deleted: z.enum(['true', 'false']).optional(),
  title: z.string().trim().max(TITLE_LIMIT).optional(),
  id: z
    .union([z.string(), z.array(z.string())])
    .transform((ids) => [ids].flat())
    .pipe(z.array(documentId).max(MOST_IDS))
    .optional(),
});
const idParam = z.object({ id: documentId });

/** `/api/documents`: what is kept of a document besides its content. */
export const documentRoutes = ({ access, store, rooms }: { access: Access; store: DocumentStore; rooms: Rooms }) =>
  new Hono()
    .get('/', requireAll(access, 'viewer'), checked('query', listQuery), async (context) => {
      const { limit, cursor, deleted, title, id: ids } = context.req.valid('query');
      if (ids !== undefined) {
        const found = await Promise.all([...new Set(ids)].map((id) => store.find(id)));
        const documents = found.filter((meta) => meta !== null).map(summary);
        return context.json({ documents, next: null } satisfies DocumentList);
      }
      const query = {
        ...(limit === undefined ? {} : { limit }),
        ...(cursor === undefined ? {} : { cursor }),
        ...(title === undefined ? {} : { title }),
        deleted: deleted === 'true',
      };
      const { documents, next } = await store.list(query).catch((error: unknown) => {
        if (!(error instanceof RangeError)) throw error;
        throw new ProblemError(400, 'This cursor is not one of this list: start again without it.');
      });
      return context.json({ documents: documents.map(summary), next } satisfies DocumentList);
    })
    .post('/', requireAll(access, 'editor'), checked('json', createBody), async (context) => {
      const { title = '', kind = 'document' } = context.req.valid('json');
      // An empty board is nothing at all; a document has its first paragraph.
      const content = kind === 'document' ? { update: emptyDocumentUpdate() } : {};
      const user = userOf(context.get('grant'));
      const by = user === null ? {} : { user };
      const meta = await store.create({ id: newDocumentId(), kind, title, ...content, ...by });
      return context.json(summary(meta), 201);
    })
    .get('/:id', checked('param', idParam), requireRole(access, 'viewer'), async (context) => {
      const meta = await store.find(context.req.valid('param').id);
      if (!meta) throw new ProblemError(404, 'There is no document with this id.');
      return context.json(summary(meta));
    })
    .patch(
      '/:id',
      checked('param', idParam),
      requireRole(access, 'editor'),
      checked('json', renameBody),
      async (context) => {
        const { id } = context.req.valid('param');
        const meta = await store.rename(id, context.req.valid('json').title);
        rooms.announce(id, { name: RENAMED_EVENT, data: 'null' });
        return context.json(summary(meta));
      },
    )
    .delete('/:id', checked('param', idParam), requireRole(access, 'owner'), async (context) => {
      const { id } = context.req.valid('param');
      await store.trash(id);
      rooms.evict(id, CloseCode.deleted, 'this document was moved to the trash');
      return context.body(null, 204);
    })
    .post('/:id/restore', checked('param', idParam), requireRole(access, 'owner'), async (context) =>
      context.json(summary(await store.restore(context.req.valid('param').id))),
    )
    .all('/', methodNotAllowed('GET, POST'))
    .all('/:id', methodNotAllowed('GET, PATCH, DELETE'))
    .all('/:id/restore', methodNotAllowed('POST'));
