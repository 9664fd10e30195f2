import { useEffect, useRef } from 'react';
import { IS_APPLE } from '../../ui/platform.ts';

/** Runs `create` on Alt+N anywhere on the page; returns how the keys are written here. */
export const useCreateShortcut = (create: () => void): string => {
  const latest = useRef(create);
  useEffect(() => {
    latest.current = create;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // By the place of the key: with Alt held, a Mac's N types a dead tilde.
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.code !== 'KeyN') return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return IS_APPLE ? '⌥N' : 'Alt+N';
};
