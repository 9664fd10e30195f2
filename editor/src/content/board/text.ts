import type * as Y from 'yjs';
import type { BoardElement } from './element.ts';
import { shownElements } from './store.ts';

/** The words on a board, a line a text or frame, from top to bottom: for search, previews and comparisons. */
export function boardText(doc: Y.Doc): string {
  return [...shownElements(doc)]
    .sort((a, b) => a.y - b.y || a.x - b.x || (a.id < b.id ? -1 : 1))
    .flatMap((element) => wordsOf(element) || [])
    .join('\n');
}

const wordsOf = (element: BoardElement): string => {
  if (element.type === 'text') return element.originalText.trim();
  return element.type === 'frame' || element.type === 'magicframe' ? (element.name ?? '').trim() : '';
};
