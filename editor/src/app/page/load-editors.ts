import { drawnOnceLoaded } from './drawn-once-loaded.tsx';

/* Each editor is a part of its own: whoever draws loads none for text, and the other way round. */

export const { load: loadOpenDocument, Loaded: OpenDocument } = drawnOnceLoaded(() =>
  import('./OpenDocument.tsx').then(({ OpenDocument }) => OpenDocument),
);

export const { load: loadOpenBoard, Loaded: OpenBoard } = drawnOnceLoaded(() =>
  import('./OpenBoard.tsx').then(({ OpenBoard }) => OpenBoard),
);
