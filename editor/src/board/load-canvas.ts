/** The canvas is by far the largest part of a board: it comes by itself, while the connection opens. */
export const loadCanvas = () => import('./canvas/Canvas.tsx').then(({ Canvas }) => ({ default: Canvas }));

/** Draws pictures of what a board was. */
export const loadPicture = () =>
  import('./past/BoardPicture.tsx').then(({ BoardPicture }) => ({ default: BoardPicture }));
