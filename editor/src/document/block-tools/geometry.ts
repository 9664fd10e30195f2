import { $getRoot, $isElementNode, type ElementNode, type LexicalEditor, type LexicalNode } from 'lexical';
import type { PlacedBlock } from '../../content/binding/lists.ts';
import { $blocksIn, $isContainer } from '../../content/blocks/outline.ts';

/** Pixels at the edges of a container that are the container itself, and not what is in it. */
const EDGE = 7;

/** A block as it is drawn. */
export interface DrawnBlock extends PlacedBlock {
  readonly rect: DOMRect;
}

/** The blocks of a container that can be seen, which those of a folded one can't. */
export const $drawnBlocks = (editor: LexicalEditor, container: ElementNode): DrawnBlock[] =>
  $blocksIn(container).flatMap((block) => {
    const rect = editor.getElementByKey(block.node.getKey())?.getBoundingClientRect();
    return rect === undefined || rect.height === 0 ? [] : [{ ...block, rect }];
  });

/** The innermost block at a height of the screen; between two, the one above. */
export const $blockAtHeight = (editor: LexicalEditor, y: number): LexicalNode | null => {
  let container: ElementNode = $getRoot();
  let found: LexicalNode | null = null;
  for (;;) {
    const at = $lastFrom(editor, $blocksIn(container), y);
    if (at === null) return found;
    found = at.node;
    if (!holdsHeight(at, y)) return found;
    container = at.node as ElementNode;
  }
};

/** Whether a height lies within a container, and not at its edge. */
export const holdsHeight = ({ node, rect }: DrawnBlock, y: number): boolean =>
  $isElementNode(node) && $isContainer(node) && y > rect.top + EDGE && y < rect.bottom - EDGE;

/**
 * The last block that begins above a height, else the first. Looked up as a word in a dictionary is: a document has
 * thousands of blocks, and this happens as the mouse moves.
 */
const $lastFrom = (editor: LexicalEditor, blocks: readonly PlacedBlock[], y: number): DrawnBlock | null => {
  const drawn = (index: number): DrawnBlock | null => {
    const block = blocks[index];
    const rect = block && editor.getElementByKey(block.node.getKey())?.getBoundingClientRect();
    // What is folded away comes last in its container, and lies nowhere.
    return block && rect && rect.height > 0 ? { ...block, rect } : null;
  };
  let [low, high] = [0, blocks.length - 1];
  let found = drawn(0);
  while (low <= high) {
    const middle = (low + high) >> 1;
    const block = drawn(middle);
    if (block !== null && block.rect.top <= y) {
      found = block;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
};

/** Where the first line of a block lies: its top and height on the screen. */
export const firstLineOf = (element: HTMLElement): { top: number; height: number } => {
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  const height = Number.parseFloat(style.lineHeight) || 24;
  const padding = Number.parseFloat(style.paddingTop) || 0;
  // What has no text, as a divider, is one line as a whole.
  if (box.height < height + padding) return { top: box.top, height: box.height };
  return { top: box.top + padding, height };
};
