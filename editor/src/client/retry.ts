/** Widest first window and widest of all, milliseconds. */
const FIRST_WINDOW = 2_000;
const LAST_WINDOW = 15_000;

/**
 * How long to wait before trying again after so many failures in a row, milliseconds: somewhere in a window that doubles,
 * so that clients that lost their server at the same moment come back spread out. 0 at the first attempt.
 * @param random from 0 to below 1
 */
export const retryDelay = (failures: number, random: number): number =>
  failures === 0 ? 0 : Math.floor(random * Math.min(FIRST_WINDOW * 2 ** (failures - 1), LAST_WINDOW));

/** A wait that can be cut short. */
export class Pause {
  #end: (() => void) | null = null;

  wait(milliseconds: number): Promise<void> {
    this.end();
    if (milliseconds <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.end(), milliseconds);
      this.#end = () => {
        clearTimeout(timer);
        this.#end = null;
        resolve();
      };
    });
  }

  end(): void {
    this.#end?.();
  }
}
