import { createCommand, type LexicalCommand } from 'lexical';
import type { Shortcut } from '../actions/shortcuts.ts';

export const SHORTCUTS_KEY: Shortcut = { key: 'Slash' };

/** Opens the sheet of all keys. */
export const SHOW_SHORTCUTS_COMMAND: LexicalCommand<void> = createCommand('SHOW_SHORTCUTS_COMMAND');
