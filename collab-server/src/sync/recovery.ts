/**
 * A time in which clients may bring back what others wrote (SPEC, P10): after a backup was restored, an author's newest
 * edits may be left only with those who read them.
 */
export class Recovery {
  #end = 0;

  get isOpen(): boolean {
    return Date.now() < this.#end;
  }

  /** Milliseconds since 1970; null while it isn't open. */
  get end(): number | null {
    return this.isOpen ? this.#end : null;
  }

  /** Opens it for so many milliseconds from now. */
  open(duration: number): void {
    this.#end = Date.now() + duration;
  }
}
