import type { IdentifiedNode } from '@cowrite/editor/content';
import type { ContentNode } from '@cowrite/editor/content/formats';
import type { ProgramStore } from '@cowrite/storage';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { requireRole } from '../access/require-grant.ts';
import type { NewBlocks } from '../content/documents/document-tasks.ts';
import type { ServerEdits } from '../content/documents/server-edits.ts';
import { checked, documentId } from './checked.ts';
import { described } from './described.ts';
import { EDIT_HEADERS, EDIT_PROBLEMS, editOptionsOf, partId, partIds, removed, tagged } from './edits.ts';
import { etagOf, isKnown } from './etag.ts';
import { once } from './once.ts';
import { methodNotAllowed } from './problem.ts';
import { blockListSchema, blockSchema, editedSchema } from './schemas.ts';

/** Longest text of one edit, in characters. */
const LONGEST_TEXT = 1_000_000;
const MOST_BLOCKS = 10_000;

const inDocument = z.object({ id: documentId });
const ofBlock = z.object({ id: documentId, block: partId });

/** Blocks in one form or the other. */
export const content = {
  markdown: z.string().max(LONGEST_TEXT).optional(),
  html: z.string().max(LONGEST_TEXT).optional(),
  blocks: z.array(blockSchema).max(MOST_BLOCKS).optional(),
};

const hasOne = (body: { readonly markdown?: unknown; readonly html?: unknown; readonly blocks?: unknown }): boolean =>
  [body.markdown, body.html, body.blocks].filter((each) => each !== undefined).length === 1;
const ONE_FORM = 'give one of markdown, html and blocks';

const contentBody = z.strictObject(content).refine(hasOne, ONE_FORM);
const insertBody = z
  .strictObject({
    ...content,
    before: partId.optional().meta({ description: 'The block before which they are put.' }),
    after: partId.optional().meta({ description: 'The block behind which they are put.' }),
  })
  .refine(hasOne, ONE_FORM)
  .refine(({ before, after }) => before === undefined || after === undefined, 'give before or after, not both');
const replaceBody = z
  .strictObject({
    ...content,
    ids: z.array(partId).min(1).max(MOST_BLOCKS).meta({ description: 'The blocks in whose place they come.' }),
  })
  .refine(hasOne, ONE_FORM);
const removeQuery = z.object({ block: partIds });

type Given = { readonly [Form in keyof typeof content]?: z.infer<(typeof content)[Form]> };

/** What a body gives; it was checked to be of one form. */
export const contentOf = ({ markdown, html, blocks }: Given): NewBlocks => {
  if (markdown !== undefined) return { markdown };
  if (html !== undefined) return { html };
  return { blocks: (blocks ?? []) as readonly ContentNode[] };
};

interface BlockRoutesOptions {
  readonly access: Access;
  readonly edits: ServerEdits;
  readonly programs: ProgramStore;
}

