import { STATUS_CODES } from 'node:http';
import type { Problem } from '@cowrite/editor/protocol';

/** Ends a request with problem+json (RFC 9457); `detail` is a sentence that says what to do. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

export const problemResponse = (status: number, detail: string): Response => {
  const problem: Problem = { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail };
  return Response.json(problem, { status, headers: { 'content-type': 'application/problem+json' } });
};

/** Answers calls of an address by other methods than it takes. */
export const methodNotAllowed = (allow: string) => (): Response => {
  const response = problemResponse(405, `This address takes ${allow}.`);
  response.headers.set('allow', allow);
  return response;
};
