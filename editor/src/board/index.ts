export type { BoardFormat, BoardHandle } from './BoardSurface.tsx';
export { CollabBoard } from './CollabBoard.tsx';
