import { $insertNodeToNearestRoot } from '@lexical/utils';
import {
  $findMatchingParent,
  $getSelection,
  $isParagraphNode,
  $isRangeSelection,
  $isRootOrShadowRoot,
  type LexicalNode,
} from 'lexical';

/** Puts a block where the caret is: above an empty line, which stays to write on, else into the midst of the text. */
export const $insertBlock = <Block extends LexicalNode>(block: Block): Block => {
  const selection = $getSelection();
  const line = $isRangeSelection(selection) ? $findMatchingParent(selection.anchor.getNode(), $isParagraphNode) : null;
  if (line?.isEmpty() && $isRootOrShadowRoot(line.getParent())) line.insertBefore(block);
  else $insertNodeToNearestRoot(block);
  return block;
};
