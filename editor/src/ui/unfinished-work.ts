import { type Observable, Source } from '../client/observable.ts';

/** How many pieces of work there are that leaving the page would break off. */
const count = new Source(0);

export const unfinishedWork: Observable<number> = count;

const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

/** Has the page wait for a piece of work, and the browser ask before it is closed; returns what ends that, once. */
export const holdPage = (): (() => void) => {
  // Only while there is something: a listener keeps a page out of the back/forward cache.
  if (count.value === 0) window.addEventListener('beforeunload', warn);
  count.set(count.value + 1);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    count.set(count.value - 1);
    if (count.value === 0) window.removeEventListener('beforeunload', warn);
  };
};
