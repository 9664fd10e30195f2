import { QUERY_LIMIT, type SearchResult, type SearchResults } from '@cowrite/editor/protocol';
import type { DocumentStore, SearchStore } from '@cowrite/storage';
import { Hono } from 'hono';
import { z } from 'zod';
import type { Access } from '../access/access.ts';
import { granted } from '../access/require-grant.ts';
import { searchSchema } from './answers.ts';
import { checked } from './checked.ts';
import { described } from './described.ts';
import { summary } from './document-summary.ts';
import { methodNotAllowed } from './problem.ts';

/** What is found is looked through by so many at a time for what the asker may read. */
const STEP = 100;
/** Found documents that one request looks through at the most; the next goes on from there. */
const MOST_LOOKED_AT = 1_000;

const query = z.object({
  q: z.string().max(QUERY_LIMIT, `a query has ${QUERY_LIMIT} characters at most`),
  limit: z.coerce.number().int().min(1).max(50).default(20),
  cursor: z
    .string()
    .regex(/^\d{1,6}$/, 'this cursor is not one of a search: start again without it')
    .transform(Number)
    .optional(),
});

interface SearchRoutesOptions {
  readonly access: Access;
  readonly store: DocumentStore;
  readonly search: SearchStore;
}

/** `/api/search`: over titles and texts of all that one may read. */
export const searchRoutes = ({ access, store, search }: SearchRoutesOptions) =>
  new Hono()
    .get(
      '/',
      described({
        subject: 'Documents',
        does: 'Searches titles and texts of all that you may read',
        answers: { 200: { schema: searchSchema } },
        problems: [400, 401, 403, 429],
      }),
      checked('query', query),
      async (context) => {
        const { q, limit, cursor = 0 } = context.req.valid('query');
        const admitted = await granted(() => access.admitter(access.credentialOf(context.req.raw)));
        const resultFor = async (id: string): Promise<SearchResult | null> => {
          const meta = (await admitted(id)) && (await store.find(id));
          if (!meta || meta.deletedAt !== null) return null;
          const excerpts = await search.excerpts(q, id);
          return excerpts && { document: summary(meta), ...excerpts };
        };
        const results: SearchResult[] = [];
        for await (const { id, next } of foundIn(search, q, cursor)) {
          const result = await resultFor(id);
          if (result) results.push(result);
          if (results.length === limit || next - cursor === MOST_LOOKED_AT) {
            return context.json({ results, next: String(next) } satisfies SearchResults);
          }
        }
        return context.json({ results, next: null } satisfies SearchResults);
      },
    )
    .all('/', methodNotAllowed('GET'));

/** Every document found from an offset on, and the offset behind it. */
async function* foundIn(search: SearchStore, q: string, from: number): AsyncGenerator<{ id: string; next: number }> {
  let offset = from;
  for (;;) {
    const ids = await search.find(q, { offset, limit: STEP });
    for (const id of ids) yield { id, next: ++offset };
    if (ids.length < STEP) return;
  }
}
