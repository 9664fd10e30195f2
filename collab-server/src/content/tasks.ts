import * as Y from 'yjs';
import { type GuardedUpdate, guardUpdate } from '../sync/update-guard.ts';
import { mergeRuns } from '../sync/update-merge.ts';
import { assetHashesIn } from './asset-hashes.ts';
import { encodeSummary } from './summary.ts';

/** The work that grows with a document, as plain functions; a thread runs them (content-thread.ts). */
export interface ContentTasks {
  /** Where an update's parts lie, so that the room needn't walk it; `MalformedError` where it wouldn't decode. */
  guard(input: { update: Uint8Array }): GuardedUpdate;
  /** A snapshot's state and summary from the one before and the updates since, deleted content dropped. */
  compact(input: { state: Uint8Array | null; updates: readonly Uint8Array[] }): Compacted;
  /** What a client at `stateVector` lacks of `state`. */
  diff(input: { state: Uint8Array; stateVector: Uint8Array }): Uint8Array;
  /** Hashes of the assets that a document refers to; `IncompleteDocumentError` as in `compact`. */
  assets(input: { state: Uint8Array | null; updates: readonly Uint8Array[] }): ReadonlySet<string>;
}

export interface Compacted {
  readonly state: Uint8Array;
  readonly summary: Uint8Array;
}

/** The stored updates don't add up to a document: something they build on is missing. */
export class IncompleteDocumentError extends Error {
  override readonly name = 'IncompleteDocumentError';
}

export const contentTasks: ContentTasks = {
  guard: ({ update }) => guardUpdate(update),

  compact: ({ state, updates }) => {
    const doc = new Y.Doc();
    doc.transact(() => {
      if (state) Y.applyUpdate(doc, state);
      for (const update of mergeRuns(updates.map((each) => guardUpdate(each)))) Y.applyUpdate(doc, update);
    });
    if (doc.store.pendingStructs || doc.store.pendingDs) {
      doc.destroy();
      throw new IncompleteDocumentError('stored updates refer to others that are not stored');
    }
    const compacted = Y.encodeStateAsUpdate(doc);
    const stateVector = Y.encodeStateVector(doc);
    doc.destroy();
    const deleteSet = compacted.subarray(guardUpdate(compacted).structsEnd);
    return { state: compacted, summary: encodeSummary({ stateVector, deleteSet }) };
  },

  diff: ({ state, stateVector }) => Y.diffUpdate(state, stateVector),

  // A snapshot has nothing deleted in it any more; of updates only putting them together tells what is left.
  assets: ({ state, updates }) =>
    assetHashesIn(state && updates.length === 0 ? state : contentTasks.compact({ state, updates }).state),
};
