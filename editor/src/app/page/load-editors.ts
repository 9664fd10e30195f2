import { BoardSkeleton } from './BoardSkeleton.tsx';
import { drawnOnceLoaded } from './drawn-once-loaded.tsx';
import { PageSkeleton } from './PageSkeleton.tsx';

/* Each editor is a part of its own: whoever draws loads none for text, and the other way round. */

export const { load: loadOpenDocument, Loaded: OpenDocument } = drawnOnceLoaded(
  () => import('./OpenDocument.tsx').then(({ OpenDocument }) => OpenDocument),
  PageSkeleton,
);

export const { load: loadOpenBoard, Loaded: OpenBoard } = drawnOnceLoaded(
  () => import('./OpenBoard.tsx').then(({ OpenBoard }) => OpenBoard),
  BoardSkeleton,
);
