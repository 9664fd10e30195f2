export { type BoardFormat, type BoardHandle, BoardSurface } from './BoardSurface.tsx';
