import { $insertGeneratedNodes } from '@lexical/clipboard';
import { $getEditor, $isElementNode, $parseSerializedNode, type BaseSelection, type LexicalNode } from 'lexical';
import type { ContentNode } from '../../content/formats/index.ts';

/** Nodes of what was read. */
export const $nodesOf = (blocks: readonly ContentNode[]): LexicalNode[] =>
  blocks.map((block) => $parseSerializedNode(block as never));

/** Puts what was read in place of the selection. One plain paragraph is words, and goes into the line. */
export const $insertContent = (blocks: readonly ContentNode[], selection: BaseSelection): void => {
  const nodes = $nodesOf(blocks);
  const [only] = nodes;
  const isWords = blocks.length === 1 && blocks[0]?.type === 'paragraph' && $isElementNode(only) && !only.isEmpty();
  $insertGeneratedNodes($getEditor(), isWords ? only.getChildren() : nodes, selection);
};
