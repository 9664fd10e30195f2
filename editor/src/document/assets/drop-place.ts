import { $getNearestNodeFromDOMNode, $getRoot, $isRootNode, type LexicalEditor } from 'lexical';
import { elementAt } from '../../ui/dom.ts';
import type { Place } from './insert-nodes.ts';

/** Where a drop would put something: a line between two blocks, in the page's coordinates. */
export interface DropPlace extends Place {
  readonly line: { readonly left: number; readonly top: number; readonly width: number };
}

/** So far from a gap there is a block. */
const REACH = [0, -14, 14, -40, 40];

/** The gap between blocks that is nearest to the pointer; null outside the text. */
export const dropPlaceAt = (editor: LexicalEditor, x: number, y: number): DropPlace | null => {
  const root = editor.getRootElement();
  if (root === null) return null;
  const bounds = root.getBoundingClientRect();
  // Beside the text counts as well: a hand isn't that steady.
  const within = Math.min(Math.max(x, bounds.left + 8), bounds.right - 8);
  for (const reach of REACH) {
    const hit = elementAt(root, within, y + reach);
    if (hit === null || hit === root || !root.contains(hit)) continue;
    const key = editor.read(() => {
      const block = $getNearestNodeFromDOMNode(hit)?.getTopLevelElement() ?? null;
      return block === null || $isRootNode(block) ? null : block.getKey();
    });
    const element = key === null ? null : editor.getElementByKey(key);
    if (key === null || element === null) continue;
    const block = element.getBoundingClientRect();
    const before = y < block.top + block.height / 2;
    return { key, before, line: { left: bounds.left, top: before ? block.top : block.bottom, width: bounds.width } };
  }
  // Below the last block.
  const key = editor.read(() => $getRoot().getLastChild()?.getKey() ?? null);
  const last = key === null ? null : editor.getElementByKey(key);
  if (key === null || last === null) return null;
  const { bottom } = last.getBoundingClientRect();
  return { key, before: false, line: { left: bounds.left, top: bottom, width: bounds.width } };
};
