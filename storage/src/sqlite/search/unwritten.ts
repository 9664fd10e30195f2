import type { SearchEntry } from '../../search-store.ts';

/** Written after so many milliseconds, or so many characters if they come first. */
const WRITE_AFTER = 5 * 60_000;
const MOST_CHARACTERS = 4 * 1024 * 1024;

/**
 * Entries that are written when somebody searches, or in five minutes: who types on in a book has all of its text put
 * every few seconds, and no more than the last one is worth a write. What isn't written is lost with the process.
 */
export class Unwritten {
  readonly #entries = new Map<string, SearchEntry>();
  readonly #write: (entries: readonly SearchEntry[]) => void;
  #characters = 0;
  #timer: NodeJS.Timeout | null = null;

  /** `write` writes all or, where it throws, none. */
  constructor(write: (entries: readonly SearchEntry[]) => void) {
    this.#write = write;
  }

  get(documentId: string): SearchEntry | undefined {
    return this.#entries.get(documentId);
  }

  /** Throws where there is too much and it can't be written; it is kept, and tried again with the next one. */
  put(entries: readonly SearchEntry[]): void {
    for (const entry of entries) {
      this.#characters += entry.text.length - (this.#entries.get(entry.documentId)?.text.length ?? 0);
      this.#entries.set(entry.documentId, entry);
    }
    if (this.#characters > MOST_CHARACTERS) this.write();
    else this.#timer ??= setTimeout(() => this.#writeUnasked(), WRITE_AFTER).unref();
  }

  /** Throws where it fails; nothing is lost. */
  write(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#entries.size === 0) return;
    this.#write([...this.#entries.values()]);
    this.#entries.clear();
    this.#characters = 0;
  }

  #writeUnasked(): void {
    try {
      this.write();
    } catch {
      // Whoever searches is told; until then it is tried again.
      this.#timer = setTimeout(() => this.#writeUnasked(), WRITE_AFTER).unref();
    }
  }
}
