import { Keyboard } from 'lucide-react';
import { SHORTCUTS_KEY, SHOW_SHORTCUTS_COMMAND } from '../help/show-shortcuts.ts';
import type { Action } from './action.ts';

export const SHORTCUTS: Action = {
  name: 'shortcuts',
  icon: Keyboard,
  shortcut: SHORTCUTS_KEY,
  run: (editor) => editor.dispatchCommand(SHOW_SHORTCUTS_COMMAND, undefined),
  isDisabled: () => false,
};
