import {
  $getSelection,
  $isRangeSelection,
  COMMAND_PRIORITY_HIGH,
  defineExtension,
  INDENT_CONTENT_COMMAND,
  KEY_DOWN_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
  mergeRegister,
  OUTDENT_CONTENT_COMMAND,
} from 'lexical';
import { $isInCode, $isInList } from '../blocks/block-type.ts';
import type { Action } from './action.ts';
import { ARRANGE_ACTIONS, BLOCK_MENU } from './arrange-actions.ts';
import { BLOCK_ACTIONS } from './block-actions.ts';
import { FORMAT_ACTIONS, LINK } from './format-actions.ts';
import { matches } from './shortcuts.ts';

/** Bold, italic, underline, undo and redo are Lexical's own keys. */
const BUILT_IN: readonly string[] = ['bold', 'italic', 'underline'];
const KEYED_ACTIONS: readonly Action[] = [
  ...BLOCK_ACTIONS,
  ...FORMAT_ACTIONS,
  LINK,
  ...ARRANGE_ACTIONS,
  BLOCK_MENU,
].filter(({ name }) => !BUILT_IN.includes(name));

const registerKeys = (editor: LexicalEditor): (() => void) =>
  mergeRegister(
    editor.registerCommand(
      KEY_DOWN_COMMAND,
      (event) => {
        const action = KEYED_ACTIONS.find(({ shortcut }) => shortcut !== undefined && matches(shortcut, event));
        if (action === undefined) return false;
        event.preventDefault();
        action.run(editor);
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    ),
    editor.registerCommand(
      KEY_TAB_COMMAND,
      (event) => {
        const selection = $getSelection();
        if ($isRangeSelection(selection) && $isInCode(selection)) return false;
        // Outside lists and code, Tab moves on through the page, so that nobody is trapped in the text.
        if (!$isRangeSelection(selection) || !$isInList(selection)) return true;
        event.preventDefault();
        return editor.dispatchCommand(event.shiftKey ? OUTDENT_CONTENT_COMMAND : INDENT_CONTENT_COMMAND, undefined);
      },
      COMMAND_PRIORITY_HIGH,
    ),
  );

/** The keys of `actions`, and where Tab indents. */
export const KeysExtension = defineExtension({ name: 'cowrite/keys', register: registerKeys });
