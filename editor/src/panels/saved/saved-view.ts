import type { Saved, Upload } from '../../client/index.ts';

/** How sure the writer may be, worst last. */
type SavedTone = 'quiet' | 'good' | 'busy' | 'warning' | 'danger';

/** What the page shows of the saved state: keys of the sentences, and how loud. */
export interface SavedView {
  readonly tone: SavedTone;
  readonly label:
    | 'state.loading'
    | 'state.saving'
    | 'state.late'
    | 'state.saved'
    | 'state.uploading'
    | 'state.offline'
    | 'state.offlineChanges'
    | 'state.offlineUnkept'
    | 'state.refused'
    | 'state.closed'
    | 'state.commentOnly'
    | 'state.readOnly';
  readonly hint:
    | 'state.savingHint'
    | 'state.lateHint'
    | 'state.savedHint'
    | 'state.uploadingHint'
    | 'state.offlineHint'
    | 'state.unkeptHint'
    | 'state.commentOnlyHint'
    | 'state.readOnlyHint'
    | null;
  readonly count: number;
}

interface SavedFacts {
  readonly saved: Saved;
  /** Pictures and files on their way. */
  readonly uploads: readonly Upload[];
  /** The title, which goes another way than the text. */
  readonly titleUnsaved: boolean;
  /** The text may be changed here. */
  readonly mayWrite: boolean;
  /** Where it may not: it may be commented on. */
  readonly mayComment: boolean;
  /** Something that was asked for isn't all in the text yet. */
  readonly isUnfinished: boolean;
  /** Nothing was called saved for longer than it should take. */
  readonly isLate: boolean;
}

const SAVING: SavedView = { tone: 'busy', label: 'state.saving', hint: 'state.savingHint', count: 0 };
const LATE: SavedView = { tone: 'warning', label: 'state.late', hint: 'state.lateHint', count: 0 };

/** One line that is true of text, title and files together. */
export const savedView = (facts: SavedFacts): SavedView => {
  const { saved, uploads, titleUnsaved, mayWrite, mayComment, isUnfinished, isLate } = facts;
  // What the server won't have says so where it stands.
  const pending = uploads.filter(({ state }) => state.at !== 'refused');
  switch (saved.state) {
    case 'loading':
      return { tone: 'quiet', label: 'state.loading', hint: null, count: 0 };
    case 'offline': {
      const count = saved.changes + pending.length;
      if (count === 0) return { tone: 'warning', label: 'state.offline', hint: 'state.offlineHint', count };
      return (saved.kept || saved.changes === 0) && pending.every(({ kept }) => kept)
        ? { tone: 'warning', label: 'state.offlineChanges', hint: 'state.offlineHint', count }
        : { tone: 'danger', label: 'state.offlineUnkept', hint: 'state.unkeptHint', count };
    }
    case 'refused':
      return saved.changes > 0
        ? { tone: 'danger', label: 'state.refused', hint: null, count: saved.changes }
        : { tone: 'danger', label: 'state.closed', hint: null, count: 0 };
    case 'saving':
      return isLate ? LATE : SAVING;
    case 'saved':
      if (isUnfinished) return SAVING;
      if (titleUnsaved) return isLate ? LATE : SAVING;
      if (pending.length > 0) {
        return { tone: 'busy', label: 'state.uploading', hint: 'state.uploadingHint', count: pending.length };
      }
      if (mayWrite) return { tone: 'good', label: 'state.saved', hint: 'state.savedHint', count: 0 };
      return mayComment
        ? { tone: 'quiet', label: 'state.commentOnly', hint: 'state.commentOnlyHint', count: 0 }
        : { tone: 'quiet', label: 'state.readOnly', hint: 'state.readOnlyHint', count: 0 };
  }
};
