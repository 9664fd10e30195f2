import { createCommand, type LexicalCommand } from 'lexical';

/** Opens the menu of the blocks that are selected, or that the caret is in. */
export const OPEN_BLOCK_MENU_COMMAND: LexicalCommand<void> = createCommand('OPEN_BLOCK_MENU_COMMAND');

/** Blocks were moved by a key or a menu, in the update at hand. */
export const BLOCKS_MOVED_COMMAND: LexicalCommand<void> = createCommand('BLOCKS_MOVED_COMMAND');
