import type * as Y from 'yjs';
import { moversBetween } from '../board/index.ts';
import type { Comparison, Witness } from './change.ts';
import { compareDocuments } from './compare.ts';
import { compareEntries } from './compare-entries.ts';

/** How a document of any kind became another state of itself, and by whom. */
export function compareStates(kind: string, was: Y.Doc, now: Y.Doc, witness: Witness): Comparison {
  if (kind === 'document') return compareDocuments(was, now, witness);
  if (kind !== 'board') return compareEntries(was, now, witness);
  return compareEntries(was, now, witness, { map: 'elements', root: 'places', changerOf: moversBetween(was, now) });
}
