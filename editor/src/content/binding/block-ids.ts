import type { NodeKey } from 'lexical';
import { type Binding, blockOf } from './binding.ts';
import { idOf, knownId } from './elements.ts';
import { isDeleted } from './schema.ts';

/** The origin of a written id: it is no step of the author's that undo could take back. */
const GIVEN_ID = Symbol('an id was given to a block');

/**
 * The id of the block that a node shows, null where it shows none. With `write` it is kept in the document, so that it
 * outlives even the undoing of its removal; without, it is what would be kept.
 */
export function idOfBlock(binding: Binding, key: NodeKey, write: boolean): string | null {
  const head = blockOf(binding, key)?.head;
  if (!head) return null;
  return write ? binding.doc.transact(() => idOf(head), GIVEN_ID) : knownId(head);
}

/** The node that shows the block of an id, or the block that it has been merged into. */
export function keyOfBlock(binding: Binding, id: string): NodeKey | null {
  for (const [element, key] of binding.keys) if (!isDeleted(element) && knownId(element) === id) return key;
  return null;
}
