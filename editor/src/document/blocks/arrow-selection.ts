import {
  $createNodeSelection,
  $getSelection,
  $isDecoratorNode,
  $isNodeSelection,
  $isRangeSelection,
  $isRootOrShadowRoot,
  $setSelection,
  COMMAND_PRIORITY_NORMAL,
  defineExtension,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ARROW_UP_COMMAND,
  type LexicalEditor,
  type LexicalNode,
  mergeRegister,
} from 'lexical';
import { selectedDomRange } from '../selected-dom-range.ts';

type Direction = 'up' | 'down';

/** The block that stands in the text at the selection's end, among its siblings. */
const $blockAtSelection = (): LexicalNode | null => {
  const selection = $getSelection();
  if ($isNodeSelection(selection)) return selection.getNodes()[0] ?? null;
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null;
  const node = selection.anchor.getNode();
  return [node, ...node.getParents()].find((each) => $isRootOrShadowRoot(each.getParent())) ?? null;
};

/** Whether the caret is on the block's first or last line, from where an arrow leaves it. */
const isAtEdge = (editor: LexicalEditor, block: LexicalNode, direction: Direction): boolean => {
  const element = editor.getElementByKey(block.getKey());
  const range = selectedDomRange(editor);
  if (element === null || range === null) return false;
  const caret = range.getBoundingClientRect();
  // In an empty line a caret has no box of its own.
  if (caret.height === 0) return block.getTextContent() === '';
  const box = element.getBoundingClientRect();
  return (direction === 'down' ? box.bottom - caret.bottom : caret.top - box.top) < caret.height * 0.9;
};

/** An arrow selects a picture or the like that lies in its way; a browser's caret would jump over it. */
const registerArrows = (editor: LexicalEditor): (() => void) => {
  const onArrow =
    (direction: Direction) =>
    (event: KeyboardEvent): boolean => {
      if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
      const block = $blockAtSelection();
      const beside = direction === 'down' ? block?.getNextSibling() : block?.getPreviousSibling();
      if (!block || !$isDecoratorNode(beside) || beside.isInline() || !beside.isKeyboardSelectable()) return false;
      if ($isRangeSelection($getSelection()) && !isAtEdge(editor, block, direction)) return false;
      event.preventDefault();
      const selection = $createNodeSelection();
      selection.add(beside.getKey());
      $setSelection(selection);
      return true;
    };
  return mergeRegister(
    editor.registerCommand(KEY_ARROW_DOWN_COMMAND, onArrow('down'), COMMAND_PRIORITY_NORMAL),
    editor.registerCommand(KEY_ARROW_UP_COMMAND, onArrow('up'), COMMAND_PRIORITY_NORMAL),
  );
};

export const ArrowSelectionExtension = defineExtension({ name: 'cowrite/arrow-selection', register: registerArrows });
