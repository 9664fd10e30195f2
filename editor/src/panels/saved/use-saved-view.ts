import { useEffect, useState } from 'react';
import type { Connection, Uploads } from '../../client/index.ts';
import { unfinishedWork } from '../../ui/unfinished-work.ts';
import { type SavedView, savedView } from './saved-view.ts';

/** "Saved" has to last so long before it is said, milliseconds: who types sees one "Saving…", not a flicker. */
const SETTLE = 400;
/** "Saving…" that gets nowhere for so long isn't, milliseconds: the server answers and can't store. */
const LATE = 8_000;

export interface Besides {
  readonly uploads: Uploads;
  /** The title, which goes another way than the text. */
  readonly titleUnsaved: boolean;
  /** The text may be changed here. */
  readonly mayWrite: boolean;
}

/** The saved state as the page shows it. Good news late, everything else at once: what is said is never better than the truth. */
export const useSavedView = (connection: Connection, { uploads, titleUnsaved, mayWrite }: Besides): SavedView => {
  const [view, setView] = useState(() => read(connection, { uploads, titleUnsaved, mayWrite }, false));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lateTimer: ReturnType<typeof setTimeout> | undefined;
    let changes = 0;
    let isLate = false;
    /** Each change that is called saved, and of course all of them, begins the wait anew. */
    const watchLateness = (isSaving: boolean): void => {
      const before = changes;
      const { value } = connection.saved;
      changes = value.state === 'saving' ? value.changes : 0;
      if (isSaving && lateTimer !== undefined && changes >= before) return;
      clearTimeout(lateTimer);
      lateTimer = undefined;
      isLate = false;
      if (isSaving)
        lateTimer = setTimeout(() => {
          isLate = true;
          update();
        }, LATE);
    };
    const show = (next: SavedView): void => setView((shown) => (same(shown, next) ? shown : next));
    const update = (): void => {
      const besides = { uploads, titleUnsaved, mayWrite };
      const inTime = read(connection, besides, false);
      // A long text takes its time to be put in, and nothing is late then.
      watchLateness(inTime.label === 'state.saving' && unfinishedWork.value === 0);
      const next = isLate ? read(connection, besides, true) : inTime;
      clearTimeout(timer);
      if (next.tone === 'good') timer = setTimeout(() => show(next), SETTLE);
      else show(next);
    };
    update();
    const stops = [
      connection.saved.subscribe(update),
      uploads.items.subscribe(update),
      connection.role.subscribe(update),
      unfinishedWork.subscribe(update),
    ];
    return () => {
      clearTimeout(timer);
      clearTimeout(lateTimer);
      for (const stop of stops) stop();
    };
  }, [connection, uploads, titleUnsaved, mayWrite]);
  return view;
};

const read = (connection: Connection, { uploads, ...besides }: Besides, isLate: boolean): SavedView =>
  savedView({
    ...besides,
    saved: connection.saved.value,
    uploads: [...uploads.items.value.values()],
    mayComment: connection.role.value === 'commenter',
    isUnfinished: unfinishedWork.value > 0,
    isLate,
  });

const same = (a: SavedView, b: SavedView): boolean => a.tone === b.tone && a.label === b.label && a.count === b.count;
