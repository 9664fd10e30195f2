import type {
  AccessInfo,
  CreateLink,
  DocumentList,
  DocumentMarks,
  DocumentSummary,
  EnterLink,
  HostEntry,
  LibraryMarks,
  LibraryTags,
  LinkEntry,
  LinkInvitation,
  LinkList,
  LinkSummary,
  Problem,
  SearchResults,
} from '../protocol/index.ts';
import { credentialFor } from './access/credentials.ts';
import { apiUrl } from './address.ts';
import type { MarkChange } from './library/mark-change.ts';
import type { Shelf } from './library/shelves.ts';

/** The server answered, and refused. The message says what to do. */
export class ApiError extends Error {
  readonly status: number;
  /** Milliseconds after which it can be tried again, where the server said so. */
  readonly retryAfter: number | null;

  constructor(status: number, message: string, retryAfter: number | null = null) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** Nobody, or somebody else, is signed in here: a link or a key would help. */
export const isAccessDenied = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 401 || error.status === 403);

export const KEY_SCOPES = ['read', 'comment', 'write', 'manage', 'values'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** A key for programs, without what it is. */
export interface ApiKeySummary {
  readonly id: string;
  readonly label: string;
  readonly documents: string;
  readonly scopes: readonly string[];
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

interface NewApiKey {
  readonly label: string;
  readonly scopes: readonly KeyScope[];
  readonly documents: string;
  readonly expiresAt: string | null;
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

/** Milliseconds; null where it isn't said in seconds, as this service says it. */
const retryAfterOf = ({ headers }: Response): number | null => {
  const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10);
  return seconds >= 0 ? seconds * 1000 : null;
};

interface Target {
  readonly url: URL;
  /** The document that the call is about; null for one about all of them, or none. */
  readonly documentId: string | null;
}

const toService = (path: string): Target => ({ url: apiUrl(path), documentId: null });

const toDocument = (id: string, path = ''): Target => ({
  url: apiUrl(`documents/${encodeURIComponent(id)}${path}`),
  documentId: id,
});

const toLinks = (id: string, link?: string): Target =>
  toDocument(id, link === undefined ? '/links' : `/links/${encodeURIComponent(link)}`);

interface CallOptions {
  readonly signal?: AbortSignal;
  /** The type of the answer; JSON unless told. */
  readonly accept?: string;
}

const request = async (
  method: string,
  { url, documentId }: Target,
  body?: object | Blob,
  { signal, accept = 'application/json' }: CallOptions = {},
): Promise<Response> => {
  let response: Response;
  const credential = credentialFor(documentId);
  try {
    response = await fetch(url, {
      method,
      // A change that is made as the page closes still gets there.
      keepalive: method !== 'GET',
      headers: {
        accept: `${accept}, application/problem+json`,
        ...(credential && { authorization: `Bearer ${credential.token}` }),
        ...(body && { 'content-type': body instanceof Blob ? body.type : 'application/json' }),
      },
      ...(body && { body: body instanceof Blob ? body : JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    throw new UnreachableError(error);
  }
  if (GATEWAY_STATUSES.includes(response.status)) throw new UnreachableError(await problemOf(response));
  if (!response.ok) throw new ApiError(response.status, await problemOf(response), retryAfterOf(response));
  return response;
};

/** A call about a document; `path` is what follows its address. Throws `ApiError` or `UnreachableError`. */
export const callDocument = (
  method: string,
  id: string,
  path: string,
  body?: object,
  options?: CallOptions,
): Promise<Response> => request(method, toDocument(id, path), body, options);

const PAGE_SIZE = 50;

/** Every call throws `ApiError` or `UnreachableError`. */
export const api = {
  async list({ cursor, deleted }: { cursor: string | null; deleted: boolean }): Promise<DocumentList> {
    const target = toService('documents');
    target.url.searchParams.set('limit', String(PAGE_SIZE));
    if (cursor !== null) target.url.searchParams.set('cursor', cursor);
    if (deleted) target.url.searchParams.set('deleted', 'true');
    return (await request('GET', target)).json() as Promise<DocumentList>;
  },
  /** Those with this in their title, the last changed first. */
  async search(title: string, signal: AbortSignal): Promise<readonly DocumentSummary[]> {
    const target = toService('documents');
    target.url.searchParams.set('title', title);
    const response = await request('GET', target, undefined, { signal });
    return ((await response.json()) as DocumentList).documents;
  },
  /** Those there are of these, in the trash too. */
  async find(ids: readonly string[]): Promise<readonly DocumentSummary[]> {
    const target = toService('documents');
    for (const id of ids) target.url.searchParams.append('id', id);
    return ((await (await request('GET', target)).json()) as DocumentList).documents;
  },
  /** What lies on a shelf of Home. */
  async shelf(shelf: Shelf, cursor: string | null): Promise<DocumentList> {
    const target = toService('library');
    target.url.searchParams.set('shelf', shelf.name);
    if (shelf.name === 'tag') target.url.searchParams.set('tag', shelf.tag);
    if (cursor !== null) target.url.searchParams.set('cursor', cursor);
    return (await request('GET', target)).json() as Promise<DocumentList>;
  },
  async tags(): Promise<LibraryTags['tags']> {
    return ((await (await request('GET', toService('library/tags'))).json()) as LibraryTags).tags;
  },
  async listedMarks(ids: readonly string[]): Promise<readonly DocumentMarks[]> {
    const target = toService('library/marks');
    for (const id of ids) target.url.searchParams.append('id', id);
    return ((await (await request('GET', target)).json()) as LibraryMarks).marks;
  },
  async marks(id: string): Promise<DocumentMarks> {
    return (await request('GET', toDocument(id, '/marks'))).json() as Promise<DocumentMarks>;
  },
  /** Changes one of a document's marks. */
  async mark(id: string, change: MarkChange): Promise<void> {
    if ('tags' in change) await request('PUT', toDocument(id, '/tags'), { tags: change.tags });
    else if ('favourite' in change) await request(change.favourite ? 'PUT' : 'DELETE', toDocument(id, '/favourite'));
    else await request(change.template ? 'PUT' : 'DELETE', toDocument(id, '/template'));
  },
  /** The document is opened. */
  async visit(id: string): Promise<void> {
    await request('PUT', toDocument(id, '/visit'));
  },
  async duplicate(id: string, title: string): Promise<DocumentSummary> {
    return (await request('POST', toDocument(id, '/duplicate'), { title })).json() as Promise<DocumentSummary>;
  },
  /** Makes a document that begins with this. */
  async createFrom(begin: { title: string; markdown: string }): Promise<DocumentSummary> {
    return (await request('POST', toService('documents'), begin)).json() as Promise<DocumentSummary>;
  },
  /** Documents with these words in title and text, best first. */
  async searchTexts(query: string, cursor: string | null, signal: AbortSignal): Promise<SearchResults> {
    const target = toService('search');
    target.url.searchParams.set('q', query);
    if (cursor !== null) target.url.searchParams.set('cursor', cursor);
    return (await request('GET', target, undefined, { signal })).json() as Promise<SearchResults>;
  },
  async create(kind: 'document' | 'board' = 'document'): Promise<DocumentSummary> {
    return (await request('POST', toService('documents'), { kind })).json() as Promise<DocumentSummary>;
  },
  async get(id: string): Promise<DocumentSummary> {
    return (await request('GET', toDocument(id))).json() as Promise<DocumentSummary>;
  },
  async rename(id: string, title: string): Promise<DocumentSummary> {
    return (await request('PATCH', toDocument(id), { title })).json() as Promise<DocumentSummary>;
  },
  /** A small picture of it. */
  async thumbnail(id: string, signal: AbortSignal): Promise<Blob> {
    return (await request('GET', toDocument(id, '/thumbnail'), undefined, { signal })).blob();
  },
  async putThumbnail(id: string, picture: Blob): Promise<void> {
    await request('PUT', toDocument(id, '/thumbnail'), picture);
  },
  async delete(id: string): Promise<void> {
    await request('DELETE', toDocument(id));
  },
  async restore(id: string): Promise<DocumentSummary> {
    return (await request('POST', toDocument(id, '/restore'))).json() as Promise<DocumentSummary>;
  },
  /** How one comes in here. */
  async access(): Promise<AccessInfo> {
    return (await request('GET', toService('access'))).json() as Promise<AccessInfo>;
  },
  /** With the key of whoever hosts the service. */
  async signIn(key: string, as: { name: string; color: string }): Promise<HostEntry> {
    const body = { key, name: as.name, color: as.color };
    return (await request('POST', toService('access'), body)).json() as Promise<HostEntry>;
  },
  async links(id: string): Promise<LinkList> {
    return (await request('GET', toLinks(id))).json() as Promise<LinkList>;
  },
  async addLink(id: string, link: CreateLink): Promise<LinkSummary> {
    return (await request('POST', toLinks(id), link)).json() as Promise<LinkSummary>;
  },
  async changeLink(id: string, link: string, change: Partial<CreateLink>): Promise<LinkSummary> {
    return (await request('PATCH', toLinks(id, link), change)).json() as Promise<LinkSummary>;
  },
  async revokeLink(id: string, link: string): Promise<void> {
    await request('DELETE', toLinks(id, link));
  },
  async keys(): Promise<readonly ApiKeySummary[]> {
    const { keys } = (await (await request('GET', toService('keys'))).json()) as { keys: ApiKeySummary[] };
    return keys;
  },
  /** Its `key` is told this once. */
  async addKey(key: NewApiKey): Promise<ApiKeySummary & { readonly key: string }> {
    return (await request('POST', toService('keys'), key)).json() as Promise<ApiKeySummary & { key: string }>;
  },
  async revokeKey(id: string): Promise<void> {
    await request('DELETE', toService(`keys/${encodeURIComponent(id)}`));
  },
  /** What somebody with this link is invited to. */
  async invitation(link: string): Promise<LinkInvitation> {
    return (await request('GET', toService(`links/${encodeURIComponent(link)}`))).json() as Promise<LinkInvitation>;
  },
  async enterLink(link: string, entry: EnterLink): Promise<LinkEntry> {
    const target = toService(`links/${encodeURIComponent(link)}/enter`);
    return (await request('POST', target, entry)).json() as Promise<LinkEntry>;
  },
};
