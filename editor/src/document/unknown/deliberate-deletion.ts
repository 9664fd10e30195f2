import {
  $caretFromPoint,
  $createNodeSelection,
  $extendCaretToRange,
  $getSelection,
  $isDecoratorNode,
  $isElementNode,
  $isRangeSelection,
  $isSiblingCaret,
  $setSelection,
  COMMAND_PRIORITY_HIGH,
  DELETE_CHARACTER_COMMAND,
  DELETE_LINE_COMMAND,
  DELETE_WORD_COMMAND,
  type LexicalEditor,
  mergeRegister,
} from 'lexical';
import { UnknownBlockNode, UnknownInlineNode } from '../../content/nodes/unknown.ts';

type Unknown = UnknownBlockNode | UnknownInlineNode;

/** What nobody here can make again isn't deleted by one keystroke beside it: that selects it, and the next deletes it. */
export const registerDeliberateDeletion = (editor: LexicalEditor): (() => void) =>
  mergeRegister(
    ...[DELETE_CHARACTER_COMMAND, DELETE_WORD_COMMAND, DELETE_LINE_COMMAND].map((command) =>
      editor.registerCommand(command, $selectUnknown, COMMAND_PRIORITY_HIGH),
    ),
  );

const $selectUnknown = (isBackward: boolean): boolean => {
  const unknown = $unknownBesideCaret(isBackward);
  if (unknown === null) return false;
  const selection = $createNodeSelection();
  selection.add(unknown.getKey());
  $setSelection(selection);
  return true;
};

/** What of an unknown type stands right beside the caret, be it across the edge of its block. */
const $unknownBesideCaret = (isBackward: boolean): Unknown | null => {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || !selection.isCollapsed()) return null;
  const range = $extendCaretToRange($caretFromPoint(selection.anchor, isBackward ? 'previous' : 'next'));
  if (range.getTextSlices().some((slice) => slice !== null && slice.distance !== 0)) return null;
  let hasLeftBlock = false;
  for (const caret of range.iterNodeCarets('root')) {
    const { origin } = caret;
    if (origin instanceof UnknownBlockNode || origin instanceof UnknownInlineNode) return origin;
    if ($isDecoratorNode(origin)) return null;
    if (!$isElementNode(origin) || origin.isInline()) {
      if (!$isElementNode(origin)) return null;
      continue;
    }
    // Out of one's own block, and not into the next.
    if (!$isSiblingCaret(caret) || hasLeftBlock) return null;
    hasLeftBlock = true;
  }
  return null;
};
