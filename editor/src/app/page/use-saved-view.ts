import { useEffect, useState } from 'react';
import type { Connection } from '../../client/index.ts';
import { type SavedView, savedView } from './saved-view.ts';

/** "Saved" has to last so long before it is said, milliseconds: who types sees one "Saving…", not a flicker. */
const SETTLE = 400;

interface Besides {
  /** The title, which goes another way than the text. */
  readonly titleUnsaved: boolean;
  /** The role only reads. */
  readonly mayWrite: boolean;
}

/** The saved state as the page shows it. Good news late, everything else at once: what is said is never better than the truth. */
export const useSavedView = (connection: Connection, { titleUnsaved, mayWrite }: Besides): SavedView => {
  const [view, setView] = useState(() => savedView({ saved: connection.saved.value, titleUnsaved, mayWrite }));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (next: SavedView): void => setView((shown) => (same(shown, next) ? shown : next));
    const update = (): void => {
      const next = savedView({ saved: connection.saved.value, titleUnsaved, mayWrite });
      clearTimeout(timer);
      if (next.tone === 'good') timer = setTimeout(() => show(next), SETTLE);
      else show(next);
    };
    update();
    const stop = connection.saved.subscribe(update);
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [connection, titleUnsaved, mayWrite]);
  return view;
};

const same = (a: SavedView, b: SavedView): boolean => a.tone === b.tone && a.label === b.label && a.count === b.count;
