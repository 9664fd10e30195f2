import { $getRoot, type ElementNode, type LexicalEditor, type NodeKey } from 'lexical';
import { depthBelow, type Gap } from '../../content/blocks/move.ts';
import { $drawnBlocks, type DrawnBlock, holdsHeight } from './geometry.ts';

/** Pixels that a list is indented by, as in text.module.css. */
const INDENT = 26;

/** What is dragged, and how. */
export interface Dragged {
  readonly keys: ReadonlySet<NodeKey>;
  /** Of the first dragged item; null if none of them is one. */
  readonly depth: number | null;
  /** Pixels from where it was taken to where it is now, to the right. */
  readonly right: number;
}

/** A gap, and where the line that shows it lies on the screen. */
export interface DrawnGap extends Gap {
  readonly line: { readonly top: number; readonly left: number; readonly width: number };
}

/** The gap nearest to a height of the screen, as deep in a list as the drag to the right says; null in an empty text. */
export const $gapAt = (editor: LexicalEditor, y: number, dragged: Dragged): DrawnGap | null => {
  let container: ElementNode = $getRoot();
  for (;;) {
    const blocks = $drawnBlocks(editor, container);
    const index = lastFrom(blocks, y);
    const at = blocks[index];
    if (at === undefined) return null;
    if (
      !dragged.keys.has(at.node.getKey()) &&
      holdsHeight(at, y) &&
      $drawnBlocks(editor, at.node as ElementNode).length > 0
    ) {
      container = at.node as ElementNode;
      continue;
    }
    const isBelow = y > at.rect.top + at.rect.height / 2;
    return gapBefore(container, blocks, index + (isBelow ? 1 : 0), dragged);
  }
};

const lastFrom = (blocks: readonly DrawnBlock[], y: number): number =>
  Math.max(
    0,
    blocks.findLastIndex(({ rect }) => rect.top <= y),
  );

const gapBefore = (
  container: ElementNode,
  blocks: readonly DrawnBlock[],
  index: number,
  { keys, depth, right }: Dragged,
): DrawnGap => {
  let at = index;
  // What is no item goes between lists, or between their topmost items: below one, what is nested would lose its place.
  if (depth === null) while ((blocks[at]?.list?.depth ?? 0) > 0) at++;
  const rest = (block: DrawnBlock | undefined) => block !== undefined && !keys.has(block.node.getKey());
  const above = blocks.slice(0, at).findLast(rest);
  const below = blocks.slice(at).find(rest);
  const least = below?.list?.depth ?? 0;
  const wanted = depth === null ? 0 : depth + Math.round(right / INDENT);
  const deep = depth === null ? 0 : Math.max(Math.min(wanted, depthBelow(above)), Math.min(least, depthBelow(above)));
  return { container, before: blocks[at]?.node ?? null, depth: deep, line: lineOf(blocks, at, deep) };
};

const lineOf = (blocks: readonly DrawnBlock[], at: number, depth: number): DrawnGap['line'] => {
  const [above, below] = [blocks[at - 1]?.rect, blocks[at]?.rect];
  const lefts = blocks.flatMap(({ rect, list }) => (list === null ? rect.left : rect.left - (list.depth + 1) * INDENT));
  const left = Math.min(...lefts.slice(Math.max(0, at - 1), at + 1)) + depth * INDENT;
  const widest = Math.max(above?.right ?? 0, below?.right ?? 0);
  const top = above && below ? (above.bottom + below.top) / 2 : above ? above.bottom + 3 : (below?.top ?? 0) - 3;
  return { top, left, width: Math.max(40, widest - left) };
};
