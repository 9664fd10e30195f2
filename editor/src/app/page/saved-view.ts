import type { Saved } from '../../client/index.ts';

/** How sure the writer may be, worst last. */
type SavedTone = 'quiet' | 'good' | 'busy' | 'warning' | 'danger';

/** What the page shows of the saved state: keys of the sentences, and how loud. */
export interface SavedView {
  readonly tone: SavedTone;
  readonly label:
    | 'state.loading'
    | 'state.saving'
    | 'state.saved'
    | 'state.offline'
    | 'state.offlineChanges'
    | 'state.offlineUnkept'
    | 'state.refused'
    | 'state.closed'
    | 'state.readOnly';
  readonly hint:
    | 'state.savingHint'
    | 'state.savedHint'
    | 'state.offlineHint'
    | 'state.unkeptHint'
    | 'state.readOnlyHint'
    | null;
  readonly count: number;
}

interface SavedFacts {
  readonly saved: Saved;
  /** The title, which goes another way than the text. */
  readonly titleUnsaved: boolean;
  /** The role only reads. */
  readonly mayWrite: boolean;
}

/** One line that is true of text and title together. */
export const savedView = ({ saved, titleUnsaved, mayWrite }: SavedFacts): SavedView => {
  switch (saved.state) {
    case 'loading':
      return { tone: 'quiet', label: 'state.loading', hint: null, count: 0 };
    case 'offline': {
      if (saved.changes === 0) return { tone: 'warning', label: 'state.offline', hint: 'state.offlineHint', count: 0 };
      return saved.kept
        ? { tone: 'warning', label: 'state.offlineChanges', hint: 'state.offlineHint', count: saved.changes }
        : { tone: 'danger', label: 'state.offlineUnkept', hint: 'state.unkeptHint', count: saved.changes };
    }
    case 'refused':
      return saved.changes > 0
        ? { tone: 'danger', label: 'state.refused', hint: null, count: saved.changes }
        : { tone: 'danger', label: 'state.closed', hint: null, count: 0 };
    case 'saving':
      return { tone: 'busy', label: 'state.saving', hint: 'state.savingHint', count: 0 };
    case 'saved':
      if (titleUnsaved) return { tone: 'busy', label: 'state.saving', hint: 'state.savingHint', count: 0 };
      return mayWrite
        ? { tone: 'good', label: 'state.saved', hint: 'state.savedHint', count: 0 }
        : { tone: 'quiet', label: 'state.readOnly', hint: 'state.readOnlyHint', count: 0 };
  }
};
