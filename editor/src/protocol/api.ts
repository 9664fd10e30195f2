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
}

/** `GET /api/documents?limit=&cursor=` */
export interface DocumentList {
  readonly documents: DocumentSummary[];
  /** The `cursor` of the next page; null at the end. */
  readonly next: string | null;
}

/** `POST /api/documents` */
export interface CreateDocument {
  readonly title?: string;
  readonly kind?: 'document';
}

/** `PATCH /api/documents/:id` */
export interface RenameDocument {
  readonly title: string;
}

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

/** Longest title, in characters. */
export const TITLE_LIMIT = 200;
