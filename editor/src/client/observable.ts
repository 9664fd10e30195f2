import { report } from './report.ts';

/** A value that changes: read it at any time, or be told. Fits React's `useSyncExternalStore(o.subscribe, () => o.value)`. */
export interface Observable<T> {
  /** Replaced, never changed in place: the same object means that nothing has changed. */
  readonly value: T;
  /** Calls `listener` after each change, not at once. Returns its removal. */
  readonly subscribe: (listener: (value: T) => void) => () => void;
}

/** Runs what is the embedder's: should it throw, the error is reported, and what it was told of still happens. */
export const guarded = (run: () => void): void => {
  try {
    run();
  } catch (error) {
    report(error);
  }
};

/** Listeners, told in the order they came. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  emit(value: T): void {
    for (const listener of [...this.#listeners]) guarded(() => listener(value));
  }

  readonly subscribe = (listener: (value: T) => void): (() => void) => {
    // Wrapped, so that one function subscribed twice is told twice and removed once.
    const entry = (value: T): void => listener(value);
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  };
}

/** The writing end of an `Observable`. */
export class Source<T> implements Observable<T> {
  #value: T;
  readonly #same: (a: T, b: T) => boolean;
  readonly #changes = new Signal<T>();
  readonly subscribe = this.#changes.subscribe;

  constructor(value: T, same: (a: T, b: T) => boolean = Object.is) {
    this.#value = value;
    this.#same = same;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (this.#same(this.#value, value)) return;
    this.#value = value;
    this.#changes.emit(value);
  }
}

/** Equality of flat records of primitives. */
export const sameRecord = <T extends object>(a: T, b: T): boolean => {
  const left = Object.entries(a);
  const right = new Map(Object.entries(b));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && Object.is(value, right.get(key)));
};
