import { useEffect, useRef } from 'react';
import { IS_APPLE } from '../../ui/platform.ts';

type Kind = 'document' | 'board';

const KINDS: Readonly<Record<string, Kind>> = { KeyN: 'document', KeyB: 'board' };

/** Runs `create` on Alt+N and Alt+B anywhere on the page; returns how the keys are written here. */
export const useCreateShortcuts = (create: (kind: Kind) => void): Readonly<Record<Kind, string>> => {
  const latest = useRef(create);
  useEffect(() => {
    latest.current = create;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      // By the place of the key: with Alt held, a Mac's N types a dead tilde.
      const kind = KINDS[event.code];
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || kind === undefined) return;
      event.preventDefault();
      latest.current(kind);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return IS_APPLE ? { document: '⌥N', board: '⌥B' } : { document: 'Alt+N', board: 'Alt+B' };
};
