export { type BindBoardOptions, type BoardBinding, bindBoard } from './bind-board.ts';
export type { BoardPerson, Viewport } from './people.ts';
