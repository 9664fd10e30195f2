/** What of this page is open; the browser asks before the page is closed while that would lose one of them. */
export class OpenWork<T> {
  readonly #open = new Set<T>();
  readonly #wouldLose: (each: T) => boolean;

  constructor(wouldLose: (each: T) => boolean) {
    this.#wouldLose = wouldLose;
  }

  add(each: T): void {
    // Only while there is something to lose: a listener keeps a page out of the back/forward cache.
    if (this.#open.size === 0) window.addEventListener('beforeunload', this.#warn);
    this.#open.add(each);
  }

  delete(each: T): void {
    this.#open.delete(each);
    if (this.#open.size === 0) window.removeEventListener('beforeunload', this.#warn);
  }

  readonly #warn = (event: BeforeUnloadEvent): void => {
    if ([...this.#open].some(this.#wouldLose)) event.preventDefault();
  };
}
