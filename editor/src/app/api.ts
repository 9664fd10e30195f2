import type { DocumentList, DocumentSummary, Problem } from '../protocol/index.ts';
import { apiUrl } from './address.ts';

/** The server answered, and refused. The message says what to do. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

/** No answer came: the server is down, or the way to it is. */
export class UnreachableError extends Error {
  constructor(cause: unknown) {
    super('The server can’t be reached.', { cause });
    this.name = 'UnreachableError';
  }
}

/** What stands between here and the server answers with these when the server itself doesn't. */
const GATEWAY_STATUSES: readonly number[] = [502, 503, 504];

const problemOf = async (response: Response): Promise<string> => {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    return problem.detail ?? problem.title ?? response.statusText;
  } catch {
    return response.statusText || `HTTP ${response.status}`;
  }
};

const request = async (method: string, url: URL, body?: object, signal?: AbortSignal): Promise<Response> => {
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      // A change that is made as the page closes still gets there.
      keepalive: method !== 'GET',
      headers: {
        accept: 'application/json, application/problem+json',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    throw new UnreachableError(error);
  }
  if (GATEWAY_STATUSES.includes(response.status)) throw new UnreachableError(await problemOf(response));
  if (!response.ok) throw new ApiError(response.status, await problemOf(response));
  return response;
};

const document = (id: string): URL => apiUrl(`documents/${encodeURIComponent(id)}`);

const PAGE_SIZE = 50;

/** Every call throws `ApiError` or `UnreachableError`. */
export const api = {
  async list({ cursor, deleted }: { cursor: string | null; deleted: boolean }): Promise<DocumentList> {
    const url = apiUrl('documents');
    url.searchParams.set('limit', String(PAGE_SIZE));
    if (cursor !== null) url.searchParams.set('cursor', cursor);
    if (deleted) url.searchParams.set('deleted', 'true');
    return (await request('GET', url)).json() as Promise<DocumentList>;
  },
  /** Those with this in their title, the last changed first. */
  async search(title: string, signal: AbortSignal): Promise<readonly DocumentSummary[]> {
    const url = apiUrl('documents');
    url.searchParams.set('title', title);
    const response = await request('GET', url, undefined, signal);
    return ((await response.json()) as DocumentList).documents;
  },
  /** Those there are of these, in the trash too. */
  async find(ids: readonly string[]): Promise<readonly DocumentSummary[]> {
    const url = apiUrl('documents');
    for (const id of ids) url.searchParams.append('id', id);
    return ((await (await request('GET', url)).json()) as DocumentList).documents;
  },
  async create(): Promise<DocumentSummary> {
    return (await request('POST', apiUrl('documents'), {})).json() as Promise<DocumentSummary>;
  },
  async get(id: string): Promise<DocumentSummary> {
    return (await request('GET', document(id))).json() as Promise<DocumentSummary>;
  },
  async rename(id: string, title: string): Promise<DocumentSummary> {
    return (await request('PATCH', document(id), { title })).json() as Promise<DocumentSummary>;
  },
  async delete(id: string): Promise<void> {
    await request('DELETE', document(id));
  },
  async restore(id: string): Promise<DocumentSummary> {
    return (
      await request('POST', apiUrl(`documents/${encodeURIComponent(id)}/restore`))
    ).json() as Promise<DocumentSummary>;
  },
};
