/**
 * How documents are kept in order: tags and templates, which are everybody's, favourites and visits, which are one
 * person's. A person is the id of a user, null where nobody is told apart. What names a document that isn't there, trash
 * included, rejects with `DocumentMissingError`.
 */
export interface LibraryStore {
  /** These are its tags from now on; each once, in the order of `setTags`. */
  setTags(documentId: string, tags: readonly string[]): Promise<void>;
  setTemplate(documentId: string, isTemplate: boolean): Promise<void>;
  setFavourite(documentId: string, user: string | null, isFavourite: boolean): Promise<void>;
  /** The person opens the document at `at`. */
  noteVisit(documentId: string, user: string | null, at: number): Promise<void>;

  /** What is known of documents, in the order asked, as this person sees it; of those that aren't there, nothing. */
  marks(documentIds: readonly string[], user: string | null): Promise<DocumentMarks[]>;
  /** All tags of documents that aren't in the trash, in alphabetical order. */
  tags(): Promise<TagCount[]>;
  /**
   * Documents of a shelf that aren't in the trash, the `offset`th first: by the person's last visit, by when they became
   * a favourite, by last change otherwise; the newest first. Rejects with `RangeError` for a bad page.
   */
  shelf(shelf: Shelf, page: { readonly offset: number; readonly limit: number }): Promise<string[]>;
}

export interface DocumentMarks {
  readonly documentId: string;
  readonly tags: readonly string[];
  readonly template: boolean;
  readonly favourite: boolean;
}

export interface TagCount {
  readonly tag: string;
  readonly documents: number;
}

export type Shelf =
  | { readonly name: 'favourites' | 'recent'; readonly user: string | null }
  | { readonly name: 'templates' }
  | { readonly name: 'tag'; readonly tag: string };
