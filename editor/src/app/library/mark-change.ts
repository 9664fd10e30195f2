/** One of the things that a document can be marked with, as it is to be. */
export type MarkChange =
  | { readonly favourite: boolean }
  | { readonly template: boolean }
  | { readonly tags: readonly string[] };
