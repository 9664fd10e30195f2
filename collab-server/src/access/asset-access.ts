import type { DocumentStore } from '@cowrite/storage';
import { ProblemError } from '../api/problem.ts';

/**
 * Whether a request may read a document's assets, or add to them. The one place where that is decided: whoever may open
 * the document may, and nobody may open one that isn't there or is in the trash. Throws `ProblemError`.
 */
export const expectAccess = async (store: DocumentStore, documentId: string): Promise<void> => {
  const document = await store.find(documentId);
  if (!document) throw new ProblemError(404, 'There is no document with this id.');
  if (document.deletedAt !== null) throw new ProblemError(410, 'This document is in the trash: restore it first.');
};
