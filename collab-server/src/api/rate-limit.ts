import { createHash } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';
import { clientAddress } from '../access/client-address.ts';
import { tokenOf } from '../access/credential.ts';
import { TokenBucket } from '../sync/limits.ts';
import { problemResponse } from './problem.ts';

/** Calls at once after a rest, and a second. */
export interface CallRate {
  readonly burst: number;
  readonly perSecond: number;
}

export const CALL_RATE: CallRate = { burst: 2_000, perSecond: 100 };
const MOST_CALLERS = 20_000;

/** Each caller, who is known by their token or else their address, may call so often; more is refused with 429. */
export const limitRate = (
  rate: CallRate,
  proxies: ReadonlySet<string>,
): MiddlewareHandler<{ Bindings: HttpBindings }> => {
  const buckets = new Map<string, TokenBucket>();
  return async (context, next) => {
    const token = tokenOf(context.req.raw);
    // Requests of tests have no socket.
    const incoming = context.env?.incoming;
    const caller =
      token === null
        ? `address ${incoming ? clientAddress(incoming, proxies) : ''}`
        : `token ${createHash('sha256').update(token).digest('base64url')}`;
    const now = performance.now();
    // Whoever called least lately has a full bucket again.
    const bucket = buckets.get(caller) ?? new TokenBucket(rate, now);
    buckets.delete(caller);
    buckets.set(caller, bucket);
    if (buckets.size > MOST_CALLERS) buckets.delete(buckets.keys().next().value ?? '');
    if (bucket.take(1, now)) return await next();
    const wait = Math.ceil(1 / rate.perSecond);
    const response = problemResponse(429, `Too many calls: ${rate.perSecond} a second are served. Wait and try again.`);
    response.headers.set('retry-after', String(wait));
    return response;
  };
};
