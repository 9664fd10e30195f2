import { lazy, type ReactNode, type Ref, Suspense } from 'react';
import type { Uploads } from '../client/index.ts';
import { BoardBoundary } from './BoardBoundary.tsx';
import { prepareFonts } from './fonts.ts';
import { loadPicture } from './load-canvas.ts';

/** A place at which the state differs from the older one. */
export interface BoardChange {
  readonly kinds: readonly string[];
  /** Ids of the elements that it is about. */
  readonly elements: readonly string[];
  /** That of whoever made it. */
  readonly color: string;
  readonly sentence: string;
}

export interface BoardPastHandle {
  /** Brings a change into view, by its place in the list. */
  goTo(n: number): void;
}

export interface BoardPastProps {
  /** The service's address, which has the fonts. */
  readonly url: string;
  /** What is shown, as a Yjs update. */
  readonly state: Uint8Array;
  /** What it is compared with; what is gone since is shown faint. */
  readonly older: Uint8Array | null;
  /** Where pictures come from; without them their places stay empty. */
  readonly uploads: Uploads | null;
  readonly changes: readonly BoardChange[];
  readonly showChanges: boolean;
  readonly label: string;
  readonly theme: 'light' | 'dark' | 'system';
  readonly handle?: Ref<BoardPastHandle>;
  /** While there is nothing to show yet. */
  readonly fallback: ReactNode;
}

const BoardPicture = lazy(loadPicture);

/** A state of a board that isn't written to any more, with what differs from another marked. */
export const BoardPast = ({ url, ...props }: BoardPastProps) => {
  prepareFonts(url);
  return (
    <BoardBoundary>
      <Suspense fallback={props.fallback}>
        <BoardPicture {...props} />
      </Suspense>
    </BoardBoundary>
  );
};
