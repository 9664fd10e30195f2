/** The stored updates don't add up to a document: something they build on is missing. */
export class IncompleteDocumentError extends Error {
  override readonly name = 'IncompleteDocumentError';
}
