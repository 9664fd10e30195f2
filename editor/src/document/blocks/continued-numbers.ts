import { $isListItemNode, $isListNode, ListNode } from '@lexical/list';
import { defineExtension, type LexicalEditor, type LexicalNode } from 'lexical';
import { $insetOf } from '../../content/blocks/inset.ts';

/** The list that goes on behind blocks that belong to its item, and what stands before those. */
const $listBefore = (list: ListNode): ListNode | null => {
  let before = list.getPreviousSibling();
  if (before === null || $insetOf(before) === 0) return null;
  while (before !== null && $insetOf(before) > 0) before = before.getPreviousSibling();
  return $isListNode(before) ? before : null;
};

const $continueNumbers = (list: ListNode): void => {
  const before = list.getListType() === 'number' ? $listBefore(list) : null;
  if (before?.getListType() !== 'number') return;
  // What only holds a deeper list has no number.
  const items = before.getChildren().filter((item) => $isListItemNode(item) && !$isListNode(item.getFirstChild()));
  const start = before.getStart() + items.length;
  if (list.getStart() !== start) list.setStart(start);
};

/** Has the list behind a block counted anew, if that block, and those after it, belong to an item. */
export const $countOnBehind = (block: LexicalNode): void => {
  let next = block.getNextSibling();
  while (next !== null && $insetOf(next) > 0) next = next.getNextSibling();
  if ($isListNode(next)) next.markDirty();
};

/**
 * A numbered list is one list, also where blocks belong to one of its items: behind them it counts on, whatever comes
 * before. So do Markdown and HTML, where such blocks stand inside the item.
 */
const registerContinuedNumbers = (editor: LexicalEditor): (() => void) =>
  editor.registerNodeTransform(ListNode, (list) => {
    $continueNumbers(list);
    const next = list.getNextSibling();
    if (next !== null && $insetOf(next) > 0) $countOnBehind(list);
  });

export const ContinuedNumbersExtension = defineExtension({
  name: 'cowrite/continued-numbers',
  register: registerContinuedNumbers,
});
