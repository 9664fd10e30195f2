import { useRef, useSyncExternalStore } from 'react';
import type { Observable } from '../client/index.ts';

export const useObservable = <T>(observable: Observable<T>): T =>
  useSyncExternalStore(observable.subscribe, () => observable.value);

/**
 * What `select` makes of the value; the component is drawn again only when that differs. In a page that holds a text
 * every drawing costs time that grows with it, because React looks for the selection in the document each time.
 */
export const useSelected = <T, Selected>(
  observable: Observable<T>,
  select: (value: T) => Selected,
  same: (a: Selected, b: Selected) => boolean = Object.is,
): Selected => {
  const shown = useRef<{ readonly selected: Selected } | null>(null);
  return useSyncExternalStore(observable.subscribe, () => {
    const selected = select(observable.value);
    if (shown.current === null || !same(shown.current.selected, selected)) shown.current = { selected };
    return shown.current.selected;
  });
};
