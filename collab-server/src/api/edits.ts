import type { Context } from 'hono';
import { z } from 'zod';
import { userOf } from '../access/grant.ts';
import type { Granted } from '../access/require-grant.ts';
import type { EditOptions, Worked } from '../content/documents/server-edits.ts';
import { etagOf, matchOf } from './etag.ts';

/* What the calls that edit a document have in common, of blocks and of a board's elements. */

export const EDIT_PROBLEMS = [400, 401, 403, 404, 409, 410, 412, 413, 422, 429, 503];
export const EDIT_HEADERS = ['idempotency-key', 'if-match'] as const;

/** Of a block or an element. */
export const partId = z.string().min(1).max(100);

/** Those that a query names, by one parameter or several of a name. */
export const partIds = z
  .union([z.string(), z.array(z.string())])
  .transform((ids) => [ids].flat())
  .pipe(z.array(partId).min(1).max(1_000));

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

/** The answer to a removal, once that is made: nothing but the ETag. */
export const removed = async (context: Context, removal: Promise<Worked<unknown>>) => {
  tagged(context, await removal);
  return context.body(null, 204);
};
