export type { BoardHandle } from './BoardSurface.tsx';
export { CollabBoard } from './CollabBoard.tsx';
