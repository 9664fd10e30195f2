import { $isListItemNode } from '@lexical/list';
import { $getState, $setState, createState, type LexicalNode } from 'lexical';
import { $isBlock } from '../binding/node-kinds.ts';
import { asCount } from '../nodes/states.ts';

/** One step deeper than items of lists go. */
export const DEEPEST_INSET = 8;

const insetState = createState('inset', { parse: asCount(DEEPEST_INSET) });

/**
 * How many items of lists a block belongs to that is none itself: code in a step of a manual, say. It stands below the
 * item, as far in as the words there; 0 for a block that stands for itself.
 */
export function $insetOf(block: LexicalNode): number {
  return $isListItemNode(block) ? 0 : $getState(block, insetState);
}

export function $setInset(block: LexicalNode, inset: number): void {
  if ($isBlock(block) && !$isListItemNode(block)) $setState(block, insetState, asCount(DEEPEST_INSET)(inset));
}
