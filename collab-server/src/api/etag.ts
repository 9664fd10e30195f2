import { ProblemError } from './problem.ts';

export const etagOf = (tag: string): string => `"${tag}"`;

/** The tag that If-Match asks for; undefined where anything will do. */
export const matchOf = (header: string | undefined): string | undefined => {
  if (header === undefined || header.trim() === '*') return undefined;
  const tag = /^"([^"]*)"$/.exec(header.trim())?.[1];
  if (tag === undefined) throw new ProblemError(400, 'If-Match takes one ETag, as it was answered: "…".');
  return tag;
};

/** Whether the caller has this already. */
export const isKnown = (tag: string, header: string | undefined): boolean =>
  (header ?? '').split(',').some((each) => each.trim().replace(/^W\//, '') === etagOf(tag));
