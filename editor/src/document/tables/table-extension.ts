import { registerTableSelectionObserver, setScrollableTablesActive } from '@lexical/table';
import {
  COMMAND_PRIORITY_HIGH,
  COMMAND_PRIORITY_NORMAL,
  defineExtension,
  KEY_ESCAPE_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
  mergeRegister,
  SELECTION_INSERT_CLIPBOARD_NODES_COMMAND,
} from 'lexical';
import { $collapse, $travel } from './keys.ts';
import { $pasteIntoTable } from './paste.ts';

/**
 * Tables in the browser. Selecting cells, by mouse, touch and keys, is Lexical's; its own tidying up and its commands
 * aren't used, since they count cells.
 */
const registerTables = (editor: LexicalEditor): (() => void) => {
  setScrollableTablesActive(editor, true);
  return mergeRegister(
    registerTableSelectionObserver(editor, false),
    editor.registerCommand(KEY_TAB_COMMAND, $travel, COMMAND_PRIORITY_HIGH),
    editor.registerCommand(KEY_ESCAPE_COMMAND, $collapse, COMMAND_PRIORITY_NORMAL),
    editor.registerCommand(
      SELECTION_INSERT_CLIPBOARD_NODES_COMMAND,
      ({ nodes, selection }) => $pasteIntoTable(nodes, selection),
      COMMAND_PRIORITY_HIGH,
    ),
  );
};

export const TablesExtension = defineExtension({ name: 'cowrite/tables', register: registerTables });
