import { type Observable, Source } from '../client/observable.ts';
import { OpenWork } from './open-work.ts';

const open = new OpenWork<object>(() => true);
const count = new Source(0);

/** How many pieces of work there are that leaving the page would break off. */
export const unfinishedWork: Observable<number> = count;

/** Has the page wait for a piece of work, and the browser ask before it is closed; returns what ends that, once. */
export const holdPage = (): (() => void) => {
  const work = {};
  open.add(work);
  count.set(count.value + 1);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    open.delete(work);
    count.set(count.value - 1);
  };
};
