import type { DocumentKind } from '../../protocol/index.ts';
import { loadOpenBoard, loadOpenDocument } from './load-editors.ts';

/**
 * The document page, apart from the rest, so that the list of documents is light; and at the same time the editor of that
 * kind of document: both come at once, not one after the other.
 */
export const loadDocumentPage = (kind: DocumentKind = 'document') => {
  void (kind === 'board' ? loadOpenBoard() : loadOpenDocument()).catch(() => undefined);
  return import('./DocumentPage.tsx').then(({ DocumentPage }) => DocumentPage);
};

/** Beside it: what a document was. */
export const loadHistoryPage = () => import('../history/HistoryPage.tsx').then(({ HistoryPage }) => HistoryPage);
