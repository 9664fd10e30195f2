/* Each editor is a part of its own: whoever draws loads none for text, and the other way round. */

export const loadOpenDocument = () =>
  import('./OpenDocument.tsx').then(({ OpenDocument }) => ({ default: OpenDocument }));

export const loadOpenBoard = () => import('./OpenBoard.tsx').then(({ OpenBoard }) => ({ default: OpenBoard }));
