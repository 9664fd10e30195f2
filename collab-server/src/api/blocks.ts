import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { userOf } from '../access/grant.ts';
import { requireRole } from '../access/require-grant.ts';
import type { ServerEdits } from '../content/documents/server-edits.ts';
import { checked, documentId } from './checked.ts';
import { methodNotAllowed } from './problem.ts';

/** Longest text of one edit, in characters. */
const LONGEST_TEXT = 1_000_000;

const inDocument = z.object({ id: documentId });
const text = z.string().max(LONGEST_TEXT);
const appendBody = z.union([z.strictObject({ markdown: text }), z.strictObject({ html: text })]);

/** `/api/documents/:id/blocks`: what is written into a document by programs, in somebody's name. */
export const blockRoutes = ({ access, edits }: { access: Access; edits: ServerEdits }) =>
  new Hono()
    .post(
      '/:id/blocks',
      checked('param', inDocument),
      requireRole(access, 'editor'),
      checked('json', appendBody),
      async (context) => {
        const { id } = context.req.valid('param');
        const content = context.req.valid('json');
        const { result } = await edits.edit(id, 'append', { content }, { user: userOf(context.get('grant')) });
        return context.json(result, 201);
      },
    )
    .all('/:id/blocks', methodNotAllowed('POST'));
