const SCHEMES = ['http:', 'https:', 'ws:', 'wss:'];

/** The service's base as a WebSocket address without a trailing slash; query and fragment are dropped. Throws TypeError. */
export const webSocketBase = (url: string): string => {
  const base = new URL(url);
  if (!SCHEMES.includes(base.protocol)) throw new TypeError(`not the address of a service: ${url}`);
  const scheme = base.protocol.replace('http', 'ws');
  return `${scheme}//${base.host}${base.pathname.replace(/\/+$/, '')}`;
};

/** The same over HTTP. */
export const httpBase = (url: string): string => webSocketBase(url).replace(/^ws/, 'http');

/** Name of the database of one document in this browser: apart for each service, document and user. */
export const databaseName = (base: string, documentId: string, user: string): string =>
  `cowrite ${base.replace(/^wss?:\/\//, '')} ${documentId} ${encodeURIComponent(user)}`;
