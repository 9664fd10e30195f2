import { type Ref, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { BoardPast, type BoardPastHandle } from '../../board/index.ts';
import type { Uploads } from '../../client/index.ts';
import type { ChangeMark } from '../../content/history/index.ts';
import type { MarkAuthor } from '../../document/index.ts';
import type { VersionChange } from '../../protocol/index.ts';
import { useTheme } from '../../ui/theme.ts';
import { serviceUrl } from '../address.ts';
import { BoardSkeleton } from '../page/BoardSkeleton.tsx';
import { elementOf } from './about.ts';
import type { ShownPerson } from './people.ts';
import { ViewFailed } from './ViewFailed.tsx';
import { useVersionState } from './versions.ts';

interface BoardVersionProps {
  readonly documentId: string;
  /** What is shown, and what it is compared with: null for nothing. */
  readonly version: string;
  readonly since: string | null;
  readonly changes: readonly VersionChange[];
  readonly showChanges: boolean;
  readonly uploads: Uploads | null;
  readonly handle: Ref<BoardPastHandle>;
  readonly label: string;
  authorOf(mark: ChangeMark): MarkAuthor;
  personOf(id: string | null): ShownPerson;
}

/** A version of a board as it looked. */
export const BoardVersion = ({
  documentId,
  version,
  since,
  changes,
  authorOf,
  personOf,
  ...shown
}: BoardVersionProps) => {
  const { t } = useTranslation();
  const theme = useTheme();
  const hasGone = changes.some(({ kinds }) => kinds.includes('removed'));
  const state = useVersionState(documentId, version);
  const older = useVersionState(documentId, hasGone ? since : null);
  const marked = useMemo(
    () =>
      changes.map(({ kinds, by, about }, n) => {
        const [kind = 'changed'] = kinds;
        const { color, sentence } = authorOf({ kind, by: by[0] ?? null, n });
        return {
          kinds,
          elements: about.map(elementOf).filter((id) => id !== null),
          color,
          sentence: kind === 'inserted' ? t('history.drawnBy', { who: personOf(by[0] ?? null).name }) : sentence,
        };
      }),
    [changes, authorOf, personOf, t],
  );
  if (state.error !== null && state.data === undefined) {
    return <ViewFailed hint={state.error.message} onRetry={() => void state.refetch()} />;
  }
  if (state.data === undefined || (hasGone && older.isLoading)) return <BoardSkeleton />;
  return (
    <BoardPast
      {...shown}
      url={serviceUrl}
      state={state.data}
      older={older.data ?? null}
      changes={marked}
      theme={theme}
      fallback={<BoardSkeleton />}
    />
  );
};
