import { compareStates, copiedState } from '@cowrite/editor/content/history';
import type { PersonSummary, VersionChanges } from '@cowrite/editor/protocol';
import type { Author, DocumentKind, VersionPiece } from '@cowrite/storage';
import * as Y from 'yjs';
import { assetHashesIn } from '../content/asset-hashes.ts';
import { documentTasks, type WriteRequest } from '../content/documents/document-tasks.ts';
import { HydratedDocument } from '../content/documents/hydrated-document.ts';
import { IncompleteDocumentError } from '../content/incomplete-document-error.ts';
import { type PackedRows, unpackRows } from './packed-rows.ts';
import { cutState, joinState } from './pieces.ts';
import { TrailRecord } from './trail.ts';

/** A document as a snapshot and what was written since. */
export interface StoredContent {
  readonly state: Uint8Array | null;
  readonly rows: PackedRows;
}

/** One side of a comparison: a version's pieces, or the document as it is. */
export type Side = { readonly pieces: readonly Uint8Array[] } | StoredContent;

export interface TrailInput {
  readonly trails: readonly Uint8Array[];
  /** What no trail covers yet. */
  readonly rows: PackedRows;
}

export interface TrailMade {
  readonly authors: readonly Author[];
  readonly bytes: Uint8Array;
}

export interface VersionMade {
  readonly pieces: readonly VersionPiece[];
  readonly assets: readonly string[];
  readonly trail: TrailMade;
}

export interface CompareInput {
  readonly kind: DocumentKind;
  readonly was: Side;
  readonly now: Side;
  /** Trails of what lies between, and before. */
  readonly trails: TrailInput;
  /** Whose clientIDs are, as the store knows. */
  readonly owners: readonly (readonly [client: number, user: string])[];
  /** What anybody who may have written is called. */
  readonly people: readonly PersonSummary[];
}

/** Who wrote under a clientID, and when last, milliseconds; null where the time isn't known. */
export type ClientDeeds = readonly [client: number, user: string, at: number | null];

/** The work that versions take, as plain functions; a thread of its own runs them. */
export interface HistoryTasks {
  version(input: { content: StoredContent; trails: TrailInput }): VersionMade;
  trail(input: TrailInput): TrailMade;
  /** `VersionChanges` as JSON: it may have megabytes, which would hold the main thread up. */
  compare(input: CompareInput): Uint8Array;
  /** A version's state, written anew by one client. */
  copy(input: { pieces: readonly Uint8Array[] }): Uint8Array;
  /** A version's state as it was. */
  state(input: { pieces: readonly Uint8Array[] }): Uint8Array;
  /** A version as a file. */
  write(input: { pieces: readonly Uint8Array[]; kind: DocumentKind; request: WriteRequest }): string;
  authors(input: TrailInput): readonly ClientDeeds[];
}

const together = ({ trails, rows }: TrailInput): TrailRecord => TrailRecord.together(trails, unpackRows(rows));

const made = (trail: TrailRecord): TrailMade => ({ authors: trail.authors, bytes: trail.encode() });

const docOf = (side: Side): Y.Doc => {
  const doc = new Y.Doc();
  doc.transact(() => {
    if ('pieces' in side) Y.applyUpdate(doc, joinState(side.pieces));
    else {
      if (side.state) Y.applyUpdate(doc, side.state);
      for (const { update } of unpackRows(side.rows)) Y.applyUpdate(doc, update);
    }
  });
  if (!doc.store.pendingStructs && !doc.store.pendingDs) return doc;
  throw new IncompleteDocumentError('stored updates refer to others that are not stored');
};

export const historyTasks: HistoryTasks = {
  version: ({ content, trails }) => {
    const doc = docOf(content);
    const state = Y.encodeStateAsUpdate(doc);
    doc.destroy();
    const { hashes, pieces } = cutState(state);
    return {
      pieces: pieces.map((bytes, i) => ({ hash: hashes[i] ?? new Uint8Array(), bytes })),
      assets: [...assetHashesIn(state)],
      trail: made(together(trails)),
    };
  },

  trail: (input) => made(together(input)),

  compare: ({ kind, was, now, trails, owners, people }) => {
    const trail = together(trails);
    const known = new Map(owners);
    const { clients } = trail;
    const { changes, marked } = compareStates(kind, docOf(was), docOf(now), {
      ownerOf: (client) => known.get(client) ?? clients.get(client)?.user ?? null,
      removerOf: trail.removers(),
    });
    const named = new Set(changes.flatMap(({ by }) => by));
    const told: VersionChanges = {
      changes,
      people: people.filter(({ id }) => named.has(id)),
      marked: marked && Buffer.from(marked).toString('base64'),
    };
    return new Uint8Array(Buffer.from(JSON.stringify(told)));
  },

  copy: ({ pieces }) => copiedState(docOf({ pieces })),
  state: ({ pieces }) => joinState(pieces),

  write: ({ pieces, kind, request }) => {
    const document = new HydratedDocument(kind);
    try {
      document.apply([joinState(pieces)]);
      return documentTasks.write(document, request);
    } finally {
      document.close();
    }
  },

  authors: (input) =>
    [...together(input).clients].flatMap(([client, { user, at }]): ClientDeeds[] =>
      user === null ? [] : [[client, user, at]],
    ),
};
