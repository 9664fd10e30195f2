import { CaptureUpdateAction, getCommonBounds } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import type { Drawing } from './read-drawing.ts';

/** Puts a drawing into the middle of what is seen and selects it: one step for undo, and nothing that is there goes. */
export const insertDrawing = (api: ExcalidrawImperativeAPI, { elements, files }: Drawing): void => {
  const { scrollX, scrollY, width, height, zoom } = api.getAppState();
  const [left, top, right, bottom] = getCommonBounds(elements);
  const x = width / zoom.value / 2 - scrollX - (left + right) / 2;
  const y = height / zoom.value / 2 - scrollY - (top + bottom) / 2;
  // Without the places they have in their own order: here they come to the front.
  const moved = elements.map((element) => ({ ...element, index: null, x: element.x + x, y: element.y + y }));
  api.addFiles(Object.values(files));
  api.updateScene({
    elements: [...api.getSceneElementsIncludingDeleted(), ...moved],
    appState: { selectedElementIds: Object.fromEntries(moved.map(({ id }) => [id, true as const])) },
    captureUpdate: CaptureUpdateAction.IMMEDIATELY,
  });
  api.scrollToContent(moved, { fitToContent: true, animate: false });
};
