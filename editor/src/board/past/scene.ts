import * as Y from 'yjs';
import { type BoardElement, byOrder, shownElements, Ties } from '../../content/board/index.ts';

/** What a picture of a board's past shows. */
export interface Scene {
  readonly doc: Y.Doc;
  /** From back to front, as the canvas has them. */
  readonly elements: readonly BoardElement[];
}

/** A board's state, as a Yjs update, to be shown. */
export const sceneOf = (state: Uint8Array): Scene => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  return { doc, elements: settled([...shownElements(doc)]) };
};

const FAINT = 0.35;

/** The same with what an older state had besides, faint; only what is named in `gone`. */
export const withGone = (scene: Scene, older: Scene, gone: ReadonlySet<string>): readonly BoardElement[] => {
  const here = new Set(scene.elements.map(({ id }) => id));
  const faint = older.elements
    .filter(({ id }) => gone.has(id) && !here.has(id))
    .map((element) => ({ ...element, opacity: element.opacity * FAINT }));
  return settled([...scene.elements, ...faint]);
};

const settled = (elements: readonly BoardElement[]): readonly BoardElement[] => {
  const ties = new Ties();
  for (const element of elements) ties.put(element.id, element);
  return elements.flatMap(({ id }) => ties.settled(id) ?? []).sort(byOrder);
};
