import type { Context } from 'hono';

const DOCUMENTS = '/api/documents';
const PREFIX = /^(?:\/[\w.~-]+)+$/;

/**
 * An address of the service as whoever made this call of `/api/documents` reaches it: with the path that the service is
 * under, and with what a proxy before it says of its own (`X-Forwarded-Proto`, `-Prefix`). Only the caller is told, so
 * that whoever makes them up deceives nobody else.
 */
export const publicAddress = (context: Context, path: string): string => {
  const { origin, pathname } = new URL(context.req.url);
  const scheme = lastOf(context.req.header('x-forwarded-proto'));
  const prefix = lastOf(context.req.header('x-forwarded-prefix'))?.replace(/\/+$/, '') ?? '';
  const base = scheme === 'https' || scheme === 'http' ? origin.replace(/^https?/, scheme) : origin;
  return `${base}${PREFIX.test(prefix) ? prefix : ''}${pathname.slice(0, pathname.lastIndexOf(DOCUMENTS))}${path}`;
};

const lastOf = (header: string | undefined): string | undefined => header?.split(',').at(-1)?.trim();
