/** The JSON shapes of a document's past, under `/api/documents/:id`. Times are ISO 8601 in UTC. */

/** How somebody is shown. */
export interface PersonSummary {
  readonly id: string;
  readonly name: string;
  readonly color: string | null;
  readonly picture: string | null;
}

/** How much somebody wrote and deleted, in characters or so. */
export interface VersionAuthor {
  /** Null where nobody is told apart. */
  readonly person: string | null;
  readonly inserted: number;
  readonly deleted: number;
}

/** Why a version was made: after a session, in a long one, since somebody named it, before another was restored. */
export type VersionCause = 'busy' | 'named' | 'quiet' | 'restore';

export interface VersionSummary {
  readonly id: string;
  /** When it was written last. */
  readonly at: string;
  /** Null for one that was made by itself. */
  readonly name: string | null;
  readonly cause: VersionCause;
  readonly createdBy: string | null;
  /** Bytes. */
  readonly size: number;
  /** Who wrote since the version that is listed after it, who wrote most first. */
  readonly authors: readonly VersionAuthor[];
}

/** `GET /api/documents/:id/versions?limit=&cursor=&named=true`, newest first. */
export interface VersionList {
  readonly versions: VersionSummary[];
  readonly next: string | null;
  /** Who wrote since the newest of them, on the first page. */
  readonly since: readonly VersionAuthor[];
  /** Whoever of them is known by name. */
  readonly people: readonly PersonSummary[];
}

/** `POST /api/documents/:id/versions` names the present; `PATCH /api/documents/:id/versions/:version` a version, or null no longer. */
export interface NameVersion {
  readonly name: string | null;
}

/** Longest name of a version, in characters. */
export const VERSION_NAME_LIMIT = 100;

/** What `POST /api/documents/:id/versions/:version/restore` answers. */
export interface RestoredVersion {
  /** What was there before: restoring it takes the restoring back. Null where there was nothing. */
  readonly saved: string | null;
}

/** One place at which two states differ. */
export interface VersionChange {
  readonly kinds: readonly ('inserted' | 'removed' | 'restyled' | 'changed' | 'moved')[];
  readonly by: readonly (string | null)[];
  /** The beginning of what came, and of what went. */
  readonly inserted: string;
  readonly removed: string;
  /** Names of what was changed that isn't words. */
  readonly about: readonly string[];
}

/**
 * `GET /api/documents/:id/versions/:version/changes?since=`, where either may be `now`, and `since` may be left out for
 * all there is, from nothing on.
 */
export interface VersionChanges {
  readonly changes: readonly VersionChange[];
  readonly people: readonly PersonSummary[];
  /** A document, as a Yjs update in base64, that shows both states and marks what differs; null for other kinds. */
  readonly marked: string | null;
}

/** `GET /api/documents/:id/authors`: who wrote under which clientID, so that any piece of text says whose it is. */
export interface DocumentAuthors {
  readonly clients: readonly { readonly client: number; readonly person: string; readonly at: string | null }[];
  readonly people: readonly PersonSummary[];
}
