import type { LexicalEditor } from 'lexical';
import { type RefObject, useEffect } from 'react';

/** Alt+F10 in the text gives a toolbar the focus; the one that is `nearer` to the caret, if there are two. */
export const useToolbarKey = (editor: LexicalEditor, toolbar: RefObject<HTMLElement | null>, nearer = false): void => {
  useEffect(() => {
    const toToolbar = (event: KeyboardEvent): void => {
      if (event.key !== 'F10' || !event.altKey || event.defaultPrevented) return;
      event.preventDefault();
      toolbar.current?.querySelector<HTMLElement>('button:not(:disabled)')?.focus();
    };
    return editor.registerRootListener((root, before) => {
      before?.removeEventListener('keydown', toToolbar, nearer);
      root?.addEventListener('keydown', toToolbar, nearer);
    });
  }, [editor, toolbar, nearer]);
};
