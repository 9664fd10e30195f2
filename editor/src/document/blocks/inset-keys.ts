import { $isCodeNode } from '@lexical/code-core';
import { $isListItemNode, $isListNode } from '@lexical/list';
import {
  $getSelection,
  $isElementNode,
  $isParagraphNode,
  $isRangeSelection,
  COMMAND_PRIORITY_CRITICAL,
  defineExtension,
  type ElementNode,
  INSERT_PARAGRAPH_COMMAND,
  KEY_BACKSPACE_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  mergeRegister,
  type RangeSelection,
} from 'lexical';
import { $insetOf, $setInset } from '../../content/blocks/inset.ts';
import { $blockAround } from '../../content/blocks/outline.ts';
import { $selectedBlocks } from '../block-tools/chosen-blocks.ts';
import { $countOnBehind } from './continued-numbers.ts';

/** The block with the caret, where that isn't an item of a list. */
const $blockAtCaret = (selection: RangeSelection): ElementNode | null => {
  const block = $blockAround(selection.anchor.getNode());
  return selection.isCollapsed() && $isElementNode(block) && !$isListItemNode(block) ? block : null;
};

const $isAtStart = ({ anchor }: RangeSelection, block: ElementNode): boolean => {
  if (anchor.offset !== 0) return false;
  for (let node: LexicalNode | null = block; node !== null; node = $isElementNode(node) ? node.getFirstChild() : null) {
    if (node.getKey() === anchor.key) return true;
  }
  return false;
};

/** How far in a block may stand: in the last item of the list above it, or beside what belongs to that. */
const $deepestInset = (block: LexicalNode): number => {
  const above = block.getPreviousSibling();
  if (above === null || !$isListNode(above)) return above === null ? 0 : $insetOf(above);
  let depth = 0;
  for (let list: LexicalNode | null = above; $isListNode(list); depth++) {
    const last: LexicalNode | null = list.getLastChild();
    list = $isListItemNode(last) ? last.getFirstChild() : null;
  }
  return depth;
};

/** Of blocks that are chosen as whole, as pictures are; false where they can't go further. */
const $insetAll = (blocks: readonly LexicalNode[], by: 1 | -1): boolean => {
  const [first] = blocks;
  if (first === undefined || blocks.some($isListItemNode)) return false;
  const inset = $insetOf(first) + by;
  if (inset < 0 || (by === 1 && inset > $deepestInset(first))) return false;
  for (const block of blocks) $setInset(block, Math.max(0, $insetOf(block) + by));
  $countOnBehind(first);
  return true;
};

const $tab = (by: 1 | -1): boolean => {
  const selection = $getSelection();
  const chosen = $selectedBlocks();
  if (chosen !== null) return $insetAll(chosen, by);
  const block = $isRangeSelection(selection) ? $blockAtCaret(selection) : null;
  if (block === null || !$isRangeSelection(selection) || !$isAtStart(selection, block)) return false;
  const inset = $insetOf(block) + by;
  // In code Tab is a letter; it comes out by Shift and Tab, or Backspace.
  if (inset < 0 || (by === 1 && ($isCodeNode(block) || inset > $deepestInset(block)))) return false;
  $setInset(block, inset);
  $countOnBehind(block);
  return true;
};

/** Enter in an empty line leads one step out; else the new line belongs where the one before does. */
const $enter = (): boolean => {
  const selection = $getSelection();
  const block = $isRangeSelection(selection) ? $blockAtCaret(selection) : null;
  const inset = block === null ? 0 : $insetOf(block);
  if (block === null || inset === 0 || !$isRangeSelection(selection) || $isCodeNode(block)) return false;
  if ($isParagraphNode(block) && block.isEmpty()) {
    $setInset(block, inset - 1);
    return true;
  }
  const made = selection.insertParagraph();
  if (made !== null) $setInset(made, inset);
  return true;
};

const registerInsetKeys = (editor: LexicalEditor): (() => void) =>
  mergeRegister(
    editor.registerCommand(INSERT_PARAGRAPH_COMMAND, $enter, COMMAND_PRIORITY_CRITICAL),
    editor.registerCommand(
      KEY_BACKSPACE_COMMAND,
      (event) => {
        if (!$tab(-1)) return false;
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_CRITICAL,
    ),
    editor.registerCommand(
      KEY_TAB_COMMAND,
      (event) => {
        if (!$tab(event.shiftKey ? -1 : 1)) return false;
        event.preventDefault();
        return true;
      },
      COMMAND_PRIORITY_CRITICAL,
    ),
  );

/** Keys of blocks that stand in items of lists: Tab and Shift+Tab at their start, Enter, Backspace. */
export const InsetKeysExtension = defineExtension({ name: 'cowrite/inset-keys', register: registerInsetKeys });
