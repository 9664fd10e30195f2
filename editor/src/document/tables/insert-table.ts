import {
  $findMatchingParent,
  $getSelection,
  $insertNodes,
  $isRangeSelection,
  createCommand,
  type LexicalEditor,
} from 'lexical';
import { Table } from 'lucide-react';
import { $createGrid, GridCellNode } from '../../content/index.ts';
import type { Action } from '../actions/action.ts';

/** Asks for the size of a table, and puts it where the caret is. */
export const PICK_TABLE_COMMAND = createCommand<void>('PICK_TABLE_COMMAND');

export const insertTable = (editor: LexicalEditor, rows: number, columns: number): void => {
  editor.update(() => {
    const selection = $getSelection();
    if (!$isRangeSelection(selection)) return;
    const table = $createGrid(rows, columns, { headerRow: true });
    // There are no tables in tables: beside one it is.
    const around = $findMatchingParent(selection.anchor.getNode(), (node) => node instanceof GridCellNode)?.getParent();
    const other = around?.getParent();
    if (other) other.insertAfter(table);
    else $insertNodes([table]);
    table.getFirstDescendant()?.selectStart();
  });
};

export const TABLE: Action = {
  name: 'table',
  icon: Table,
  run: (editor) => editor.dispatchCommand(PICK_TABLE_COMMAND, undefined),
  isDisabled: (state) => state.readOnly,
};
