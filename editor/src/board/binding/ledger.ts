import type { Parts } from '../../content/board/index.ts';

/** What the canvas shows of an element, as it is in step with the document. */
export interface Entry {
  /** The `versionNonce` that goes with it: with another one, the author has changed something. */
  readonly nonce: number;
  /** What is shown: not always what is stored, since ties and order are settled first. */
  readonly parts: Parts;
  /** The index as stored. */
  readonly storedIndex: unknown;
}

/** The elements that are on the canvas, by id. */
export class Ledger {
  readonly #entries = new Map<string, Entry>();
  /** Elements that are shown at another index than theirs, because two had the same one. */
  readonly #moved = new Set<string>();

  get size(): number {
    return this.#entries.size;
  }

  get moved(): ReadonlySet<string> {
    return this.#moved;
  }

  ids(): IterableIterator<string> {
    return this.#entries.keys();
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  set(id: string, entry: Entry): void {
    this.#entries.set(id, entry);
    if (entry.parts.index === entry.storedIndex) this.#moved.delete(id);
    else this.#moved.add(id);
  }

  /** The canvas shows the same under another nonce. */
  renew(id: string, nonce: number): void {
    const entry = this.#entries.get(id);
    if (entry) this.#entries.set(id, { ...entry, nonce });
  }

  delete(id: string): void {
    this.#entries.delete(id);
    this.#moved.delete(id);
  }
}

export const newNonce = (): number => Math.floor(Math.random() * 2 ** 31);
