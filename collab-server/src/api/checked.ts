import { isColor, isDocumentId } from '@cowrite/editor/protocol';
import { validator } from 'hono-openapi';
import { z } from 'zod';
import { issueWords } from './issue-words.ts';
import { ProblemError } from './problem.ts';

/**
 * Validates a part of a request, and describes it at `/api/openapi.json`; what isn't valid is answered with a sentence
 * that says where.
 */
export const checked = <Target extends 'json' | 'query' | 'param' | 'header', Schema extends z.ZodType>(
  target: Target,
  schema: Schema,
) =>
  validator(target, schema, (result) => {
    if (result.success) return;
    const [issue] = result.error as readonly z.core.$ZodIssue[];
    const words = issue
      ? issueWords(issue, schema instanceof z.ZodObject ? Object.keys(schema.shape) : [])
      : 'not valid';
    throw new ProblemError(target === 'param' ? 404 : 400, words);
  });

/** What people go by. */
export const personName = z.string().trim().min(1, 'a name has to be given').max(80);
export const color = z.string().refine(isColor, 'a colour is written #rrggbb');

/** When something ends, milliseconds since 1970. */
export const futureTime = z.iso
  .datetime({ offset: true })
  .transform((text) => Date.parse(text))
  .refine((time) => time > Date.now(), 'has passed already: give a time to come, or null for no end');

export const documentId = z
  .string()
  .refine(isDocumentId, 'not a document id')
  .meta({ description: '1 to 128 letters, digits, `.`, `_` and `-`, the first a letter or digit.' });
