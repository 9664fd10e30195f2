import type { ThreadSummary } from '../../protocol/index.ts';
import type { Filter } from './discussion-view.ts';

type Read = Readonly<Record<string, number>>;

/** Whether others have said something in a thread that somebody hasn't read. */
export const isUnread = (thread: ThreadSummary, read: Read, self: string): boolean =>
  thread.comments.some(
    ({ author, seq, deletedAt }) => author.id !== self && deletedAt === null && seq > (read[thread.id] ?? 0),
  );

export const countUnread = (threads: readonly ThreadSummary[], read: Read, self: string): number =>
  threads.filter((thread) => thread.resolved === null && isUnread(thread, read, self)).length;

export const mentions = (thread: ThreadSummary, self: string): boolean =>
  thread.comments.some((comment) => comment.mentions.some(({ id }) => id === self));

const takesPart = (thread: ThreadSummary, self: string): boolean =>
  thread.comments.some(({ author, deletedAt }) => author.id === self && deletedAt === null);

export const passes = (thread: ThreadSummary, filter: Filter, self: string): boolean => {
  if (filter === 'open') return thread.resolved === null;
  if (filter === 'resolved') return thread.resolved !== null;
  return filter === 'mine' ? takesPart(thread, self) : mentions(thread, self);
};

/** By where they are in the content; those that are nowhere in it come last, the newest first. */
export const inOrder = (
  threads: readonly ThreadSummary[],
  order: ReadonlyMap<string, number> | null,
): readonly ThreadSummary[] =>
  threads
    .map((thread, index) => ({ thread, index }))
    .sort((a, b) => {
      const [left, right] = [order?.get(a.thread.id), order?.get(b.thread.id)];
      if (left !== undefined && right !== undefined) return left - right || a.index - b.index;
      if (left === undefined && right === undefined) return b.index - a.index;
      return left === undefined ? 1 : -1;
    })
    .map(({ thread }) => thread);

/** Whether what a thread is about has been deleted. */
export const isOrphan = ({ id, target }: ThreadSummary, order: ReadonlyMap<string, number> | null): boolean =>
  order !== null && target.kind !== 'document' && !order.has(id);
