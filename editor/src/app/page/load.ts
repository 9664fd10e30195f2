/** The document page with its editor, apart from the rest, so that the list of documents is light. */
export const loadDocumentPage = () =>
  import('./DocumentPage.tsx').then(({ DocumentPage }) => ({ default: DocumentPage }));
