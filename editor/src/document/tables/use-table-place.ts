import { $isTableCellNode, $isTableNode, $isTableRowNode, $isTableSelection } from '@lexical/table';
import { $findMatchingParent, $getSelection, $isRangeSelection, type LexicalEditor, type LexicalNode } from 'lexical';
import { useEffect, useState } from 'react';
import { GridCellNode } from '../../content/index.ts';
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
    // Working out which cell is where takes the whole table: only when it changed, or the caret left its cell.
    let known: { readonly cells: string; readonly place: TablePlace | null } | null = null;
    const $place = (): TablePlace | null => {
      const cells = $selectedCells();
      if (known?.cells !== cells) known = { cells, place: $tablePlace() };
      return known.place;
    };
    const measure = (): void => {
      frame = 0;
      const place = editor.read($place);
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
    const stop = editor.registerUpdateListener(({ dirtyElements, editorState }) => {
      for (const [key, isMeant] of dirtyElements) {
        if (isMeant && isOfTable(editorState._nodeMap.get(key))) known = null;
      }
      later();
    });
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

/** The cells that the ends of the selection are in, by their keys. */
const $selectedCells = (): string => {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) && !$isTableSelection(selection)) return '';
  return [selection.anchor, selection.focus]
    .map((point) => $findMatchingParent(point.getNode(), (node) => node instanceof GridCellNode)?.getKey())
    .join();
};

const isOfTable = (node: LexicalNode | undefined): boolean =>
  $isTableNode(node) || $isTableRowNode(node) || $isTableCellNode(node);

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
