import { type RefObject, useEffect } from 'react';

/**
 * Gives a dialog of Excalidraw's the focus once it opens. It takes it to its first links itself, which may be hidden
 * here, as those of the sheet of keys are; with the focus left on the canvas, Escape would not close it.
 */
export const useDialogFocus = (container: RefObject<HTMLElement | null>): void => {
  useEffect(() => {
    const tree = container.current?.getRootNode();
    // Where its dialogs are put.
    const place = tree instanceof ShadowRoot ? tree : document.body;
    const within = new MutationObserver((changes) => changes.forEach(focusAdded));
    const around = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) {
          if (!(node instanceof HTMLElement) || !node.matches('.excalidraw-modal-container')) continue;
          focusDialog(node);
          within.observe(node, { childList: true });
        }
      }
    });
    around.observe(place, { childList: true });
    return () => {
      around.disconnect();
      within.disconnect();
    };
  }, [container]);
};

const focusAdded = ({ target }: MutationRecord): void => {
  if (target instanceof HTMLElement) focusDialog(target);
};

const focusDialog = (holder: HTMLElement): void =>
  holder.querySelector<HTMLElement>('.Modal__content')?.focus({ preventScroll: true });
