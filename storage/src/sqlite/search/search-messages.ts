import type { Excerpts, SearchEntry } from '../../search-store.ts';

/** What the thread starts with. */
export interface SearchThreadData {
  readonly dir: string;
}

/** What the thread does when called. */
export interface SearchOperations {
  put(entries: readonly SearchEntry[]): void;
  indexed(documentIds: readonly string[]): (number | null)[];
  find(query: string, offset: number, limit: number): string[];
  excerpts(query: string, documentId: string): Excerpts | null;
  close(): void;
}

export interface SearchCall {
  readonly id: number;
  readonly name: keyof SearchOperations;
  readonly args: readonly unknown[];
}
