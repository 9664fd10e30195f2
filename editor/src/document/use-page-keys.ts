import { getComposedEventTarget, type LexicalEditor } from 'lexical';
import { useEffect, useRef } from 'react';
import { useOwnLayer } from '../ui/layer.tsx';

/**
 * Listens to keys that nobody took: those of the whole page where it is ours, and where the editor is embedded those
 * pressed within it. `target` is where they were pressed, in a shadow root too.
 */
export const usePageKeys = (
  editor: LexicalEditor,
  listener: (event: KeyboardEvent, target: EventTarget | null) => void,
): void => {
  const layer = useOwnLayer();
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const target = getComposedEventTarget(event);
      if (event.defaultPrevented || (layer !== null && !isWithin(target, [layer, editor.getRootElement()]))) return;
      latest.current(event, target);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [editor, layer]);
};

const isWithin = (target: EventTarget | null, parts: readonly (HTMLElement | null)[]): boolean =>
  target instanceof Element && parts.some((part) => part?.closest('[data-cowrite]')?.contains(target));
