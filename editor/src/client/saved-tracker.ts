import { Source, sameRecord } from './observable.ts';
import {
  initialSavedState,
  nextSavedState,
  type Saved,
  type SavedEvent,
  type SavedState,
  toSaved,
  unsavedChanges,
} from './saved-state.ts';

/** The saved state of one connection as it goes along. */
export class SavedTracker {
  #state: SavedState;
  readonly #onDurable: (changes: number) => void;
  readonly saved: Source<Saved>;

  /**
   * @param store whether content kept in this browser is about to be read.
   * @param onDurable told whenever more of the first changes have become durable.
   */
  constructor(store: boolean, onDurable: (changes: number) => void) {
    this.#state = initialSavedState(store);
    this.#onDurable = onDurable;
    this.saved = new Source(toSaved(this.#state), sameRecord);
  }

  get unsavedChanges(): number {
    return unsavedChanges(this.#state);
  }

  dispatch(event: SavedEvent): void {
    const { durable } = this.#state;
    this.#state = nextSavedState(this.#state, event);
    if (this.#state.durable > durable) this.#onDurable(this.#state.durable);
    this.saved.set(toSaved(this.#state));
  }
}
