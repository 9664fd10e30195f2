import type { MiddlewareHandler } from 'hono';
import { problemResponse } from '../api/problem.ts';

/** Pages of which origins may use the service and show it in a frame, besides its own. */
export class Origins {
  readonly list: readonly string[];

  /** Throws RangeError on what isn't an origin, as `https://example.com`. */
  constructor(origins: readonly string[]) {
    this.list = origins.map((origin) => {
      if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
        throw new RangeError(
          `${origin.slice(0, 100)} is not an origin: write scheme, host and port, https://example.com`,
        );
      }
      return origin;
    });
  }

  admits(origin: string, host: string): boolean {
    return this.list.includes(origin) || isOwn(origin, host);
  }
}

interface CheckOptions {
  /** There is no identity to check. */
  readonly isOpen: boolean;
  /** Hears of each request that is refused for where its page is from. */
  readonly onForeign?: (origin: string) => void;
}

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Admits pages of this service and of the origins named, and programs, which send no Origin. While there is no
 * identity to check, the Host has to be this machine's own name too: else a foreign name that resolves to 127.0.0.1
 * would count as our own.
 */
export const checkOrigin =
  (origins: Origins, { isOpen, onForeign }: CheckOptions): MiddlewareHandler =>
  async (context, next) => {
    const host = context.req.header('host') ?? '';
    if (isOpen && !LOOPBACK_NAMES.includes(hostname(host))) {
      return problemResponse(
        403,
        `this service answers on loopback only, and ${host.slice(0, 100)} isn't a name of it`,
      );
    }
    const origin = context.req.header('origin');
    if (origin !== undefined && !origins.admits(origin, host)) {
      onForeign?.(origin);
      return problemResponse(403, 'this origin may not use the service: it is not among its origins (COWRITE_ORIGINS)');
    }
    return await next();
  };

const hostname = (host: string): string => host.replace(/:\d+$/, '').toLowerCase();

const isOwn = (origin: string, host: string): boolean => {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.host === host.toLowerCase();
};
