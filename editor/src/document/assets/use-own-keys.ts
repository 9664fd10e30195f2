import { stopLexicalPropagation } from 'lexical';
import { type RefObject, useEffect } from 'react';

const EVENTS = [
  'keydown',
  'keyup',
  'beforeinput',
  'input',
  'compositionstart',
  'compositionend',
  'copy',
  'cut',
  'paste',
  'click',
  'pointerdown',
  'mousedown',
  'dragstart',
] as const;

/**
 * Keeps what is done in a field within the text from the editor, which would take it for its own. Without `text`, as in
 * what is no field, the shortcuts are the editor's: undoing, for one.
 */
export const useOwnKeys = (field: RefObject<HTMLElement | null>, { text = true } = {}): void => {
  useEffect(() => {
    const element = field.current;
    if (element === null) return undefined;
    // On the element itself: React hears of events only after the editor has.
    const keep = (event: Event): void => {
      const isShortcut = event instanceof KeyboardEvent && (event.ctrlKey || event.metaKey);
      if (text || !isShortcut) stopLexicalPropagation(event);
    };
    for (const name of EVENTS) element.addEventListener(name, keep);
    return () => {
      for (const name of EVENTS) element.removeEventListener(name, keep);
    };
  }, [field, text]);
};
