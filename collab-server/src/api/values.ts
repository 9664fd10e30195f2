import { isValueKey } from '@cowrite/editor/protocol';
import type { ProgramStore } from '@cowrite/storage';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { requireRole, requireScope } from '../access/require-grant.ts';
import { type LiveValueBoard, MOST_VALUES, TooManyValuesError } from '../values/live-values.ts';
import { checked, documentId } from './checked.ts';
import { described } from './described.ts';
import { once } from './once.ts';
import { methodNotAllowed, ProblemError } from './problem.ts';
import { valuesSchema } from './schemas.ts';

const LONGEST_TEXT = 200;
const MOST_AT_ONCE = 200;
const LONGEST_LIFE = 366 * 24 * 60 * 60;

const key = z
  .string()
  .refine(isValueKey, 'a key has 1 to 64 letters, digits, `.`, `_` and `-`')
  .meta({ description: '1 to 64 letters, digits, `.`, `_` and `-`.' });
const value = z.union([z.number(), z.string().max(LONGEST_TEXT), z.boolean()]);
const newValue = z.strictObject({
  value,
  staleAfter: z
    .number()
    .positive()
    .max(LONGEST_LIFE)
    .nullable()
    .default(null)
    .meta({ description: 'Seconds after which it is shown as out of date; null for never.' }),
});
const several = z
  .strictObject({ values: z.record(key, z.union([newValue, value])) })
  .refine(({ values }) => Object.keys(values).length <= MOST_AT_ONCE, `set ${MOST_AT_ONCE} values at once at most`);

const inDocument = z.object({ id: documentId });
const ofValue = z.object({ id: documentId, key });

const PROBLEMS = [400, 401, 403, 404, 409, 422, 429, 503];

interface ValueRoutesOptions {
  readonly access: Access;
  readonly values: LiveValueBoard;
  readonly programs: ProgramStore;
}

/** `/api/documents/:id/values`: live values, which every open page shows at once. */
export const valueRoutes = ({ access, values, programs }: ValueRoutesOptions) => {
  const set = async (id: string, given: Parameters<LiveValueBoard['set']>[1]): Promise<void> => {
    try {
      await values.set(id, given);
    } catch (error) {
      if (!(error instanceof TooManyValuesError)) throw error;
      throw new ProblemError(409, `A document has ${MOST_VALUES} live values at most: remove some first.`);
    }
  };
  return new Hono()
    .get(
      '/:id/values',
      described({
        subject: 'Live values',
        does: 'The live values of a document',
        answers: { 200: { schema: valuesSchema } },
        problems: [401, 403, 404, 429],
      }),
      checked('param', inDocument),
      requireRole(access, 'viewer'),
      async (context) => context.json(await values.list(context.req.valid('param').id)),
    )
    .put(
      '/:id/values',
      described({
        subject: 'Live values',
        does: 'Sets several live values',
        more: 'Answered once they are stored and told to open pages, ten times a second at most. One may be given as what it is, or with `staleAfter`.',
        answers: { 204: {} },
        problems: PROBLEMS,
        headers: ['idempotency-key'],
      }),
      checked('param', inDocument),
      requireScope(access, 'values', 'editor'),
      once(programs),
      checked('json', several),
      async (context) => {
        const given = Object.entries(context.req.valid('json').values).map(([name, each]) => {
          return [name, typeof each === 'object' ? each : { value: each, staleAfter: null }] as const;
        });
        await set(context.req.valid('param').id, Object.fromEntries(given));
        return context.body(null, 204);
      },
    )
    .put(
      '/:id/values/:key',
      described({
        subject: 'Live values',
        does: 'Sets one live value',
        answers: { 204: {} },
        problems: PROBLEMS,
        headers: ['idempotency-key'],
      }),
      checked('param', ofValue),
      requireScope(access, 'values', 'editor'),
      once(programs),
      checked('json', newValue),
      async (context) => {
        const { id, key: name } = context.req.valid('param');
        await set(id, { [name]: context.req.valid('json') });
        return context.body(null, 204);
      },
    )
    .delete(
      '/:id/values/:key',
      described({
        subject: 'Live values',
        does: 'Removes a live value',
        answers: { 204: {} },
        problems: PROBLEMS,
        headers: ['idempotency-key'],
      }),
      checked('param', ofValue),
      requireScope(access, 'values', 'editor'),
      once(programs),
      async (context) => {
        const { id, key: name } = context.req.valid('param');
        if (!(await values.remove(id, name))) throw new ProblemError(404, 'There is no such value in this document.');
        return context.body(null, 204);
      },
    )
    .all('/:id/values', methodNotAllowed('GET, PUT'))
    .all('/:id/values/:key', methodNotAllowed('PUT, DELETE'));
};
