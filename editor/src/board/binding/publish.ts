import type { Awareness } from 'y-protocols/awareness';

/** Milliseconds between two messages about the author; while they draw by hand, the stroke itself shows where they are. */
const PAUSE = 33;
const DRAWING_PAUSE = 250;
/** Bytes a second that a long state, such as a drag's, may take, as long as others see well over ten positions a second. */
const RATE = 20_000;
const LONGEST_PAUSE = 70;

/** Tells the others of the author: what changed together goes out together, and not too often. */
export class Publisher {
  readonly #awareness: Awareness;
  readonly #gather: () => Readonly<Record<string, unknown>>;
  readonly #isDrawing: () => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next = 0;

  /** `gather` gives the fields as they are; null for one of which there is nothing to say. */
  constructor(awareness: Awareness, gather: () => Readonly<Record<string, unknown>>, isDrawing: () => boolean) {
    this.#awareness = awareness;
    this.#gather = gather;
    this.#isDrawing = isDrawing;
  }

  /** Something may have changed. */
  request(): void {
    this.#timer ??= setTimeout(this.#publish, Math.max(0, this.#next - performance.now()));
  }

  /** Says nothing more of the fields. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const state = this.#awareness.getLocalState();
    if (state === null) return;
    const gone = Object.keys(this.#gather());
    this.#awareness.setLocalState(Object.fromEntries(Object.entries(state).filter(([key]) => !gone.includes(key))));
  }

  readonly #publish = (): void => {
    this.#timer = undefined;
    const state = this.#awareness.getLocalState();
    // Null while the page is put aside.
    if (state === null) return;
    const fields = this.#gather();
    const before = JSON.stringify(Object.keys(fields).map((key) => state[key] ?? null));
    const after = JSON.stringify(Object.keys(fields).map((key) => fields[key] ?? null));
    if (before === after) return;
    const pause = Math.min(LONGEST_PAUSE, Math.max(PAUSE, (after.length / RATE) * 1000));
    this.#next = performance.now() + (this.#isDrawing() ? DRAWING_PAUSE : pause);
    const said = Object.entries({ ...state, ...fields }).filter(([, value]) => value !== null);
    this.#awareness.setLocalState(Object.fromEntries(said));
  };
}
