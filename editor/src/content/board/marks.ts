import * as Y from 'yjs';
import { commentMark, threadsMarked } from '../comments/mark-names.ts';
import { boardElements } from './schema.ts';

/*
 * What a thread of comments is about on a board: elements with a key of the thread's own. It is written by the server
 * alone. A canvas knows nothing of it: it stays with the element whatever becomes of that, and no copy has it.
 */

/** Marks elements as what a thread is about. False, and nothing is changed, where none of them is there (any more, or yet). */
export const markElements = (doc: Y.Doc, threadId: string, ids: readonly string[]): boolean => {
  const elements = boardElements(doc);
  const found = ids.flatMap((id) => {
    const stored: unknown = elements.get(id);
    return stored instanceof Y.Map && stored.get('isDeleted') !== true ? stored : [];
  });
  const mark = commentMark(threadId);
  doc.transact(() => {
    for (const stored of found) if (stored.get(mark) !== true) stored.set(mark, true);
  });
  return found.length > 0;
};

/** Takes a thread's marks off whatever has them. */
export const unmarkElements = (doc: Y.Doc, threadId: string): void => {
  const mark = commentMark(threadId);
  doc.transact(() => {
    for (const stored of boardElements(doc).values()) if (stored instanceof Y.Map) stored.delete(mark);
  });
};

/** The threads that are about a stored element; none where it is deleted. */
export const threadsOnElement = (stored: unknown): readonly string[] =>
  stored instanceof Y.Map && stored.get('isDeleted') !== true ? threadsMarked(stored.keys()) : [];
