import { useSyncExternalStore } from 'react';
import type { Discussion } from '../../client/discussion/index.ts';
import { type Observable, Source } from '../../client/observable.ts';
import { type Draft, keepUnsent, unsentAt } from './unsent.ts';

export type Tab = 'comments' | 'chat';
export const FILTERS = ['open', 'resolved', 'mine', 'mentions'] as const;
export type Filter = (typeof FILTERS)[number];

/** What of a discussion is on the screen. */
export interface DiscussionView {
  /** Null while the panel is closed. */
  readonly tab: Tab | null;
  readonly filter: Filter;
  /** The thread that is looked at, in the panel and in the content. */
  readonly active: string | null;
  readonly draft: Draft | null;
}

/** Where in the content threads are; what shows the content knows. */
export interface ThreadPlaces {
  readonly kind: 'document' | 'board';
  /** Threads that are about something that is there, in the order it is met; null while that isn't known. */
  readonly order: Observable<ReadonlyMap<string, number> | null>;
  /** Brings what a thread is about into view. */
  reveal(threadId: string): void;
}

/** Where the words of a thread are kept that isn't there yet. */
export const NEW = 'new';

const CLOSED: DiscussionView = { tab: null, filter: 'open', active: null, draft: null };
const views = new WeakMap<Discussion, Source<DiscussionView>>();

/** The one view of a discussion, for its panel, its buttons and the content beside it. */
export const viewOf = (discussion: Discussion): Source<DiscussionView> => {
  const known = views.get(discussion);
  if (known) return known;
  const view = new Source(CLOSED);
  views.set(discussion, view);
  return view;
};

export const useDiscussionView = (discussion: Discussion): DiscussionView => {
  const view = viewOf(discussion);
  return useSyncExternalStore(view.subscribe, () => view.value);
};

const change = (discussion: Discussion, changes: Partial<DiscussionView>): void => {
  const view = viewOf(discussion);
  view.set({ ...view.value, ...changes });
};

/** With the new comment that was begun, where one was. */
export const openPanel = (discussion: Discussion, tab: Tab): void => {
  const draft = viewOf(discussion).value.draft ?? unsentAt(discussion, NEW)?.draft ?? null;
  change(discussion, { tab, draft });
};

export const closePanel = (discussion: Discussion): void =>
  change(discussion, { tab: null, active: null, draft: null });

export const togglePanel = (discussion: Discussion, tab: Tab): void =>
  viewOf(discussion).value.tab === tab ? closePanel(discussion) : openPanel(discussion, tab);

export const setFilter = (discussion: Discussion, filter: Filter): void =>
  change(discussion, { filter, active: null, draft: null });

/** Begins to write a comment. */
export const beginDraft = (discussion: Discussion, draft: Draft): void =>
  change(discussion, { tab: 'comments', filter: 'open', active: null, draft });

/** Where its words go is said elsewhere; here they aren't kept. */
export const endDraft = (discussion: Discussion, active: string | null = null): void => {
  keepUnsent(discussion, NEW, null);
  change(discussion, { draft: null, active });
};

/** Looks at a thread, wherever it is listed; null at none. */
export const activate = (discussion: Discussion, threadId: string | null): void => {
  const view = viewOf(discussion).value;
  if (threadId === null) {
    if (view.active !== null) change(discussion, { active: null });
    return;
  }
  const thread = discussion.threads.shown.value.threads.find(({ id }) => id === threadId);
  const isListed = thread !== undefined && (view.filter === 'resolved') === (thread.resolved !== null);
  const filter = isListed ? view.filter : thread?.resolved ? 'resolved' : 'open';
  change(discussion, { tab: 'comments', active: threadId, draft: null, filter });
};
