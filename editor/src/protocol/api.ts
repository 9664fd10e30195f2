import type { Role } from './messages.ts';

/** The JSON shapes of `/api`. Times are ISO 8601 in UTC. */

export type DocumentKind = 'document' | 'board' | 'yjs';

export interface DocumentSummary {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly createdAt: string;
  readonly changedAt: string;
  /** Set while the document is in the trash. */
  readonly deletedAt: string | null;
  /** When its thumbnail was made; null where it has none. */
  readonly thumbnailAt: string | null;
}

/** `GET /api/documents?limit=&cursor=&title=`, or `?id=&id=` for those there are of at most 100, in no order. */
export interface DocumentList {
  readonly documents: DocumentSummary[];
  /** The `cursor` of the next page; null at the end. */
  readonly next: string | null;
}

/** `POST /api/documents` */
export interface CreateDocument {
  readonly title?: string;
  readonly kind?: 'document' | 'board';
}

/** `PATCH /api/documents/:id` */
export interface RenameDocument {
  readonly title: string;
}

/** `GET /api/documents/:id/assets`: what may be uploaded there. */
export interface AssetLimits {
  /** Bytes. */
  readonly maxSize: number;
}

/** What `POST /api/documents/:id/assets?name=` answers: the bytes are stored, and belong to the document. */
export interface StoredAsset {
  /** SHA-256 of the bytes, in hexadecimal: their name in `GET /api/documents/:id/assets/:hash`. */
  readonly hash: string;
  /** As it was given, without what could be a path or a disguise. */
  readonly name: string;
  /** The media type that the bytes show, whatever was claimed. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

/** Whether this can be the name of an asset: 64 digits of lower-case hexadecimal. */
export const isAssetHash = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);

/** What every refused call answers (RFC 9457, `application/problem+json`). */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** A sentence that says what to do. */
  readonly detail: string;
}

/** The event that tells open pages of a document that its title changed; its data is null. */
export const RENAMED_EVENT = 'renamed';

/** The event that tells open pages of a document that an asset is there now; its data is the hash. */
export const ASSET_EVENT = 'asset';

/** Longest title, in characters. */
export const TITLE_LIMIT = 200;

/** `GET /api/access`: how one comes in here. */
export interface AccessInfo {
  /** Everybody on this machine may do everything. */
  readonly open: boolean;
  /** Share links can be made. */
  readonly links: boolean;
}

/** `POST /api/access` with `{key}`, the key of whoever hosts the service, and the name and colour they go by. */
export interface HostEntry {
  readonly token: string;
  readonly expiresAt: string;
}

/** A share link, for the owners of its document. Its address is `/s/<id>`. */
export interface LinkSummary {
  readonly id: string;
  /** The address of its page. */
  readonly url: string;
  readonly role: Role;
  readonly label: string;
  readonly hasPassword: boolean;
  readonly createdAt: string;
  /** Null for one that lasts. */
  readonly expiresAt: string | null;
}

/** `GET /api/documents/:id/links` */
export interface LinkList {
  readonly links: LinkSummary[];
}

/** `POST /api/documents/:id/links`; `PATCH /api/documents/:id/links/:link` takes any of these. */
export interface CreateLink {
  readonly role: Role;
  readonly label?: string;
  readonly password?: string | null;
  readonly expiresAt?: string | null;
}

/** `GET /api/links/:link`: what somebody was invited to. */
export interface LinkInvitation {
  readonly role: Role;
  readonly needsPassword: boolean;
  /** Null where a password comes first. */
  readonly title: string | null;
}

/** `POST /api/links/:link/enter` */
export interface EnterLink {
  readonly name: string;
  /** `#rrggbb` */
  readonly color?: string;
  readonly password?: string;
  /** The `guest` of an earlier answer: the same person again. */
  readonly guest?: string;
}

/** Its answer. */
export interface LinkEntry {
  readonly documentId: string;
  readonly token: string;
  readonly guest: string;
  readonly expiresAt: string;
}

/** The media type of a state or an update in Yjs' V1 encoding. */
export const YJS_TYPE = 'application/vnd.yjs-update';

/** Header of `POST /sync/:documentId/http`: the subprotocols offered. Scripts can't set a WebSocket's own. */
export const PROTOCOLS_HEADER = 'x-cowrite-protocols';

/** Its answer: a session by HTTP, or why there is none, as a WebSocket would be closed. */
export type HttpSessionAnswer = { readonly session: string } | { readonly code: number; readonly reason: string };

/** A piece of text, and what of it matches: pairs of start and end, in UTF-16 units, in order. */
export interface Excerpt {
  readonly text: string;
  readonly marks: readonly (readonly [start: number, end: number])[];
}

/** `GET /api/search?q=`: documents that have every word of the query, best first. */
export interface SearchResults {
  readonly results: readonly SearchResult[];
  /** Hand it back as `cursor` for the following results; null at the end. */
  readonly next: string | null;
}

export interface SearchResult {
  readonly document: DocumentSummary;
  /** The title as it is indexed, at most some seconds old. */
  readonly title: Excerpt;
  /** The lines of the text that say most; none where the words stand in the title alone. */
  readonly lines: readonly Excerpt[];
}

/** Characters that a query for `/api/search` may have. */
export const QUERY_LIMIT = 200;

/** Characters that a tag may have, and tags that a document may. */
export const TAG_LIMIT = 40;
export const TAGS_LIMIT = 20;

/** What a document's place in the order of documents is: tags and template for everybody, favourite for who asks. */
export interface DocumentMarks {
  readonly documentId: string;
  readonly tags: readonly string[];
  readonly template: boolean;
  readonly favourite: boolean;
}

/** `GET /api/library/marks?id=…` */
export interface LibraryMarks {
  readonly marks: readonly DocumentMarks[];
}

/** `GET /api/library/tags`: those of documents that aren't in the trash, in alphabetical order. */
export interface LibraryTags {
  readonly tags: readonly { readonly tag: string; readonly documents: number }[];
}
/** What a live value may be. */
export type LiveValueContent = number | string | boolean;

/** A live value of a document, as it is now. */
export interface LiveValue {
  readonly value: LiveValueContent;
  readonly at: string;
  /** Seconds after which it is to be shown as out of date; null for never. */
  readonly staleAfter: number | null;
  /** Numbers it was lately, as milliseconds since 1970 and value, oldest first. */
  readonly recent: [number, number][];
}

/** `GET /api/documents/:id/values`: those it has, by their keys. */
export interface LiveValues {
  readonly values: Readonly<Record<string, LiveValue>>;
}

/** The event that tells a page that opens, or comes back, of a document's live values; its data is `LiveValues`. */
export const ALL_VALUES_EVENT = 'all-values';

/** The event that tells open pages of those that changed; its data is `LiveValueChanges`, with null for one removed. */
export const VALUES_EVENT = 'values';
export type LiveValueChanges = Readonly<Record<string, Omit<LiveValue, 'recent'> | null>>;

/** Whether this can be the key of a live value. */
export const isValueKey = (text: unknown): text is string =>
  typeof text === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text);
