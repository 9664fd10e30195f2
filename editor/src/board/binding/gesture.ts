import type { CanvasState, SceneElement } from './canvas.ts';

/* What the author is in the middle of. */

const isTransforming = (state: CanvasState): boolean =>
  state.selectedElementsAreBeingDragged || state.isResizing || state.isRotating;

const selectedIds = ({ selectedElementIds }: CanvasState): string[] =>
  Object.keys(selectedElementIds).filter((id) => selectedElementIds[id]);

/** Elements that are being made; until they are something, the canvas may drop them without a word. */
export const madeIds = ({ editingTextElement, newElement, multiElement }: CanvasState): Set<string> =>
  new Set([editingTextElement, newElement, multiElement].flatMap((element) => element?.id ?? []));

/** Elements that the canvas holds on to: what others did to them is shown once it has let go. */
export const busyIds = (state: CanvasState): Set<string> => {
  const busy = madeIds(state);
  if (isTransforming(state)) for (const id of selectedIds(state)) busy.add(id);
  if (state.resizingElement) busy.add(state.resizingElement.id);
  if (state.editingLinearElement) busy.add(state.editingLinearElement.elementId);
  if (state.selectedLinearElement?.isDragging) busy.add(state.selectedLinearElement.elementId);
  if (state.croppingElementId !== null) busy.add(state.croppingElementId);
  return busy;
};

const SHORTEST = 50;
const LONGEST = 250;
/** Each piece of a stroke costs as much as ten of its points. */
const STROKE = 80;
/** A text is sent whole. */
const TYPING = 120;

/** Milliseconds until what changes is written: the more there is each time, the longer. */
export const writePause = (state: CanvasState): number => {
  if (state.editingTextElement) return TYPING;
  if (state.newElement?.type === 'freedraw') return STROKE;
  const count = isTransforming(state) ? selectedIds(state).length : 0;
  return Math.min(LONGEST, SHORTEST + count / 2);
};

/** Whether there is nothing to see of an element yet. */
export const isNothingYet = (element: SceneElement): boolean => {
  if (element.type === 'text') return element.text === '';
  if (Array.isArray(element.points)) return element.points.length < 2;
  return element.width === 0 && element.height === 0;
};
