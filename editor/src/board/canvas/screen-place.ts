import { getCommonBounds } from '@excalidraw/excalidraw';
import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';

/** A part of the canvas, pixels from its corner. */
export interface ScreenPlace {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Elements of the canvas by their ids, those that are deleted left out. */
export const elementsById = (api: ExcalidrawImperativeAPI): ReadonlyMap<string, ExcalidrawElement> =>
  new Map(api.getSceneElements().map((element) => [element.id, element]));

/** Excalidraw keeps bounds by the object and its version, and one that others moved has kept both: so, of copies. */
const boundsOf = (elements: readonly ExcalidrawElement[]) =>
  getCommonBounds(elements.map((element) => ({ ...element })));

/** Where on the canvas elements are; null where there is none of them. */
export const placeOnScreen = (
  api: ExcalidrawImperativeAPI,
  elements: readonly ExcalidrawElement[],
): ScreenPlace | null => {
  if (elements.length === 0) return null;
  const { scrollX, scrollY, zoom } = api.getAppState();
  const [x1, y1, x2, y2] = boundsOf(elements);
  return {
    left: (x1 + scrollX) * zoom.value,
    top: (y1 + scrollY) * zoom.value,
    width: (x2 - x1) * zoom.value,
    height: (y2 - y1) * zoom.value,
  };
};

/** How much of the canvas lies under the panel, pixels from its right and its bottom. */
const covered = (canvas: HTMLElement): { readonly right: number; readonly bottom: number } => {
  const panel = canvas.parentElement?.querySelector('[data-discussion-panel]')?.getBoundingClientRect();
  if (!panel) return { right: 0, bottom: 0 };
  const area = canvas.getBoundingClientRect();
  const isBelow = panel.width >= area.width * 0.9;
  return isBelow ? { right: 0, bottom: area.bottom - panel.top } : { right: area.right - panel.left, bottom: 0 };
};

/** Excalidraw's tools stand there, pixels. */
const EDGE = 72;

/** Brings elements into what is seen of the canvas beside the panel; what is seen already stays where it is. */
export const bringIntoView = (
  api: ExcalidrawImperativeAPI,
  canvas: HTMLElement,
  elements: readonly ExcalidrawElement[],
): void => {
  const place = placeOnScreen(api, elements);
  if (place === null) return;
  const { width, height, zoom } = api.getAppState();
  const { right, bottom } = covered(canvas);
  const [roomX, roomY] = [width - right, height - bottom];
  const isSeen =
    place.left >= 0 && place.top >= EDGE && place.left + place.width <= roomX && place.top + place.height <= roomY;
  if (isSeen) return;
  const [x1, y1, x2, y2] = boundsOf(elements);
  const fitting = Math.min((roomX * 0.8) / Math.max(1, x2 - x1), ((roomY - EDGE) * 0.8) / Math.max(1, y2 - y1));
  const value = Math.max(0.1, Math.min(zoom.value, fitting));
  api.updateScene({
    appState: {
      zoom: { value: value as typeof zoom.value },
      scrollX: roomX / 2 / value - (x1 + x2) / 2,
      scrollY: (EDGE + roomY) / 2 / value - (y1 + y2) / 2,
    },
  });
};
