/**
 * What every index of texts promises. It is made from the documents and can be made from them again: it need not survive
 * a kill or a power cut, only never answer with what was not indexed.
 *
 * - A `put` that resolved is found by the next `find`.
 * - A word is found by its beginning, without regard to case and accents. Where words aren't set apart, as in Chinese and
 *   Japanese, any part of a text is found, single characters included.
 * - It knows neither trash nor roles: whoever asks leaves out what may not be seen.
 *
 * After `close`, every call rejects with `StoreUnavailableError`.
 */
export interface SearchStore {
  /** Takes the place of what was indexed of these documents; of all of them, or where it rejects of none. */
  put(entries: readonly SearchEntry[]): Promise<void>;

  /** When the documents last changed as far as is indexed, in the order asked; null for what isn't indexed. */
  indexed(documentIds: readonly string[]): Promise<(number | null)[]>;

  /**
   * Whether it falls to this process, for so many milliseconds, to keep the index in step: to one of several at a time.
   * Until then it is this one's again if it asks; a process that closed, or died, makes room for another.
   */
  lead(milliseconds: number): Promise<boolean>;

  /**
   * Documents that have every word of the query in title and text, best first, from the `offset`th on. None for a query
   * without words. A query has `LONGEST_QUERY` characters at most; else, or with a bad limit, it rejects with `RangeError`.
   */
  find(query: string, page: { readonly offset: number; readonly limit: number }): Promise<string[]>;

  /** Where the words of the query stand in a document: in its title, and in the lines that say most. Null where it isn't indexed. */
  excerpts(query: string, documentId: string): Promise<Excerpts | null>;

  /** Ends what is under way, then closes. Idempotent. */
  close(): Promise<void>;
}

export interface SearchEntry {
  readonly documentId: string;
  /** The document's `changedAt`, read before its text was. */
  readonly changedAt: number;
  readonly title: string;
  /** A line a block. What goes beyond `LONGEST_TEXT` characters isn't indexed. */
  readonly text: string;
}

/** A piece of text, and what of it matches: pairs of start and end, in UTF-16 units, in order. */
export interface Excerpt {
  readonly text: string;
  readonly marks: readonly (readonly [start: number, end: number])[];
}

export interface Excerpts {
  readonly title: Excerpt;
  /** Two at most, in the order of the text; none where the words stand in the title alone. */
  readonly lines: readonly Excerpt[];
}

export const LONGEST_QUERY = 200;
export const LONGEST_TEXT = 4 * 1024 * 1024;
