import { hc } from 'hono/client';
import type { Api } from './api/api-routes.ts';

export interface ApiClientOptions {
  /** A user's token, or an API key. */
  readonly token?: string;
}

/**
 * The API's typed client, by Hono: `api.documents[':id'].blocks.$post({ param: { id }, json: { markdown } })`. Paths,
 * bodies and answers are those of the server's own routes.
 */
export const createApiClient = (url: string, { token }: ApiClientOptions = {}) =>
  hc<Api>(
    `${url.replace(/\/$/, '')}/api`,
    token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  );
