export { BoardPast, type BoardPastHandle } from './BoardPast.tsx';
export { type BoardFormat, type BoardHandle, BoardSurface } from './BoardSurface.tsx';
