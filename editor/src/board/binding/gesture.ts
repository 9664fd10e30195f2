import type { CanvasState, SceneElement } from './canvas.ts';

/* What the author is in the middle of. */

const isTransforming = (state: CanvasState): boolean =>
  state.selectedElementsAreBeingDragged || state.isResizing || state.isRotating;

const selectedIds = ({ selectedElementIds }: CanvasState): string[] =>
  Object.keys(selectedElementIds).filter((id) => selectedElementIds[id]);

/** Elements that the canvas holds on to: what others did to them is shown once it has let go. */
export const busyIds = (state: CanvasState): Set<string> => {
  const busy = new Set<string>(isTransforming(state) ? selectedIds(state) : []);
  const { editingTextElement, newElement, multiElement, resizingElement } = state;
  for (const element of [editingTextElement, newElement, multiElement, resizingElement]) {
    if (element) busy.add(element.id);
  }
  if (state.editingLinearElement) busy.add(state.editingLinearElement.elementId);
  if (state.selectedLinearElement?.isDragging) busy.add(state.selectedLinearElement.elementId);
  if (state.croppingElementId !== null) busy.add(state.croppingElementId);
  return busy;
};

const SHORTEST = 50;
const LONGEST = 250;
/** A text is sent whole. */
const TYPING = 120;

/** Milliseconds until what changes is written: the more there is each time, the longer. */
export const writePause = (state: CanvasState): number => {
  if (state.editingTextElement) return TYPING;
  const count = isTransforming(state) ? selectedIds(state).length : 0;
  return Math.min(LONGEST, SHORTEST + count / 2);
};

/** Whether a new element is nothing yet: the canvas drops it without a word where it stays so. */
export const isNothingYet = (element: SceneElement): boolean => {
  if (element.type === 'text') return element.text === '';
  if (Array.isArray(element.points)) return element.points.length < 2;
  return element.width === 0 && element.height === 0;
};
