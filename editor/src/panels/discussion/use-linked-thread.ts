import { useEffect } from 'react';
import type { Discussion } from '../../client/discussion/index.ts';
import { activate, type ThreadPlaces } from './discussion-view.ts';

interface LinkedThread {
  /** Null where no link led to one. */
  readonly linked: string | null;
  readonly discussion: Discussion | null;
  readonly places: ThreadPlaces | null;
}

/** Opens the thread that a link led to, once it is there. */
export const useLinkedThread = ({ linked, discussion, places }: LinkedThread): void => {
  useEffect(() => {
    if (linked === null || places === null || discussion === null) return undefined;
    let isShown = false;
    const look = (): void => {
      if (isShown || discussion.threads.loading.value.state !== 'ready') return;
      const thread = discussion.threads.shown.value.threads.find(({ id }) => id === linked);
      // What it is about may come later than the thread.
      if (thread && thread.target.kind !== 'document' && places.order.value?.has(linked) !== true) {
        activate(discussion, linked);
        return;
      }
      isShown = true;
      stop();
      activate(discussion, linked);
      requestAnimationFrame(() => places.reveal(linked));
    };
    const stops = [discussion.threads.loading.subscribe(look), places.order.subscribe(look)];
    const stop = (): void => {
      for (const each of stops) each();
    };
    look();
    return stop;
  }, [linked, discussion, places]);
};
