import type {
  AccessInfo,
  CreateLink,
  DocumentList,
  DocumentSummary,
  EnterLink,
  HostEntry,
  LinkEntry,
  LinkInvitation,
  LinkList,
  LinkSummary,
  Problem,
} from '../protocol/index.ts';
import { credentialFor } from './access/credentials.ts';
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
  const credential = credentialFor(documentIn(url));
  try {
    response = await fetch(url, {
      method,
      // A change that is made as the page closes still gets there.
      keepalive: method !== 'GET',
      headers: {
        accept: 'application/json, application/problem+json',
        ...(credential && { authorization: `Bearer ${credential.token}` }),
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

/** The document that a call is about; null for one about all of them. */
const documentIn = (url: URL): string | null => {
  const id = /\/documents\/([^/]+)/.exec(url.pathname.slice(apiUrl('').pathname.length - 1))?.[1];
  return id === undefined ? null : decodeURIComponent(id);
};

const document = (id: string): URL => apiUrl(`documents/${encodeURIComponent(id)}`);

const links = (id: string, link?: string): URL =>
  apiUrl(`documents/${encodeURIComponent(id)}/links${link === undefined ? '' : `/${encodeURIComponent(link)}`}`);

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
  /** How one comes in here. */
  async access(): Promise<AccessInfo> {
    return (await request('GET', apiUrl('access'))).json() as Promise<AccessInfo>;
  },
  /** With the key of whoever hosts the service. */
  async signIn(key: string, as: { name: string; color: string }): Promise<HostEntry> {
    const body = { key, name: as.name, color: as.color };
    return (await request('POST', apiUrl('access'), body)).json() as Promise<HostEntry>;
  },
  async links(id: string): Promise<LinkList> {
    return (await request('GET', links(id))).json() as Promise<LinkList>;
  },
  async addLink(id: string, link: CreateLink): Promise<LinkSummary> {
    return (await request('POST', links(id), link)).json() as Promise<LinkSummary>;
  },
  async changeLink(id: string, link: string, change: Partial<CreateLink>): Promise<LinkSummary> {
    return (await request('PATCH', links(id, link), change)).json() as Promise<LinkSummary>;
  },
  async revokeLink(id: string, link: string): Promise<void> {
    await request('DELETE', links(id, link));
  },
  /** What somebody with this link is invited to. */
  async invitation(link: string): Promise<LinkInvitation> {
    return (await request('GET', apiUrl(`links/${encodeURIComponent(link)}`))).json() as Promise<LinkInvitation>;
  },
  async enterLink(link: string, entry: EnterLink): Promise<LinkEntry> {
    const url = apiUrl(`links/${encodeURIComponent(link)}/enter`);
    return (await request('POST', url, entry)).json() as Promise<LinkEntry>;
  },
};
