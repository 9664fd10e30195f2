import type * as Y from 'yjs';
import type { Comparison, Witness } from './change.ts';
import { compareDocuments } from './compare.ts';
import { compareBoards } from './compare-boards.ts';
import { compareEntries } from './compare-entries.ts';

/** How a document of any kind became another state of itself, and by whom. */
export function compareStates(kind: string, was: Y.Doc, now: Y.Doc, witness: Witness): Comparison {
  if (kind === 'document') return compareDocuments(was, now, witness);
  return kind === 'board' ? compareBoards(was, now, witness) : compareEntries(was, now, witness);
}
