import { useCallback, useState } from 'react';
import type { Discussion, Words } from '../../client/discussion/index.ts';
import type { NewCommentTarget } from '../../protocol/index.ts';

const PREFIX = 'cowrite.unsent.';

/** A thread that somebody is about to begin. */
export interface Draft {
  readonly target: NewCommentTarget;
  readonly quote: string;
}

/** Words that were begun and not sent. A tab keeps them while it is open: a panel that was closed and a page that was loaded again have them. */
export interface Unsent extends Words {
  /** What a new comment is about; null for words with a place of their own. */
  readonly draft: Draft | null;
}

/** What was begun at a place: `chat`, `new`, or a thread's id. */
export const unsentAt = (discussion: Discussion, place: string): Unsent | null => {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(discussion, place)) ?? 'null');
    return isUnsent(kept) ? kept : null;
  } catch {
    // Blocked, or another's.
    return null;
  }
};

/** Null forgets it. */
export const keepUnsent = (discussion: Discussion, place: string, unsent: Unsent | null): void => {
  try {
    if (unsent === null) sessionStorage.removeItem(keyOf(discussion, place));
    else sessionStorage.setItem(keyOf(discussion, place), JSON.stringify(unsent));
  } catch {
    // Blocked or full: the words last as long as their field.
  }
};

/** What was begun at a place when its field came, whether something is, and how to note it. */
export const useUnsent = (discussion: Discussion, place: string, draft: Draft | null = null) => {
  const [initial] = useState(() => unsentAt(discussion, place));
  const [isBegun, setBegun] = useState(initial !== null);
  const keep = useCallback(
    (words: Words) => {
      const isEmpty = words.text.trim() === '';
      setBegun(!isEmpty);
      keepUnsent(discussion, place, isEmpty ? null : { ...words, draft });
    },
    [discussion, place, draft],
  );
  return { initial, isBegun, keep };
};

const keyOf = ({ subject }: Discussion, place: string): string => `${PREFIX}${subject} ${place}`;

const isUnsent = (kept: unknown): kept is Unsent =>
  typeof kept === 'object' &&
  kept !== null &&
  'text' in kept &&
  typeof kept.text === 'string' &&
  'mentions' in kept &&
  Array.isArray(kept.mentions) &&
  'draft' in kept;
