/**
 * Where the app is served; ends in `/`. This script is in a folder below it, whatever prefix a proxy puts before the
 * address: nothing of the build knows it.
 */
const base = import.meta.env.PROD
  ? new URL(/* @vite-ignore */ '../', import.meta.url)
  : new URL(import.meta.env.BASE_URL, location.href);

/** A file of the app. */
export const appFile = (name: string): string => new URL(name, base).href;

/** The router's prefix: no slash at the end. */
export const basePath = base.pathname.replace(/\/$/, '');

export const apiUrl = (path: string): URL => new URL(`api/${path}`, base);

/** The service's address, as the client takes it. */
export const serviceUrl = base.href;

/** For the router. */
export const documentPath = (id: string): string => `/d/${encodeURIComponent(id)}`;

/** Where its versions are, for the router. */
export const historyPath = (id: string): string => `${documentPath(id)}/history`;

/** For a link to send. */
export const documentLink = (id: string): string => new URL(`d/${encodeURIComponent(id)}`, base).href;

/** For a link to a block of a document. */
export const blockLink = (id: string, blockId: string): string => `${documentLink(id)}#${encodeURIComponent(blockId)}`;

/** For a link to a thread of comments. */
export const threadLink = (id: string, threadId: string): string => `${documentLink(id)}#comment-${threadId}`;

/** The thread that a page's address names; null where that is something else. */
export const threadIn = (fragment: string | null): string | null =>
  /^comment-([\w-]{8,64})$/.exec(fragment ?? '')?.[1] ?? null;

/** The bytes of a picture or file of a document. */
export const assetUrl = (id: string, hash: string): string =>
  apiUrl(`documents/${encodeURIComponent(id)}/assets/${hash}`).href;
