import { unusedBoardAssets } from '@cowrite/editor/content/board';
import type { DocumentMeta } from '@cowrite/storage';
import * as Y from 'yjs';
import { MalformedError } from '../sync/byte-reader.ts';
import { NESTED_TOO_DEEP } from '../sync/nesting-bound.ts';
import { type PackedGuard, packGuard } from '../sync/packed-guard.ts';
import { guardUpdate } from '../sync/update-guard.ts';
import { mergeRuns } from '../sync/update-merge.ts';
import { assetHashesIn } from './asset-hashes.ts';
import { IncompleteDocumentError } from './incomplete-document-error.ts';
import { nestingOf } from './nesting.ts';
import { encodeSummary } from './summary.ts';

/** The work that grows with a document, as plain functions; a thread runs them (content-thread.ts). */
export interface ContentTasks {
  /** Where an update's parts lie, so that the room needn't walk it; `MalformedError` where it wouldn't decode. It comes back in one piece. */
  guard(input: { pieces: readonly Uint8Array[] }): PackedGuard;
  /** A snapshot's state and summary from the one before and the updates since, deleted content dropped. */
  compact(input: { state: Uint8Array | null; updates: readonly Uint8Array[] }): Compacted;
  /** What a client at `stateVector` lacks of `state`. */
  diff(input: { state: Uint8Array; stateVector: Uint8Array }): Uint8Array;
  /**
   * How deep types lie in each other in a document, before an update and with it. `MalformedError` where they lie so deep
   * in the update that Yjs can't walk them.
   */
  nesting(input: { state: Uint8Array | null; updates: readonly Uint8Array[]; update: Uint8Array }): Nesting;
  /** Hashes of the assets that a document refers to; `IncompleteDocumentError` as in `compact`. */
  assets(input: {
    kind: DocumentMeta['kind'];
    state: Uint8Array | null;
    updates: readonly Uint8Array[];
  }): ReadonlySet<string>;
}

export interface Compacted {
  readonly state: Uint8Array;
  readonly summary: Uint8Array;
}

export interface Nesting {
  readonly before: number;
  readonly after: number;
}

const load = (state: Uint8Array | null, updates: readonly Uint8Array[]): Y.Doc => {
  const doc = new Y.Doc();
  doc.transact(() => {
    if (state) Y.applyUpdate(doc, state);
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  if (!doc.store.pendingStructs && !doc.store.pendingDs) return doc;
  doc.destroy();
  throw new IncompleteDocumentError('stored updates refer to others that are not stored');
};

export const contentTasks: ContentTasks = {
  guard: ({ pieces: [first = new Uint8Array(), ...rest] }) =>
    packGuard(guardUpdate(rest.length === 0 ? first : new Uint8Array(Buffer.concat([first, ...rest])))),

  compact: ({ state, updates }) => {
    const doc = load(state, mergeRuns(updates.map((each) => guardUpdate(each))));
    const compacted = Y.encodeStateAsUpdate(doc);
    const stateVector = Y.encodeStateVector(doc);
    const nesting = nestingOf(doc);
    doc.destroy();
    const deleteSet = compacted.subarray(guardUpdate(compacted).structsEnd);
    return { state: compacted, summary: encodeSummary({ stateVector, deleteSet, nesting }) };
  },

  nesting: ({ state, updates, update }) => {
    const doc = load(state, updates);
    const before = nestingOf(doc);
    try {
      Y.applyUpdate(doc, update);
    } catch (error) {
      // The stack, large as it is in this thread.
      if (error instanceof RangeError) throw new MalformedError(NESTED_TOO_DEEP);
      throw error;
    }
    const after = nestingOf(doc);
    doc.destroy();
    return { before, after };
  },

  diff: ({ state, stateVector }) => Y.diffUpdate(state, stateVector),

  // A snapshot has nothing deleted in it any more; of updates only putting them together tells what is left.
  assets: ({ kind, state, updates }) => {
    const whole = state && updates.length === 0 ? state : contentTasks.compact({ state, updates }).state;
    const hashes = assetHashesIn(whole);
    if (kind !== 'board' || hashes.size === 0) return hashes;
    // On a board what is deleted is only marked so, for whoever takes it back.
    const doc = load(whole, []);
    for (const hash of unusedBoardAssets(doc)) hashes.delete(hash);
    doc.destroy();
    return hashes;
  },
};
