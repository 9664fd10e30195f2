import { type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** Gives the button of Excalidraw's menu the name that it lacks. To be drawn along with Excalidraw's tools, which make it anew on a phone. */
export const MenuName = ({ container }: { readonly container: RefObject<HTMLElement | null> }): null => {
  const { t } = useTranslation();
  useEffect(() => {
    for (const button of container.current?.querySelectorAll('.main-menu-trigger') ?? []) {
      button.setAttribute('aria-label', t('board.menu'));
    }
  });
  return null;
};
