import type { ProgramStore } from '@cowrite/storage';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { requireRole } from '../access/require-grant.ts';
import type { ServerEdits } from '../content/documents/server-edits.ts';
import { checked, documentId } from './checked.ts';
import { described } from './described.ts';
import { EDIT_HEADERS, EDIT_PROBLEMS, editOptionsOf, partId, partIds, removed, tagged } from './edits.ts';
import { etagOf, isKnown } from './etag.ts';
import { once } from './once.ts';
import { methodNotAllowed } from './problem.ts';
import { editedSchema, elementListSchema, elementSchema } from './schemas.ts';

const MOST_ELEMENTS = 5_000;

const inDocument = z.object({ id: documentId });
const ofElement = z.object({ id: documentId, element: partId });

/** What can be said of an element; the board's content model checks it all, these are for those who read of it. */
const properties = {
  x: z.number().optional(),
  y: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  angle: z.number().optional().meta({ description: 'Radians.' }),
  text: z.string().optional().meta({ description: 'Of a text. Its size follows, unless it is given.' }),
  points: z
    .array(z.tuple([z.number(), z.number()]))
    .optional()
    .meta({ description: 'Of a line, an arrow or a stroke: from its own place.' }),
  strokeColor: z.string().optional(),
  backgroundColor: z.string().optional(),
};
const newElement = z.looseObject({
  ...properties,
  id: partId.optional().meta({ description: 'Yours to choose; without one it gets one.' }),
  type: z.enum([
    'rectangle',
    'diamond',
    'ellipse',
    'text',
    'line',
    'arrow',
    'freedraw',
    'frame',
    'image',
    'embeddable',
  ]),
  x: z.number(),
  y: z.number(),
  label: z.string().optional().meta({ description: 'Words in a rectangle, a diamond or an ellipse.' }),
  hash: z.string().optional().meta({ description: 'Of an image: the SHA-256 of a file of this document.' }),
  mimeType: z.string().optional().meta({ description: 'Of that file.' }),
});
const changedElement = z.looseObject({ ...properties, id: partId });

const addBody = z.strictObject({ elements: z.array(newElement).min(1).max(MOST_ELEMENTS) });
const changeBody = z.strictObject({ elements: z.array(changedElement).min(1).max(MOST_ELEMENTS) });
const removeQuery = z.object({ element: partIds });

type Element = z.infer<typeof elementSchema>;

interface ElementRoutesOptions {
  readonly access: Access;
  readonly edits: ServerEdits;
  readonly programs: ProgramStore;
}

/** `/api/documents/:id/elements`: what is on a board, and its changes by programs. */
export const elementRoutes = ({ access, edits, programs }: ElementRoutesOptions) =>
  new Hono()
    .get(
      '/:id/elements',
      described({
        subject: 'Boards',
        does: 'The elements of a board, from back to front',
        answers: { 200: { schema: elementListSchema }, 304: { is: 'It is what you have' } },
        problems: [401, 403, 404, 410, 422, 429],
        headers: ['if-none-match'],
      }),
      checked('param', inDocument),
      requireRole(access, 'viewer'),
      async (context) => {
        const worked = await edits.read(context.req.valid('param').id, 'elements', null);
        if (worked.tag !== null && isKnown(worked.tag, context.req.header('if-none-match'))) {
          return context.body(null, 304, { etag: etagOf(worked.tag) });
        }
        const elements: readonly Element[] = tagged(context, worked).map((element) => ({ ...element }));
        return context.json({ elements: [...elements] }, 200);
      },
    )
    .post(
      '/:id/elements',
      described({
        subject: 'Boards',
        does: 'Adds elements, in front of all others',
        more: 'What you leave out of one is as on a new one. In your name, beside what people draw at the same time.',
        answers: { 201: { schema: editedSchema } },
        problems: EDIT_PROBLEMS,
        headers: EDIT_HEADERS,
      }),
      checked('param', inDocument),
      requireRole(access, 'editor'),
      once(programs),
      checked('json', addBody),
      async (context) => {
        const { elements } = context.req.valid('json');
        const { id } = context.req.valid('param');
        const worked = await edits.edit(id, 'addElements', { elements }, editOptionsOf(context));
        return context.json(tagged(context, worked), 201);
      },
    )
    .patch(
      '/:id/elements',
      described({
        subject: 'Boards',
        does: 'Changes properties of elements, each by its id',
        more: 'What you don’t name stays as it is, also where somebody changes it at the same time.',
        answers: { 200: { schema: editedSchema } },
        problems: EDIT_PROBLEMS,
        headers: EDIT_HEADERS,
      }),
      checked('param', inDocument),
      requireRole(access, 'editor'),
      once(programs),
      checked('json', changeBody),
      async (context) => {
        const { elements } = context.req.valid('json');
        const { id } = context.req.valid('param');
        const worked = await edits.edit(id, 'changeElements', { elements }, editOptionsOf(context));
        return context.json(tagged(context, worked));
      },
    )
    .delete(
      '/:id/elements',
      described({
        subject: 'Boards',
        does: 'Deletes elements, with the words in them',
        answers: { 204: {} },
        problems: EDIT_PROBLEMS,
        headers: EDIT_HEADERS,
      }),
      checked('param', inDocument),
      requireRole(access, 'editor'),
      once(programs),
      checked('query', removeQuery),
      async (context) => {
        const { element: ids } = context.req.valid('query');
        const { id } = context.req.valid('param');
        return await removed(context, edits.edit(id, 'removeElements', { ids }, editOptionsOf(context)));
      },
    )
    .get(
      '/:id/elements/:element',
      described({
        subject: 'Boards',
        does: 'One element',
        answers: { 200: { schema: elementSchema } },
        problems: [401, 403, 404, 410, 422, 429],
      }),
      checked('param', ofElement),
      requireRole(access, 'viewer'),
      async (context) => {
        const { id, element } = context.req.valid('param');
        const found: Element = { ...tagged(context, await edits.read(id, 'element', { id: element })) };
        return context.json(found);
      },
    )
    .all('/:id/elements', methodNotAllowed('GET, POST, PATCH, DELETE'))
    .all('/:id/elements/:element', methodNotAllowed('GET'));
