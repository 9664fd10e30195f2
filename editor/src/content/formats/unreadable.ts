/** As deep as Chromium builds a page. Beyond it a parser's work grows with the square of the text. */
export const MOST_LEVELS = 512;

/** A text that can't be read without harm: nested too deeply, or a little that stands for very much. */
export class UnreadableError extends Error {
  readonly reason: 'depth' | 'size';

  constructor(reason: 'depth' | 'size') {
    super(
      reason === 'depth'
        ? `It nests elements more than ${MOST_LEVELS} levels deep.`
        : 'It grows out of all proportion when it is read.',
    );
    this.name = 'UnreadableError';
    this.reason = reason;
  }
}
