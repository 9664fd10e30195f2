import { MalformedError } from './byte-reader.ts';

export const NESTED_TOO_DEEP = 'types nested too deep';

/**
 * Yjs deletes a type by calling itself for each type that lies in it: at 3,800 of them in each other the stack of a
 * browser's page is at its end, and the document can't be loaded any more. An update that makes them lie deeper than
 * `MOST_NESTED` is refused, and what isn't looked at can't add up to more than `MOST_UNPROVEN`.
 */
const MOST_NESTED = 500;
const MOST_UNPROVEN = 2000;

/**
 * An upper bound of how deep types lie in each other in a document, since looking takes the whole of it. Each new type
 * may lie in the one before, so it adds one, until somebody looks.
 */
export class NestingBound {
  #proven: number;
  #added = 0;

  /** @param bound of what is there at the start. */
  constructor(bound: number) {
    this.#proven = bound;
  }

  /** Whether so many new types need a look before they are let in. */
  needsProof(types: number): boolean {
    return types > 0 && this.#proven + this.#added + types > MOST_UNPROVEN;
  }

  /** New types were let in. */
  add(types: number): void {
    this.#added += types;
  }

  /**
   * Call it when somebody begins to look, and what it returns with what they found. That throws `MalformedError` where
   * the update that they looked at makes it too deep; its types aren't to be added any more.
   */
  prove(): (found: { readonly before: number; readonly after: number }) => void {
    const seen = this.#added;
    return ({ before, after }) => {
      if (after > MOST_NESTED && after > before) throw new MalformedError(NESTED_TOO_DEEP);
      this.#proven = Math.max(before, after);
      this.#added -= seen;
    };
  }
}
