interface Waiting {
  go(): void;
  refuse(error: Error): void;
}

/**
 * So many at once; the others wait in the order in which they came, however long, as long as it goes on. That nobody came
 * to his turn for `patience` milliseconds is told to all who wait by `stalled`.
 */
export class Turns {
  readonly #patience: number;
  readonly #stalled: () => Error;
  readonly #waiting: Waiting[] = [];
  #free: number;
  #timer: NodeJS.Timeout | null = null;

  constructor(count: number, patience: number, stalled: () => Error) {
    this.#free = count;
    this.#patience = patience;
    this.#stalled = stalled;
  }

  /** Resolves when it is one's turn, which ends with `give`. What is urgent comes before all who wait. */
  take(isUrgent = false): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve();
    }
    return new Promise((go, refuse) => {
      if (isUrgent) this.#waiting.unshift({ go, refuse });
      else this.#waiting.push({ go, refuse });
      this.#timer ??= setTimeout(() => this.refuse(this.#stalled()), this.#patience).unref();
    });
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next) next.go();
    else this.#free++;
    if (this.#waiting.length > 0) this.#timer?.refresh();
    else this.#stopTimer();
  }

  /** Whoever waits need not. */
  refuse(error: Error): void {
    this.#stopTimer();
    for (const { refuse } of this.#waiting.splice(0)) refuse(error);
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
