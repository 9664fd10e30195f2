import { createHash } from 'node:crypto';
import type { ProgramStore } from '@cowrite/storage';
import type { MiddlewareHandler } from 'hono';
import { userOf } from '../access/grant.ts';
import type { Granted } from '../access/require-grant.ts';
import { ProblemError, problemResponse } from './problem.ts';

const LONGEST_KEY = 200;
/** How long an answer is kept, milliseconds. */
const KEPT = 24 * 60 * 60 * 1000;
/** What is worked on longer than this was cut short, milliseconds: by the server's end, most likely. */
const LONGEST_WORK = 60_000;

/**
 * With an Idempotency-Key, a call is done once: the same again gets the same answer, another under the same key is
 * refused. Only what succeeded is kept; a call that was refused changed nothing, and may be made again. Behind
 * `requireRole`, since keys are each user's own.
 */
export const once =
  (programs: ProgramStore): MiddlewareHandler<Granted> =>
  async (context, next) => {
    const id = context.req.header('idempotency-key');
    if (id === undefined) return await next();
    if (id === '' || id.length > LONGEST_KEY) {
      throw new ProblemError(400, `An Idempotency-Key has 1 to ${LONGEST_KEY} characters.`);
    }
    const owner = userOf(context.get('grant')) ?? '';
    const { method, path } = context.req;
    const ifMatch = context.req.header('if-match') ?? '';
    const asked = JSON.stringify([method, path, new URL(context.req.url).search, ifMatch]);
    const body = new Uint8Array(await context.req.arrayBuffer());
    const fingerprint = createHash('sha256').update(asked).update(body).digest('base64url');
    const now = Date.now();
    const known = await programs.beginAnswer({ owner, id, fingerprint, at: now }, now - KEPT);
    if (known) return told(known, fingerprint, now);
    let kept = false;
    try {
      await next();
      if (!context.res.ok) return;
      const text = await context.res.clone().text();
      await programs.finishAnswer(owner, id, { status: context.res.status, body: text });
      kept = true;
    } finally {
      if (!kept) await programs.dropAnswer(owner, id);
    }
  };

const told = (
  known: NonNullable<Awaited<ReturnType<ProgramStore['beginAnswer']>>>,
  fingerprint: string,
  now: number,
): Response => {
  if (known.fingerprint !== fingerprint) {
    return problemResponse(422, 'This Idempotency-Key was used for another call: choose a new one for each change.');
  }
  if (!known.answer) {
    if (now - known.at > LONGEST_WORK) {
      const lost =
        'This call was cut short, and it is not known whether it was done: look, and use a new Idempotency-Key.';
      return problemResponse(409, lost);
    }
    const busy = problemResponse(409, 'The same call is being worked on: ask again in a second.');
    busy.headers.set('retry-after', '1');
    return busy;
  }
  const { status, body } = known.answer;
  const headers = { 'idempotent-replayed': 'true', ...(body === '' ? {} : { 'content-type': 'application/json' }) };
  return new Response(body === '' ? null : body, { status, headers });
};
