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
import { ACTION_GROUPS } from './all-actions.ts';
import { matches } from './shortcuts.ts';

/** Lexical's own keys, and those that are heard all over the page. */
const KEYED_ELSEWHERE: readonly string[] = [
  'bold',
  'italic',
  'underline',
  'undo',
  'redo',
  'find',
  'replace',
  'shortcuts',
];
const KEYED_ACTIONS: readonly Action[] = ACTION_GROUPS.flatMap(({ actions }) => actions).filter(
  ({ name }) => !KEYED_ELSEWHERE.includes(name),
);

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
