import type { LexicalEditor } from 'lexical';
import { useEffect, useState } from 'react';
import { $tablePlace, type TablePlace } from './place.ts';

/** Where in the page, in CSS pixels from its top left corner, the selected part of a table is. */
export interface TableView {
  readonly place: TablePlace;
  /** What can be seen of the table. */
  readonly table: DOMRect;
  /** The selected cell. */
  readonly cell: DOMRect;
}

/** Follows the selection, and where a table is drawn that holds it; null while none does. */
export const useTablePlace = (editor: LexicalEditor): TableView | null => {
  const [view, setView] = useState<TableView | null>(null);
  useEffect(() => {
    let frame = 0;
    let watched: HTMLElement | null = null;
    const measure = (): void => {
      frame = 0;
      const place = editor.read(() => $tablePlace());
      const element = place === null ? null : editor.getElementByKey(place.table);
      if (element !== watched) {
        watched?.removeEventListener('scroll', later);
        sizes.disconnect();
        element?.addEventListener('scroll', later, { passive: true });
        if (element?.firstElementChild) sizes.observe(element.firstElementChild);
        watched = element;
      }
      const next = place === null ? null : viewOf(editor, place);
      setView((shown) => (JSON.stringify(shown) === JSON.stringify(next) ? shown : next));
    };
    const later = (): void => {
      frame ||= requestAnimationFrame(measure);
    };
    const sizes = new ResizeObserver(later);
    const stop = editor.registerUpdateListener(later);
    window.addEventListener('resize', later);
    later();
    return () => {
      stop();
      cancelAnimationFrame(frame);
      sizes.disconnect();
      watched?.removeEventListener('scroll', later);
      window.removeEventListener('resize', later);
    };
  }, [editor]);
  return view;
};

const viewOf = (editor: LexicalEditor, place: TablePlace): TableView | null => {
  const wrapper = editor.getElementByKey(place.table);
  const table = wrapper?.querySelector('table');
  const cell = editor.getElementByKey(place.cell);
  if (!wrapper || !table || !cell) return null;
  const [outer, inner] = [wrapper.getBoundingClientRect(), table.getBoundingClientRect()];
  const left = Math.max(outer.left, inner.left);
  const seen = new DOMRect(left, inner.top, Math.min(outer.right, inner.right) - left, inner.height);
  return { place, table: inPage(seen), cell: inPage(cell.getBoundingClientRect()) };
};

const inPage = (rect: DOMRect): DOMRect =>
  new DOMRect(rect.left + window.scrollX, rect.top + window.scrollY, rect.width, rect.height);
