import type { IdentifiedNode } from '@cowrite/editor/content';
import type { ContentNode } from '@cowrite/editor/content/formats';
import type { ProgramStore } from '@cowrite/storage';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { userOf } from '../access/grant.ts';
import { type Granted, requireRole } from '../access/require-grant.ts';
import type { NewBlocks } from '../content/documents/document-tasks.ts';
import type { EditOptions, ServerEdits, Worked } from '../content/documents/server-edits.ts';
import { checked, documentId } from './checked.ts';
import { described } from './described.ts';
import { etagOf, isKnown, matchOf } from './etag.ts';
import { once } from './once.ts';
import { methodNotAllowed } from './problem.ts';
import { blockListSchema, blockSchema, editedSchema } from './schemas.ts';

/** Longest text of one edit, in characters. */
const LONGEST_TEXT = 1_000_000;
const MOST_BLOCKS = 10_000;

const blockId = z.string().min(1).max(100);
const inDocument = z.object({ id: documentId });
const ofBlock = z.object({ id: documentId, block: blockId });

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
    before: blockId.optional().meta({ description: 'The block before which they are put.' }),
    after: blockId.optional().meta({ description: 'The block behind which they are put.' }),
  })
  .refine(hasOne, ONE_FORM)
  .refine(({ before, after }) => before === undefined || after === undefined, 'give before or after, not both');
const replaceBody = z
  .strictObject({
    ...content,
    ids: z.array(blockId).min(1).max(MOST_BLOCKS).meta({ description: 'The blocks in whose place they come.' }),
  })
  .refine(hasOne, ONE_FORM);
const removeQuery = z.object({
  block: z
    .union([z.string(), z.array(z.string())])
    .transform((ids) => [ids].flat())
    .pipe(z.array(blockId).min(1).max(1_000)),
});

type Given = { readonly [Form in keyof typeof content]?: z.infer<(typeof content)[Form]> };

/** What a body gives; it was checked to be of one form. */
export const contentOf = ({ markdown, html, blocks }: Given): NewBlocks => {
  if (markdown !== undefined) return { markdown };
  if (html !== undefined) return { html };
  return { blocks: (blocks ?? []) as readonly ContentNode[] };
};

/** Whose edit it is, and whether it may merge. */
export const editOptionsOf = (context: Context<Granted>): EditOptions => {
  const ifMatch = matchOf(context.req.header('if-match'));
  return { user: userOf(context.get('grant')), ...(ifMatch === undefined ? {} : { ifMatch }) };
};

/** Sets the ETag where it is known what the document is now. */
export const tagged = <Result>(context: Context, { result, tag }: Worked<Result>): Result => {
  if (tag !== null) context.header('etag', etagOf(tag));
  return result;
};

interface BlockRoutesOptions {
  readonly access: Access;
  readonly edits: ServerEdits;
  readonly programs: ProgramStore;
}

const PROBLEMS = [400, 401, 403, 404, 409, 410, 412, 413, 422, 429, 503];
const HEADERS = ['idempotency-key', 'if-match'] as const;

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
        problems: PROBLEMS,
        headers: HEADERS,
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
        problems: PROBLEMS,
        headers: HEADERS,
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
        problems: PROBLEMS,
        headers: HEADERS,
      }),
      checked('param', inDocument),
      requireRole(access, 'editor'),
      once(programs),
      checked('query', removeQuery),
      async (context) => {
        const { id } = context.req.valid('param');
        const { block: ids } = context.req.valid('query');
        tagged(context, await edits.edit(id, 'remove', { ids }, editOptionsOf(context)));
        return context.body(null, 204);
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
        problems: PROBLEMS,
        headers: HEADERS,
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
        problems: PROBLEMS,
        headers: HEADERS,
      }),
      checked('param', ofBlock),
      requireRole(access, 'editor'),
      once(programs),
      async (context) => {
        const { id, block } = context.req.valid('param');
        tagged(context, await edits.edit(id, 'remove', { ids: [block] }, editOptionsOf(context)));
        return context.body(null, 204);
      },
    )
    .all('/:id/blocks', methodNotAllowed('GET, POST, PUT, DELETE'))
    .all('/:id/blocks/:block', methodNotAllowed('GET, PUT, DELETE'));
