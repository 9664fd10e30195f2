import { REDO_COMMAND, UNDO_COMMAND } from 'lexical';
import { Redo2, Undo2 } from 'lucide-react';
import type { Action } from './action.ts';

export const UNDO: Action = {
  name: 'undo',
  icon: Undo2,
  shortcut: { key: 'z' },
  run: (editor) => editor.dispatchCommand(UNDO_COMMAND, undefined),
  isDisabled: (state) => state.readOnly || !state.canUndo,
};

export const REDO: Action = {
  name: 'redo',
  icon: Redo2,
  shortcut: { key: 'z', shift: true },
  run: (editor) => editor.dispatchCommand(REDO_COMMAND, undefined),
  isDisabled: (state) => state.readOnly || !state.canRedo,
};