/** `/api/documents/:id/blocks`: what a document says, block by block, and its changes by programs. */
export const blockRoutes = ({ access, edits, programs }: BlockRoutesOptions) =>
  new Hono()
    .get(
      '/:id/blocks',
      described({
        subject: 'Blocks',
        does: 'The blocks of a document, with their ids',
        answers: { 200: { schema: blockListSchema }, 304: { is: 'It is what you have' } },
        problems: [401, 403, 404, 410, 429],
        headers: ['if-none-match'],
      }),
      checked('param', inDocument),
      requireRole(access, 'viewer'),
      async (context) => {
        const worked = await edits.read(context.req.valid('param').id, 'blocks', null);
        if (worked.tag !== null && isKnown(worked.tag, context.req.header('if-none-match'))) {
          return context.body(null, 304, { etag: etagOf(worked.tag) });
        }
        return context.json({ blocks: [...tagged(context, worked)] satisfies readonly IdentifiedNode[] }, 200);
      },
    )
    .post(
      '/:id/blocks',
      described({
        subject: 'Blocks',
        does: 'Appends blocks, or inserts them beside one',
        more: 'In your name, merging with what people type at the same time.',
        answers: { 201: { schema: editedSchema } },
        problems: EDIT_PROBLEMS,
        headers: EDIT_HEADERS,
      }),
      checked('param', inDocument),
      requireRole(access, 'editor'),
      once(programs),
      checked('json', insertBody),
      async (context) => {
        const { before, after, ...given } = context.req.valid('json');
        const { id } = context.req.valid('param');
        const options = editOptionsOf(context);
        const content = contentOf(given);
        const place = before !== undefined ? { before } : after !== undefined ? { after } : null;
        const worked = place
          ? await edits.edit(id, 'insert', { content, place }, options)
          : await edits.edit(id, 'append', { content }, options);
        return context.json(tagged(context, worked), 201);
      },
    )
    .put(
      '/:id/blocks',
      described({
        subject: 'Blocks',
        does: 'Puts blocks in the place of others',
        more: 'A text is changed only where the new one differs, so what somebody types there at the same time stays.',
        answers: { 200: { schema: editedSchema } },
        problems: EDIT_PROBLEMS,
        headers: EDIT_HEADERS,
      }),
      checked('param', inDocument),
      requireRole(access, 'editor'),
      once(programs),
      checked('json', replaceBody),
      async (context) => {
        const { ids, ...given } = context.req.valid('json');
        const input = { content: contentOf(given), ids };
        const worked = await edits.edit(context.req.valid('param').id, 'replace', input, editOptionsOf(context));
        return context.json(tagged(context, worked));
      },
    )
    .delete(
      '/:id/blocks',
      described({
        subject: 'Blocks',
        does: 'Removes blocks, with what is nested in them',
        answers: { 204: {} },
        problems: EDIT_PROBLEMS,
        headers: EDIT_HEADERS,
      }),
      checked('param', inDocument),
      requireRole(access, 'editor'),
      once(programs),
      checked('query', removeQuery),
      async (context) => {
        const { id } = context.req.valid('param');
        const { block: ids } = context.req.valid('query');
        return await removed(context, edits.edit(id, 'remove', { ids }, editOptionsOf(context)));
      },
    )
    .get(
      '/:id/blocks/:block',
      described({
        subject: 'Blocks',
        does: 'One block',
        answers: { 200: { schema: blockSchema } },
        problems: [401, 403, 404, 410, 429],
      }),
      checked('param', ofBlock),
      requireRole(access, 'viewer'),
      async (context) => {
        const { id, block } = context.req.valid('param');
        const worked = await edits.read(id, 'block', { id: block });
        return context.json({ ...tagged(context, worked) });
      },
    )
    .put(
      '/:id/blocks/:block',
      described({
        subject: 'Blocks',
        does: 'Puts blocks in the place of one',
        answers: { 200: { schema: editedSchema } },
        problems: EDIT_PROBLEMS,
        headers: EDIT_HEADERS,
      }),
      checked('param', ofBlock),
      requireRole(access, 'editor'),
      once(programs),
      checked('json', contentBody),
      async (context) => {
        const { id, block } = context.req.valid('param');
        const input = { content: contentOf(context.req.valid('json')), ids: [block] };
        return context.json(tagged(context, await edits.edit(id, 'replace', input, editOptionsOf(context))));
      },
    )
    .delete(
      '/:id/blocks/:block',
      described({
        subject: 'Blocks',
        does: 'Removes one block, with what is nested in it',
        answers: { 204: {} },
        problems: EDIT_PROBLEMS,
        headers: EDIT_HEADERS,
      }),
      checked('param', ofBlock),
      requireRole(access, 'editor'),
      once(programs),
      async (context) => {
        const { id, block } = context.req.valid('param');
        return await removed(context, edits.edit(id, 'remove', { ids: [block] }, editOptionsOf(context)));
      },
    )
    .all('/:id/blocks', methodNotAllowed('GET, POST, PUT, DELETE'))
    .all('/:id/blocks/:block', methodNotAllowed('GET, PUT, DELETE'));
