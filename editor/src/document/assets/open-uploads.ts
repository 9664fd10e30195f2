import type { Upload, Uploads } from '../../client/index.ts';
import { OpenWork } from '../../ui/open-work.ts';

/** Sent by nobody, once the page is closed: what is kept waits until the document is opened again in this browser. */
const wouldBreakOff = ({ state, kept }: Upload): boolean => state.at === 'sending' || (state.at === 'waiting' && !kept);

const unfinished = (uploads: Uploads): boolean =>
  [...uploads.items.value.values()].some(({ state }) => state.at !== 'refused');

/** Uploads of this page that are open, those among them that nobody looks at any more but that aren't done yet. */
const open = new OpenWork<Uploads>(({ items }) => [...items.value.values()].some(wouldBreakOff));

const drop = (uploads: Uploads): void => {
  open.delete(uploads);
  void uploads.destroy();
};

/** Counts the uploads in; returns their release, which ends them once they are done. */
export const holdUploads = (uploads: Uploads): (() => void) => {
  open.add(uploads);
  return () => {
    if (!unfinished(uploads)) {
      drop(uploads);
      return;
    }
    const unsubscribe = uploads.items.subscribe(() => {
      if (unfinished(uploads)) return;
      unsubscribe();
      drop(uploads);
    });
  };
};
