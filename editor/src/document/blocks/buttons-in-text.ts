import { defineExtension, type LexicalEditor } from 'lexical';

/** Buttons that a node draws beside what it holds. */
const BUTTON = 'button[contenteditable="false"]';

const isInButton = ({ target }: Event): boolean => target instanceof Element && target.closest(BUTTON) !== null;

/** Keys pressed on such a button are its own, and a press on it leaves the caret where it is. */
const registerButtons = (editor: LexicalEditor): (() => void) => {
  const stop = (event: Event): void => {
    if (isInButton(event)) event.stopPropagation();
  };
  const keepCaret = (event: Event): void => {
    if (isInButton(event)) event.preventDefault();
  };
  return editor.registerRootListener((root, before) => {
    before?.removeEventListener('keydown', stop, true);
    before?.removeEventListener('mousedown', keepCaret);
    // On its way down, for the text listens at the same element.
    root?.addEventListener('keydown', stop, true);
    root?.addEventListener('mousedown', keepCaret);
  });
};

export const ButtonsInTextExtension = defineExtension({ name: 'cowrite/buttons-in-text', register: registerButtons });
