import { type RefCallback, useCallback, useState } from 'react';

/** As in Toolbar.module.css, pixels. */
const BUTTON = 34;
/** For fingers, as in IconButton.module.css. */
const WIDE_BUTTON = 44;
const SEPARATOR = 9;
const BLOCK_MENU = 136;

/** How many groups of buttons fit into so many pixels; all, or so many that the button for the rest fits too. The first always shows. */
export const fittingGroups = (sizes: readonly number[], width: number, button = BUTTON): number => {
  const ends: number[] = [];
  let end = BLOCK_MENU;
  for (const size of sizes) {
    end += size * button + SEPARATOR;
    ends.push(end);
  }
  if ((ends.at(-1) ?? 0) <= width) return sizes.length;
  return Math.max(1, ends.filter((each) => each + button <= width).length);
};

/** Follows the width of the element that `row` is handed to. On a phone the row scrolls, and everything fits. */
export const useFittingGroups = (sizes: readonly number[]): { row: RefCallback<HTMLElement>; fitting: number } => {
  const [width, setWidth] = useState(Number.POSITIVE_INFINITY);
  const row = useCallback((element: HTMLElement | null) => {
    if (element === null) return undefined;
    const scrolls = matchMedia('(max-width: 640px)');
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(scrolls.matches ? Number.POSITIVE_INFINITY : entry.contentRect.width);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const button = matchMedia('(pointer: coarse)').matches ? WIDE_BUTTON : BUTTON;
  return { row, fitting: fittingGroups(sizes, width, button) };
};
