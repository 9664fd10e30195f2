import type { DocumentKind } from '@cowrite/storage';

/** What a document is, for sentences. */
export const KIND_WORDS: Readonly<Record<DocumentKind, string>> = {
  document: 'a document of text',
  board: 'a board',
  yjs: 'the document of another editor, which alone can read it',
};
