import { $isTableSelection } from '@lexical/table';
import { $getNodeByKey, $getSelection, $isElementNode, $isRangeSelection, type LexicalNode } from 'lexical';
import { $insertRows, $shownCells, GridNode } from '../../content/index.ts';
import { $isInCode, $isInList } from '../blocks/block-type.ts';
import { $tablePlace } from './place.ts';

/** Tab goes to the next cell, and from the last one to a new row; Shift+Tab to the one before. */
export const $travel = (event: KeyboardEvent): boolean => {
  const selection = $getSelection();
  // In a list it indents, and in code it is a tab.
  if ($isRangeSelection(selection) && ($isInList(selection) || $isInCode(selection))) return false;
  const place = $tablePlace();
  const table = place && $getNodeByKey(place.table);
  if (!place || !(table instanceof GridNode)) return false;
  const cells = $shownCells(table);
  const at = cells.findIndex(({ cell }) => cell.getKey() === place.cell);
  const next = cells[at + (event.shiftKey ? -1 : 1)]?.cell;
  event.preventDefault();
  if (next) $enter(next);
  else if (!event.shiftKey) $enter($insertRows(table, place.rows).getFirstChild());
  return true;
};

/** Escape makes one cell of those selected the one with the caret. */
export const $collapse = (): boolean => {
  const selection = $getSelection();
  if (!$isTableSelection(selection)) return false;
  const cell = selection.focus.getNode();
  $enter(cell);
  return true;
};

const $enter = (cell: LexicalNode | null): void => {
  if ($isElementNode(cell)) cell.selectEnd();
};
