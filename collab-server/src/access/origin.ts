import type { MiddlewareHandler } from 'hono';
import { problemResponse } from '../api/problem.ts';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Admits pages of this service alone, and programs, which send no Origin. While there is no identity to check, the
 * Host has to be this machine's own name too: else a foreign name that resolves to 127.0.0.1 would count as our own.
 */
export const ownOrigin: MiddlewareHandler = async (context, next) => {
  const host = context.req.header('host') ?? '';
  if (!LOOPBACK_NAMES.includes(hostname(host))) {
    return problemResponse(403, `this service answers on loopback only, and ${host.slice(0, 100)} isn't a name of it`);
  }
  const origin = context.req.header('origin');
  if (origin !== undefined && !isOrigin(origin, host))
    return problemResponse(403, 'this origin may not use the service');
  return await next();
};

const hostname = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

const isOrigin = (origin: string, host: string): boolean => {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.host === host.toLowerCase();
};
