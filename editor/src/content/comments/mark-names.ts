/*
 * What a thread of comments is about carries a mark with the thread's id, of its own for each thread, so that threads
 * overlap, and two that begin at once don't get in each other's way.
 */

/** Of the marks, as states of a node. */
export const MARK_STATE = 'comment-';
const MARK = `$${MARK_STATE}`;

/** The attribute, or a board's element's key, that marks what a thread is about. */
export const commentMark = (threadId: string): string => MARK + threadId;

export const isCommentMark = (name: string): boolean => name.startsWith(MARK);

/** The threads whose marks are among these names. */
export const threadsMarked = (names: Iterable<string>): readonly string[] => {
  let threads = NONE;
  for (const name of names) if (isCommentMark(name)) threads = [...threads, name.slice(MARK.length)];
  return threads;
};

const NONE: readonly string[] = [];
