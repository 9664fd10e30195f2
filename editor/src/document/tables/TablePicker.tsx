import { COMMAND_PRIORITY_EDITOR, type LexicalEditor } from 'lexical';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AnchoredPopover } from '../../ui/AnchoredPopover.tsx';
import { cx } from '../../ui/cx.ts';
import { elementAt } from '../../ui/dom.ts';
import { selectedDomRange } from '../selected-dom-range.ts';
import { insertTable, PICK_TABLE_COMMAND } from './insert-table.ts';
import styles from './TablePicker.module.css';

const MOST = 8;
const START = { rows: 3, columns: 3 };

/** Asks how large a table is to be, where the caret is. */
export const TablePicker = ({ editor }: { readonly editor: LexicalEditor }) => {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef({ getBoundingClientRect: () => new DOMRect() });

  useEffect(
    () =>
      editor.registerCommand(
        PICK_TABLE_COMMAND,
        () => {
          anchor.current = { getBoundingClientRect: () => caretRect(editor) };
          setOpen(true);
          return true;
        },
        COMMAND_PRIORITY_EDITOR,
      ),
    [editor],
  );

  if (!isOpen) return null;
  return (
    <AnchoredPopover
      className={styles.card}
      label={t('actions.table')}
      anchor={anchor}
      onClose={() => setOpen(false)}
      align="start"
      sideOffset={8}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        editor.focus();
      }}
    >
      <SizeGrid
        onPick={(rows, columns) => {
          setOpen(false);
          insertTable(editor, rows, columns);
        }}
      />
    </AnchoredPopover>
  );
};

const SizeGrid = ({ onPick }: { onPick(rows: number, columns: number): void }) => {
  const { t } = useTranslation();
  const [{ rows, columns }, setSize] = useState(START);
  const label = t('tables.size', { rows: String(rows), columns: String(columns) });

  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [-1, 0],
      ArrowDown: [1, 0],
      ArrowLeft: [0, -1],
      ArrowRight: [0, 1],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const within = (value: number): number => Math.min(MOST, Math.max(1, value));
    setSize({ rows: within(rows + step[0]), columns: within(columns + step[1]) });
  };

  const sizeAt = (event: PointerEvent): typeof START | null => {
    const under = elementAt(event.currentTarget, event.clientX, event.clientY);
    if (!(under instanceof HTMLElement) || under.dataset.row === undefined) return null;
    return { rows: Number(under.dataset.row), columns: Number(under.dataset.column) };
  };

  return (
    <>
      <button
        type="button"
        className={styles.grid}
        aria-label={t('tables.insert', { size: label })}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => setSize(sizeAt(event) ?? { rows, columns })}
        onPointerDown={(event) => {
          // A finger that glides over the squares chooses where it is lifted.
          event.currentTarget.releasePointerCapture(event.pointerId);
          setSize(sizeAt(event) ?? { rows, columns });
        }}
        onClick={() => onPick(rows, columns)}
      >
        {Array.from({ length: MOST * MOST }, (_, i) => {
          const [row, column] = [Math.floor(i / MOST) + 1, (i % MOST) + 1];
          return (
            <span
              key={`${row} ${column}`}
              data-row={row}
              data-column={column}
              className={cx(styles.square, row <= rows && column <= columns && styles.chosen)}
            />
          );
        })}
      </button>
      <p className={styles.size} aria-live="polite">
        {label}
      </p>
    </>
  );
};

const caretRect = (editor: LexicalEditor): DOMRect => {
  const range = selectedDomRange(editor);
  const rect = range?.getBoundingClientRect();
  if (rect && rect.height > 0) return rect;
  const node = range?.startContainer;
  const element = node instanceof HTMLElement ? node : node?.parentElement;
  return (element ?? editor.getRootElement())?.getBoundingClientRect() ?? new DOMRect();
};
