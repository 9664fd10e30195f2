import { CaptureUpdateAction, convertToExcalidrawElements, newElementWith } from '@excalidraw/excalidraw';
import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import { flushSync } from 'react-dom';

/** A note's edge, in the board's own pixels. */
const EDGE = 200;
/** On each of the grounds; where all is dark, the canvas turns both round. */
const LETTERS = '#1e1e1e';
/** A note that would lie exactly on another lies this much beside it. */
const BESIDE = 24;

export interface Place {
  readonly x: number;
  readonly y: number;
}

const isNote = ({ customData }: ExcalidrawElement): boolean => customData?.note === true;

/** Puts a note there, the middle of it, and selects it: one step for undo. */
export const addNote = (api: ExcalidrawImperativeAPI, color: string, { x, y }: Place): void => {
  const all = api.getSceneElementsIncludingDeleted();
  let at = { x: x - EDGE / 2, y: y - EDGE / 2 };
  while (all.some((each) => !each.isDeleted && isNote(each) && Math.hypot(each.x - at.x, each.y - at.y) < BESIDE / 2)) {
    at = { x: at.x + BESIDE, y: at.y + BESIDE };
  }
  const added = convertToExcalidrawElements([
    {
      type: 'rectangle',
      ...at,
      width: EDGE,
      height: EDGE,
      backgroundColor: color,
      strokeColor: 'transparent',
      fillStyle: 'solid',
      strokeWidth: 1,
      roughness: 0,
      roundness: null,
      customData: { note: true },
    },
  ]);
  api.setActiveTool({ type: 'selection' });
  api.updateScene({
    elements: [...all, ...added],
    appState: {
      selectedElementIds: Object.fromEntries(added.map(({ id }) => [id, true as const])),
      selectedGroupIds: {},
    },
    captureUpdate: CaptureUpdateAction.IMMEDIATELY,
  });
};

/** Begins to write in the note that is selected, in dark letters, whatever colour is chosen for what is drawn. */
export const writeInNote = (api: ExcalidrawImperativeAPI, container: HTMLElement): void => {
  const { currentItemStrokeColor } = api.getAppState();
  flushSync(() => api.updateScene({ appState: { currentItemStrokeColor: LETTERS } }));
  // Excalidraw opens the text of what is selected by this key, and by no call.
  const canvas = container.querySelector<HTMLElement>('.excalidraw');
  canvas?.focus({ preventScroll: true });
  canvas?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  api.updateScene({ appState: { currentItemStrokeColor } });
};

/** Gives the notes that are selected this colour; false where none is. */
export const recolorNotes = (api: ExcalidrawImperativeAPI, color: string): boolean => {
  const { selectedElementIds } = api.getAppState();
  const all = api.getSceneElementsIncludingDeleted();
  const selected = all.filter((each) => selectedElementIds[each.id] && isNote(each));
  if (selected.length === 0) return false;
  api.updateScene({
    elements: all.map((each) => (selected.includes(each) ? newElementWith(each, { backgroundColor: color }) : each)),
    captureUpdate: CaptureUpdateAction.IMMEDIATELY,
  });
  return true;
};
