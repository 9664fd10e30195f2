/** Data can't be moved; nothing was changed. The message says what to do. */
export class MoveError extends Error {
  override readonly name = 'MoveError';
}

/** What is told of how far it is. */
export type Progress = (what: string, done: number, total: number) => void;
