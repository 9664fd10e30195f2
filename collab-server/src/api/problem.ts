import { STATUS_CODES } from 'node:http';
import type { Problem } from '@cowrite/editor/protocol';

/** Ends a request with problem+json (RFC 9457); `detail` is a sentence that says what to do. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

export const problemResponse = (
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Response => {
  const problem: Problem = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail };
  return Response.json(problem, { status, headers: { ...headers, 'content-type': 'application/problem+json' } });
};

/**
 * Answers calls of an address by other methods than it takes. It throws: an answer would be one of the address' own to
 * the typed client, which then knew none of those without a body.
 */
export const methodNotAllowed = (allow: string) => (): never => {
  throw new ProblemError(405, `This address takes ${allow}.`, { allow });
};
