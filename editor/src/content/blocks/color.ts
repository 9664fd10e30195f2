import { $getState, $setState, createState, type LexicalNode } from 'lexical';
import { $isBlock } from '../binding/node-kinds.ts';

/** The colours that text, marks and blocks may have; each is a pair of tokens that reads well in both themes. */
export const COLORS = ['gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple', 'pink'] as const;
export type Color = (typeof COLORS)[number];

/** How a block is coloured: its text, or the ground behind it. */
export type BlockColor = Color | `${Color}-ground`;

const isBlockColor = (value: unknown): value is BlockColor =>
  typeof value === 'string' && COLORS.some((color) => value === color || value === `${color}-ground`);

const colorState = createState('color', { parse: (value): BlockColor | null => (isBlockColor(value) ? value : null) });

export function $blockColorOf(block: LexicalNode): BlockColor | null {
  return $getState(block, colorState);
}

/** Colours blocks, and what stands in those that hold others; null takes the colour away. */
export function $setBlockColor(blocks: readonly LexicalNode[], color: BlockColor | null): void {
  for (const block of blocks) if ($isBlock(block) && block.isAttached()) $setState(block, colorState, color);
}
