/** Which of a connection's sync frames (SyncStep2 and updates, counted from 1) a batch or an answer stands for. */
export interface FrameMark {
  readonly frame: number;
  /** How many of the server's SyncStep1 had been answered by then, this frame included. */
  readonly answers: number;
}

/**
 * How far a connection's frames are durable (SPEC, D3). A refused frame stops the count. The server asks anew by a
 * SyncStep1; its answer holds all that the client has, the refused included, so once that is durable the count jumps.
 */
export class SavedCount {
  #frames = 0;
  #saved = 0;
  #asked = 0;
  #answers = 0;
  #refused: { readonly frame: number; readonly mendedBy: number } | null = null;

  get saved(): number {
    return this.#saved;
  }

  /** The server sends a SyncStep1. */
  ask(): void {
    this.#asked++;
  }

  /** A sync frame came in. */
  receive(isAnswer: boolean): FrameMark {
    this.#frames++;
    if (isAnswer) this.#answers++;
    return { frame: this.#frames, answers: this.#answers };
  }

  /**
   * A frame was refused; returns whether the server has to ask again. While an answer is outstanding it needn't: that
   * answer comes after the refused frame, so it was made after it too and holds what that held.
   */
  refuse({ frame }: FrameMark): boolean {
    const outstanding = this.#asked > this.#answers;
    this.#refused = {
      frame: Math.min(frame, this.#refused?.frame ?? frame),
      mendedBy: outstanding ? this.#asked : this.#asked + 1,
    };
    return !outstanding;
  }

  /** Everything up to `mark` is durable or added nothing; returns whether `saved` moved. */
  settle({ frame, answers }: FrameMark): boolean {
    if (this.#refused && frame >= this.#refused.frame) {
      if (answers < this.#refused.mendedBy) return false;
      this.#refused = null;
    }
    if (frame <= this.#saved) return false;
    this.#saved = frame;
    return true;
  }
}
