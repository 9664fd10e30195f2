import type { LexicalEditor } from 'lexical';
import { Ellipsis, GripHorizontal, GripVertical, Plus } from 'lucide-react';
import { type CSSProperties, type MouseEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../ui/cx.ts';
import { Layer } from '../../ui/layer.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { ColumnResizers } from './ColumnResizers.tsx';
import { CellMenu, ColumnMenu, RowMenu, type TableMenuProps } from './TableMenus.tsx';
import styles from './TableTools.module.css';
import { $addColumn, $addRow, editTable } from './table-commands.ts';
import { useTablePlace } from './use-table-place.ts';

/** A press on a handle leaves the caret, and on a phone the keyboard, where they are. */
const keepCaret = (event: MouseEvent): void => event.preventDefault();

/** The handles of the table that the caret is in: of its row, its column and its cell, and what adds to it. */
export const TableTools = ({ editor }: { readonly editor: LexicalEditor }) => {
  const { t } = useTranslation();
  const view = useTablePlace(editor);
  if (view === null) return <ColumnResizers editor={editor} />;
  const { place, table, cell } = view;
  const { range, rows, columns } = place;
  const count = (range.bottom - range.top + 1) * (range.right - range.left + 1);
  const middle = cell.left + cell.width / 2;
  const isInView = table.left <= middle && middle <= table.right;
  const last = { ...place, range: { ...range, bottom: rows - 1, right: columns - 1 } };
  return (
    <>
      <ColumnResizers editor={editor} />
      <Layer>
        {isInView && (
          <Handle
            label={t('tables.column', { index: String(range.left + 1) })}
            className={styles.column}
            style={{ left: middle, top: table.top }}
            sign={<GripHorizontal size={14} aria-hidden />}
            menu={ColumnMenu}
            editor={editor}
            place={place}
          />
        )}
        <Handle
          label={t('tables.row', { index: String(range.top + 1) })}
          className={styles.row}
          style={{ left: table.left, top: cell.top + Math.min(cell.height, 40) / 2 }}
          sign={<GripVertical size={14} aria-hidden />}
          menu={RowMenu}
          editor={editor}
          place={place}
        />
        {isInView && (
          <Handle
            label={count === 1 ? t('tables.cell') : t('tables.cells', { count })}
            className={styles.cell}
            style={{ left: Math.min(cell.right, table.right), top: cell.top }}
            sign={<Ellipsis size={14} aria-hidden />}
            menu={CellMenu}
            editor={editor}
            place={place}
          />
        )}
        <button
          type="button"
          onMouseDown={keepCaret}
          className={cx(styles.add, styles.addRow)}
          style={{ left: table.left, top: table.bottom, width: table.width }}
          aria-label={t('tables.addRow')}
          onClick={() => editTable(editor, last, $addRow('below'))}
        >
          <Plus size={14} aria-hidden />
        </button>
        <button
          type="button"
          onMouseDown={keepCaret}
          className={cx(styles.add, styles.addColumn)}
          style={{ left: table.right, top: table.top, height: table.height }}
          aria-label={t('tables.addColumn')}
          onClick={() => editTable(editor, last, $addColumn('right'))}
        >
          <Plus size={14} aria-hidden />
        </button>
      </Layer>
    </>
  );
};

interface HandleProps extends TableMenuProps {
  readonly label: string;
  readonly className: string | undefined;
  readonly style: CSSProperties;
  readonly sign: ReactNode;
  readonly menu: (props: TableMenuProps) => ReactNode;
}

const Handle = ({ label, className, style, sign, menu: Items, editor, place }: HandleProps) => {
  // What was selected when the menu was opened: opening it may take the focus, and with it the selection.
  const [chosen, setChosen] = useState(place);
  return (
    <div className={styles.anchor} style={style}>
      <Menu
        align="start"
        onOpenChange={(open) => open && setChosen(place)}
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          editor.focus();
        }}
        trigger={
          <button type="button" className={cx(styles.handle, className)} aria-label={label} onMouseDown={keepCaret}>
            {sign}
          </button>
        }
      >
        <Items editor={editor} place={chosen} />
      </Menu>
    </div>
  );
};
