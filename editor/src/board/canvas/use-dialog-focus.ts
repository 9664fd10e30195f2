import { type RefObject, useEffect } from 'react';

/** What holds Excalidraw's dialogs. */
const HOLDER = '.excalidraw-modal-container';

/**
 * Gives a dialog of Excalidraw's the focus once it opens, and a name. It takes the focus to its first links itself, which
 * may be hidden here, as those of the sheet of keys are; with the focus left on the canvas, or given back to the menu that
 * opened it, Escape would not close it.
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
          if (!(node instanceof HTMLElement) || !node.matches(HOLDER)) continue;
          focusDialog(node);
          within.observe(node, { childList: true });
        }
      }
    });
    around.observe(place, { childList: true });
    const onFocus = ({ target }: Event): void => {
      const holder = place.querySelector<HTMLElement>(HOLDER);
      if (holder && target instanceof HTMLElement && target.matches('[aria-haspopup="menu"]')) focusDialog(holder);
    };
    place.addEventListener('focusin', onFocus);
    return () => {
      place.removeEventListener('focusin', onFocus);
      around.disconnect();
      within.disconnect();
    };
  }, [container]);
};

const focusAdded = ({ target }: MutationRecord): void => {
  if (target instanceof HTMLElement) focusDialog(target);
};

const focusDialog = (holder: HTMLElement): void => {
  const content = holder.querySelector<HTMLElement>('.Modal__content');
  const heading = content?.querySelector('h1, h2, h3');
  if (heading) {
    heading.id ||= 'dialog-title';
    // It names an id itself that its headings have not.
    holder.querySelector('[role="dialog"]')?.setAttribute('aria-labelledby', heading.id);
  }
  content?.focus({ preventScroll: true });
};
