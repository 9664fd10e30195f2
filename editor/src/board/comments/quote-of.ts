import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import { QUOTE_LIMIT } from '../../protocol/index.ts';

/** The words on these elements and in them, for a thread about them; empty where there are none. */
export const quoteOf = (elements: readonly ExcalidrawElement[], ids: readonly string[]): string => {
  const wanted = new Set(ids);
  return elements
    .flatMap((element) => {
      if (element.isDeleted) return [];
      if (element.type === 'text') {
        return wanted.has(element.id) || wanted.has(element.containerId ?? '') ? element.originalText : [];
      }
      const isFrame = element.type === 'frame' || element.type === 'magicframe';
      return isFrame && wanted.has(element.id) ? (element.name ?? []) : [];
    })
    .map((words) => words.replace(/\s+/g, ' ').trim())
    .filter((words) => words !== '')
    .join(' · ')
    .slice(0, QUOTE_LIMIT);
};
