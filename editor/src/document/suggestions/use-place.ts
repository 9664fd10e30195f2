import { autoUpdate, flip, offset, shift, size, useFloating } from '@floating-ui/react';
import type { LexicalEditor } from 'lexical';
import { useLayoutEffect, useMemo } from 'react';
import { pageInset } from '../page-inset.ts';
import { rectAt } from './rect-at.ts';
import type { Session } from './use-trigger.ts';

/** Pixels. */
const HIGHEST = 340;

/** Under the trigger, or over it where there is more room; never beyond what is seen of the page. */
export const usePlace = (editor: LexicalEditor, { key, start }: Session, open: boolean) => {
  const { refs, floatingStyles, isPositioned } = useFloating({
    open,
    strategy: 'fixed',
    placement: 'bottom-start',
    whileElementsMounted: autoUpdate,
    middleware: useMemo(
      () => [
        offset(6),
        flip(() => ({ padding: pageInset() })),
        shift(() => ({ padding: pageInset() })),
        size(() => ({
          padding: pageInset(),
          apply({ availableHeight, elements }) {
            elements.floating.style.maxHeight = `${Math.min(HIGHEST, Math.max(96, availableHeight))}px`;
          },
        })),
      ],
      [],
    ),
  });
  useLayoutEffect(() => {
    const contextElement = editor.getElementByKey(key) ?? editor.getRootElement() ?? undefined;
    refs.setPositionReference({
      getBoundingClientRect: () => rectAt(editor, key, start),
      ...(contextElement === undefined ? {} : { contextElement }),
    });
  }, [editor, key, start, refs]);
  return { refs, floatingStyles, isPositioned };
};
