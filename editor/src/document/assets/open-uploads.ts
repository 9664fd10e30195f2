import type { Upload, Uploads } from '../../client/index.ts';

/** Uploads of this page that are open, those among them that nobody looks at any more but that aren't done yet. */
const open = new Set<Uploads>();

/** Sent by nobody, once the page is closed: what is kept waits until the document is opened again in this browser. */
const wouldBreakOff = ({ state, kept }: Upload): boolean => state.at === 'sending' || (state.at === 'waiting' && !kept);

const unfinished = (uploads: Uploads): boolean =>
  [...uploads.items.value.values()].some(({ state }) => state.at !== 'refused');

const warn = (event: BeforeUnloadEvent): void => {
  if ([...open].some((uploads) => [...uploads.items.value.values()].some(wouldBreakOff))) event.preventDefault();
};

const drop = (uploads: Uploads): void => {
  open.delete(uploads);
  // A listener keeps a page out of the back/forward cache.
  if (open.size === 0) window.removeEventListener('beforeunload', warn);
  void uploads.destroy();
};

/** Counts the uploads in; returns their release, which ends them once they are done. */
export const holdUploads = (uploads: Uploads): (() => void) => {
  if (open.size === 0) window.addEventListener('beforeunload', warn);
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
