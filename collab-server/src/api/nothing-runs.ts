import { secureHeaders } from 'hono/secure-headers';

/**
 * For what users uploaded: should a browser show it as a page after all, it is one that can do nothing. The styles are
 * those within an SVG.
 */
export const nothingRuns = secureHeaders({
  contentSecurityPolicy: { sandbox: [], defaultSrc: ["'none'"], styleSrc: ["'unsafe-inline'"] },
  referrerPolicy: 'no-referrer',
  strictTransportSecurity: false,
});
