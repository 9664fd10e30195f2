import { $onUpdate, type LexicalEditor, type LexicalNode } from 'lexical';
import { ArrowDown, ArrowUp, Copy, GripVertical, Trash2 } from 'lucide-react';
import { $duplicateBlocks } from '../../content/blocks/duplicate.ts';
import { $moveBlocksBy } from '../../content/blocks/move.ts';
import { $removeBlocks } from '../../content/blocks/remove.ts';
import { BLOCKS_MOVED_COMMAND, OPEN_BLOCK_MENU_COMMAND } from '../block-tools/block-commands.ts';
import { $chosenBlocks, $selectBlocks } from '../block-tools/chosen-blocks.ts';
import type { Action } from './action.ts';

const onBlocks =
  ($do: (blocks: LexicalNode[]) => void) =>
  (editor: LexicalEditor): void =>
    editor.update(() => {
      const blocks = $chosenBlocks();
      if (blocks.length > 0) $do(blocks);
    });

const move =
  (by: -1 | 1) =>
  (editor: LexicalEditor): void =>
    editor.update(() => {
      const blocks = $chosenBlocks();
      if (!$moveBlocksBy(blocks, by)) return;
      editor.dispatchCommand(BLOCKS_MOVED_COMMAND, undefined);
      const first = blocks[by === -1 ? 0 : blocks.length - 1]?.getKey() ?? '';
      $onUpdate(() => editor.getElementByKey(first)?.scrollIntoView({ block: 'nearest' }));
    });

const isDisabled: Action['isDisabled'] = (state) => state.readOnly;

export const MOVE_UP: Action = {
  name: 'moveUp',
  icon: ArrowUp,
  shortcut: { key: 'ArrowUp', alt: true, shift: true, bare: true },
  run: move(-1),
  isDisabled,
};

export const MOVE_DOWN: Action = {
  name: 'moveDown',
  icon: ArrowDown,
  shortcut: { key: 'ArrowDown', alt: true, shift: true, bare: true },
  run: move(1),
  isDisabled,
};

export const DUPLICATE: Action = {
  name: 'duplicate',
  icon: Copy,
  shortcut: { key: 'd' },
  run: onBlocks((blocks) => $selectBlocks($duplicateBlocks(blocks))),
  isDisabled,
};

export const REMOVE: Action = {
  name: 'removeBlock',
  icon: Trash2,
  shortcut: { key: 'Backspace', shift: true },
  run: onBlocks($removeBlocks),
  isDisabled,
};

export const BLOCK_MENU: Action = {
  name: 'blockMenu',
  icon: GripVertical,
  shortcut: { key: 'KeyO', alt: true },
  run: (editor) => editor.dispatchCommand(OPEN_BLOCK_MENU_COMMAND, undefined),
  isDisabled,
};

/** What is done to blocks as whole. */
export const ARRANGE_ACTIONS: readonly Action[] = [MOVE_UP, MOVE_DOWN, DUPLICATE, REMOVE];
