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

/** Keeps what is done in a field within the text from the editor, which would take it for its own. */
export const useOwnKeys = (field: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const element = field.current;
    if (element === null) return undefined;
    // On the element itself: React hears of events only after the editor has.
    for (const name of EVENTS) element.addEventListener(name, stopLexicalPropagation);
    return () => {
      for (const name of EVENTS) element.removeEventListener(name, stopLexicalPropagation);
    };
  }, [field]);
};
