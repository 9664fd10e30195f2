import type { MessagePort } from 'node:worker_threads';
import type { AccessStore } from '../access-store.ts';
import type { CommentStore } from '../comment-store.ts';
import type { ClientClaim, DocumentMeta, ListPage, ListQuery, NewDocument, NewSnapshot } from '../document-store.ts';
import type { LibraryStore } from '../library-store.ts';
import type { ProgramStore } from '../program-store.ts';
import type { PlainError } from '../threads/plain-error.ts';
import type { ThumbnailStore } from '../thumbnail-store.ts';
import type { VersionStore } from '../version-store.ts';
import type { ConnectionOptions } from './connection.ts';
import type { PackedLog } from './packed-log.ts';
import type { PackedOwners } from './packed-owners.ts';
import type { LoadedSnapshot } from './snapshots.ts';

/** What the thread starts with. Appends have a port of their own, so that they can go before calls that wait. */
export interface ThreadData extends ConnectionOptions {
  readonly appends: MessagePort;
}

export interface PackedDocument {
  readonly meta: DocumentMeta;
  readonly snapshot: LoadedSnapshot | null;
  readonly log: PackedLog;
  readonly owners: PackedOwners;
}

/** The same calls, answered at once. */
export type Immediate<Store> = {
  [Name in keyof Store]: Store[Name] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result
    : never;
};

/** Those of the past that take several transactions. */
type InSteps = 'addVersion' | 'removeVersions';

/** What the thread does when called. */
export interface Operations
  extends Immediate<AccessStore & CommentStore & LibraryStore & ProgramStore & ThumbnailStore>,
    Immediate<Omit<VersionStore, InSteps | 'untrailed'>>,
    Pick<VersionStore, InSteps> {
  untrailed(documentId: string): { readonly seq: number; readonly log: PackedLog } | null;
  create(document: NewDocument): DocumentMeta;
  find(id: string): DocumentMeta | null;
  list(query: ListQuery): ListPage;
  rename(id: string, title: string): DocumentMeta;
  trash(id: string): DocumentMeta;
  restore(id: string): DocumentMeta;
  load(id: string): PackedDocument | null;
  tail(id: string, after: number): PackedLog | null;
  lastSeqs(ids: readonly string[]): Map<string, number | null>;
  clientOwners(id: string): PackedOwners | null;
  claimClients(claims: readonly ClientClaim[]): void;
  compact(id: string, snapshot: NewSnapshot, replaces: number): Promise<boolean>;
  /** One part of a large update, the first where `generation` is null; the update's generation. */
  writePart(generation: number | null, bytes: Uint8Array): number;
  probe(): void;
  close(): Promise<void>;
}

export type Call = {
  [Name in keyof Operations]: { readonly id: number; readonly name: Name; readonly args: Parameters<Operations[Name]> };
}[keyof Operations];

export interface PackedAppends {
  readonly bytes: ArrayBuffer;
  readonly count: number;
}

/** What an append came to where the document refuses it, in the place of a seq. */
export const refusals = { deleted: -1, corrupt: -2, lost: -3, moved: -4 } as const;

/** One a commit: a number for each row, its seq or a refusal, and how long the transaction took. */
export type AppendAnswer =
  | { readonly results: Float64Array; readonly milliseconds: number }
  | { readonly error: PlainError };
