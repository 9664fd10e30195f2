import {
  COMMAND_PRIORITY_CRITICAL,
  KEY_ARROW_DOWN_COMMAND,
  KEY_ARROW_UP_COMMAND,
  KEY_ENTER_COMMAND,
  KEY_ESCAPE_COMMAND,
  KEY_TAB_COMMAND,
  type LexicalEditor,
  mergeRegister,
} from 'lexical';
import { useEffect, useLayoutEffect, useRef } from 'react';

interface ListKeys {
  move(by: 1 | -1): void;
  choose(): void;
  dismiss(): void;
}

/** The keys of an open list, before anybody else's; all but Escape only while there is something to choose. */
export const useListKeys = (editor: LexicalEditor, hasItems: boolean, keys: ListKeys): void => {
  const latest = useRef(keys);
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const on = (run: () => void) => (event: KeyboardEvent | null) => {
      event?.preventDefault();
      run();
      return true;
    };
    const dismissal = editor.registerCommand(
      KEY_ESCAPE_COMMAND,
      on(() => latest.current.dismiss()),
      COMMAND_PRIORITY_CRITICAL,
    );
    if (!hasItems) return dismissal;
    const choose = on(() => latest.current.choose());
    return mergeRegister(
      dismissal,
      editor.registerCommand(
        KEY_ARROW_DOWN_COMMAND,
        on(() => latest.current.move(1)),
        COMMAND_PRIORITY_CRITICAL,
      ),
      editor.registerCommand(
        KEY_ARROW_UP_COMMAND,
        on(() => latest.current.move(-1)),
        COMMAND_PRIORITY_CRITICAL,
      ),
      editor.registerCommand(KEY_ENTER_COMMAND, choose, COMMAND_PRIORITY_CRITICAL),
      editor.registerCommand(KEY_TAB_COMMAND, choose, COMMAND_PRIORITY_CRITICAL),
    );
  }, [editor, hasItems]);
};

/** Tells assistive technology, on the text that has the focus, which list is open and what is active in it. */
export const useTextTells = (editor: LexicalEditor, listId: string | undefined, optionId: string | undefined): void => {
  useEffect(() => {
    const root = editor.getRootElement();
    if (root === null || listId === undefined) return undefined;
    root.setAttribute('aria-haspopup', 'listbox');
    root.setAttribute('aria-autocomplete', 'list');
    root.setAttribute('aria-controls', listId);
    return () => {
      for (const name of ['aria-haspopup', 'aria-autocomplete', 'aria-controls']) root.removeAttribute(name);
    };
  }, [editor, listId]);
  useEffect(() => {
    const root = editor.getRootElement();
    if (root === null || optionId === undefined) return undefined;
    root.setAttribute('aria-activedescendant', optionId);
    return () => root.removeAttribute('aria-activedescendant');
  }, [editor, optionId]);
};
