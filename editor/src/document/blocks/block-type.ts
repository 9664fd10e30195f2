import { $createCodeNode, $isCodeNode } from '@lexical/code-core';
import {
  $isListNode,
  INSERT_CHECK_LIST_COMMAND,
  INSERT_ORDERED_LIST_COMMAND,
  INSERT_UNORDERED_LIST_COMMAND,
  ListNode,
  REMOVE_LIST_COMMAND,
} from '@lexical/list';
import { $createHeadingNode, $createQuoteNode, $isHeadingNode, $isQuoteNode } from '@lexical/rich-text';
import { $setBlocksType } from '@lexical/selection';
import { $getNearestNodeOfType } from '@lexical/utils';
import {
  $createParagraphNode,
  $findMatchingParent,
  $isElementNode,
  $isRootOrShadowRoot,
  type ElementNode,
  type LexicalEditor,
  type LexicalNode,
  type RangeSelection,
} from 'lexical';

import { $keepLook } from '../../content/blocks/keep-look.ts';
import { $lettersOfChosen } from '../block-tools/chosen-blocks.ts';

export const BLOCK_TYPES = [
  'paragraph',
  'heading1',
  'heading2',
  'heading3',
  'bullet',
  'number',
  'check',
  'quote',
  'code',
] as const;
export type BlockType = (typeof BLOCK_TYPES)[number];

const HEADINGS: Readonly<Record<string, BlockType>> = { h1: 'heading1', h2: 'heading2', h3: 'heading3' };

/** The block that the selection begins in. */
export const $blockTypeOf = (selection: RangeSelection): BlockType => $blockTypeAt(selection.anchor.getNode());

/** The block that a node is or stands in. */
export const $blockTypeAt = (node: LexicalNode): BlockType => {
  const list = $getNearestNodeOfType(node, ListNode);
  if (list !== null) return list.getListType();
  const block = $findMatchingParent(node, (each) => {
    const parent = each.getParent();
    return parent !== null && $isRootOrShadowRoot(parent);
  });
  if ($isHeadingNode(block)) return HEADINGS[block.getTag()] ?? 'heading3';
  if ($isQuoteNode(block)) return 'quote';
  if ($isCodeNode(block)) return 'code';
  return 'paragraph';
};

const LIST_COMMANDS = {
  bullet: INSERT_UNORDERED_LIST_COMMAND,
  number: INSERT_ORDERED_LIST_COMMAND,
  check: INSERT_CHECK_LIST_COMMAND,
} as const;

const CREATE: Readonly<Record<Exclude<BlockType, keyof typeof LIST_COMMANDS | 'code'>, () => ElementNode>> = {
  paragraph: $createParagraphNode,
  heading1: () => $createHeadingNode('h1'),
  heading2: () => $createHeadingNode('h2'),
  heading3: () => $createHeadingNode('h3'),
  quote: () => $createQuoteNode(),
};

/** Lines of several blocks become one block of code, without formats. */
const $setCode = (selection: RangeSelection): void => {
  if (selection.isCollapsed()) {
    $setBlocksType(selection, () => $createCodeNode(), $keepLook);
    return;
  }
  const text = selection.getTextContent().replace(/\n\n/g, '\n');
  const code = $createCodeNode();
  selection.insertNodes([code]);
  code.select(0, 0).insertRawText(text);
};

/** Makes the selected blocks of this type; blocks that are so already become text again. */
export const setBlockType = (editor: LexicalEditor, type: BlockType): void => {
  editor.update(() => {
    const selection = $lettersOfChosen();
    if (selection === null) return;
    const next = $blockTypeOf(selection) === type ? 'paragraph' : type;
    if (next === 'bullet' || next === 'number' || next === 'check') {
      editor.dispatchCommand(LIST_COMMANDS[next], undefined);
    } else if (next === 'code') {
      $setCode(selection);
    } else if (next === 'paragraph' && $getNearestNodeOfType(selection.anchor.getNode(), ListNode) !== null) {
      editor.dispatchCommand(REMOVE_LIST_COMMAND, undefined);
    } else {
      $setBlocksType(selection, CREATE[next], $keepLook);
    }
  });
};

/** Whether the selection lies within one block of code. */
export const $isInCode = (selection: RangeSelection): boolean => {
  const code = $findMatchingParent(selection.anchor.getNode(), $isCodeNode);
  return code?.is($findMatchingParent(selection.focus.getNode(), $isCodeNode)) ?? false;
};

/** Whether the selection begins in a list. */
export const $isInList = (selection: RangeSelection): boolean =>
  $findMatchingParent(selection.anchor.getNode(), (node) => $isElementNode(node) && $isListNode(node)) !== null;
