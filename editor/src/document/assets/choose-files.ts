import { createCommand, type LexicalCommand, type NodeKey } from 'lexical';
import { ImagePlus, Paperclip } from 'lucide-react';
import type { Action } from '../actions/action.ts';

export interface FileChoice {
  readonly kind: 'picture' | 'file';
  /** The picture whose bytes the chosen ones replace. */
  readonly replaces?: NodeKey;
}

/** Opens the system's file chooser, for what is then put where the caret is. */
export const CHOOSE_FILES_COMMAND: LexicalCommand<FileChoice> = createCommand('CHOOSE_FILES_COMMAND');

export const IMAGE: Action = {
  name: 'image',
  icon: ImagePlus,
  run: (editor) => editor.dispatchCommand(CHOOSE_FILES_COMMAND, { kind: 'picture' }),
  isDisabled: (state) => state.readOnly,
};

export const FILE: Action = {
  name: 'file',
  icon: Paperclip,
  run: (editor) => editor.dispatchCommand(CHOOSE_FILES_COMMAND, { kind: 'file' }),
  isDisabled: (state) => state.readOnly,
};
