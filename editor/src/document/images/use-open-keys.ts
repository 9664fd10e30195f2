import { $getSelection, $isNodeSelection, COMMAND_PRIORITY_HIGH, KEY_ENTER_COMMAND, type LexicalEditor } from 'lexical';
import { useEffect, useRef } from 'react';

/** Enter on a block that is selected alone opens it. */
export const useOpenKeys = (editor: LexicalEditor, active: boolean, open: () => void): void => {
  const latest = useRef(open);
  useEffect(() => {
    latest.current = open;
  });
  useEffect(() => {
    if (!active) return undefined;
    return editor.registerCommand(
      KEY_ENTER_COMMAND,
      (event) => {
        const selection = $getSelection();
        if (!$isNodeSelection(selection) || selection.getNodes().length !== 1) return false;
        event?.preventDefault();
        latest.current();
        return true;
      },
      COMMAND_PRIORITY_HIGH,
    );
  }, [editor, active]);
};
