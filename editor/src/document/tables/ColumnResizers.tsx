import { $findMatchingParent, $getNearestNodeFromDOMNode, type LexicalEditor } from 'lexical';
import { type PointerEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $shownCells, GridNode, MIN_COLUMN_WIDTH } from '../../content/index.ts';
import { Layer } from '../../ui/layer.tsx';
import type { TablePlace } from './place.ts';
import styles from './TableTools.module.css';
import { $setWidth, drawnWidths, editTable } from './table-commands.ts';

/** How near to a line the pointer takes hold of it, in CSS pixels. */
const NEAR_MOUSE = 5;
const NEAR_FINGER = 14;

interface Border {
  readonly place: Pick<TablePlace, 'table' | 'columns'>;
  /** The column before it. */
  readonly column: number;
  readonly widths: readonly number[];
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

/** A line between columns that the pointer is near can be dragged; only where it is let go is written. */
export const ColumnResizers = ({ editor }: { readonly editor: LexicalEditor }) => {
  const { t } = useTranslation();
  const [border, setBorder] = useState<Border | null>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly by: number } | null>(null);

  useEffect(() => {
    const look = (event: globalThis.PointerEvent): void => {
      if (event.buttons !== 0 && event.pointerType === 'mouse') return;
      const near = event.pointerType === 'mouse' ? NEAR_MOUSE : NEAR_FINGER;
      setBorder(borderAt(editor, event.target, event.clientX, near));
    };
    return editor.registerRootListener((root, before) => {
      for (const type of ['pointermove', 'pointerdown'] as const) {
        before?.removeEventListener(type, look);
        root?.addEventListener(type, look, { passive: true });
      }
    });
  }, [editor]);

  if (border === null) return null;
  const width = border.widths[border.column] ?? 0;
  const widthAfter = (by: number): number => Math.max(MIN_COLUMN_WIDTH, Math.round(width + by));
  const end = (event: PointerEvent): void => {
    if (drag !== null && event.type === 'pointerup' && drag.by !== 0) {
      const place = { ...border.place, rows: 0, cell: '', range: { top: 0, left: 0, bottom: 0, right: 0 } };
      editTable(editor, place, $setWidth(border.column, widthAfter(drag.by), border.widths));
    }
    setDrag(null);
    setBorder(null);
  };
  const shift = drag === null ? 0 : widthAfter(drag.by) - width;
  return (
    <Layer>
      <div
        className={styles.resizer}
        title={t('tables.resize')}
        data-testid="column-resizer"
        data-dragging={drag !== null || undefined}
        style={{ left: border.left + shift, top: border.top, height: border.height }}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
          setDrag({ from: event.clientX, by: 0 });
        }}
        onPointerMove={(event) => {
          if (drag !== null) setDrag({ from: drag.from, by: event.clientX - drag.from });
        }}
        onPointerLeave={() => drag === null && setBorder(null)}
        onPointerUp={end}
        onPointerCancel={end}
      />
    </Layer>
  );
};

const borderAt = (editor: LexicalEditor, target: EventTarget | null, x: number, near: number): Border | null => {
  const element = target instanceof Element ? target.closest('td, th') : null;
  if (element === null) return null;
  const cell = element.getBoundingClientRect();
  const isAtEnd = cell.right - x <= near;
  if (!isAtEnd && x - cell.left > near) return null;
  return editor.read(() => {
    const node = $getNearestNodeFromDOMNode(element);
    const table = node && $findMatchingParent(node, (each) => each instanceof GridNode);
    if (!(table instanceof GridNode)) return null;
    const shown = $shownCells(table).find((each) => each.cell.is(node) || (node && each.cell.isParentOf(node)));
    const column = shown && (isAtEnd ? shown.right : shown.left - 1);
    const dom = editor.getElementByKey(table.getKey())?.querySelector('table');
    if (column === undefined || column < 0 || !dom) return null;
    const { columns } = table.getShape();
    const { top, height } = dom.getBoundingClientRect();
    return {
      place: { table: table.getKey(), columns: columns.length },
      column,
      widths: drawnWidths(editor, table.getKey(), columns.length),
      left: (isAtEnd ? cell.right : cell.left) + window.scrollX,
      top: top + window.scrollY,
      height,
    };
  });
};
