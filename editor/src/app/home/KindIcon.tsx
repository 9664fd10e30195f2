import { FileCode2, FileText } from 'lucide-react';
import type { DocumentSummary } from '../../protocol/index.ts';
import { BoardThumbnail } from './BoardThumbnail.tsx';

/** What kind of document it is; of a board, its picture. */
export const KindIcon = ({ document }: { readonly document: DocumentSummary }) => {
  if (document.kind === 'board') return <BoardThumbnail board={document} />;
  return document.kind === 'yjs' ? <FileCode2 size={18} aria-hidden /> : <FileText size={18} aria-hidden />;
};
