import { encodeElement, type Parts, sameValue } from '../../content/board/index.ts';
import { type BoardState, changedElements } from './board-state.ts';
import { newNonce } from './ledger.ts';
import { encodeRefs } from './refs.ts';

/** What awareness says of a drag under way: these elements are this far from where the document has them. */
export interface DragState {
  /** Another number for each drag. */
  readonly n: number;
  readonly refs: string;
  readonly x: number;
  readonly y: number;
}

/** Fewer dragged at once are held back only where nothing else changes with them, such as arrows: those would be seen coming after. */
const MANY = 20;
/** Pixels; what moves along, such as the text in a shape, is placed anew each time. */
const TOLERANCE = 0.01;

interface Offset {
  readonly x: number;
  readonly y: number;
}

/**
 * Holds back the places of elements that move alike until they are let go: 500 of them would be 30 kB each time, and each
 * place that is written stays in the document's history for good.
 */
export class Drag {
  readonly #state: BoardState;
  /** One of the selection, and where the document has it. */
  #sample: { readonly id: string; readonly from: Offset } | null = null;
  #offset: Offset | null = null;
  #held = new Set<string>();
  #published: DragState | null = null;

  constructor(state: BoardState) {
    this.#state = state;
  }

  /** To be called before each writing. */
  begin(): void {
    this.#held = new Set();
    this.#sample = this.#takeSample();
    this.#measure();
    if (this.#isFewAmongOthers()) this.#offset = null;
  }

  /** Whether all that happened to it is that it was dragged along. */
  readonly isHeld = (id: string, parts: Parts): boolean => {
    const before = this.#state.ledger.get(id)?.parts;
    if (this.#offset === null || !before || !isOffset(before, parts, this.#offset)) return false;
    this.#held.add(id);
    return true;
  };

  /** How far it is by now; null while nothing is held. */
  now(): DragState | null {
    this.#measure();
    if (this.#held.size === 0 || this.#offset === null) this.#published = null;
    else {
      const { n, refs } = this.#published ?? { n: newNonce(), refs: encodeRefs(this.#state.elements, this.#held) };
      this.#published = { n, refs, ...this.#offset };
    }
    return this.#published;
  }

  #takeSample() {
    const { canvas, ledger } = this.#state;
    const { selectedElementsAreBeingDragged, selectedElementIds } = canvas.getAppState();
    const selected = selectedElementsAreBeingDragged ? Object.keys(selectedElementIds) : [];
    for (const id of selected) {
      const from = placeOf(ledger.get(id)?.parts);
      if (from) return { id, from };
    }
    return null;
  }

  #isFewAmongOthers(): boolean {
    const { canvas, ledger } = this.#state;
    const offset = this.#offset;
    if (offset === null || Object.keys(canvas.getAppState().selectedElementIds).length >= MANY) return false;
    return changedElements(this.#state).some((element) => {
      const [before, parts] = [ledger.get(element.id)?.parts, encodeElement(element)];
      return !before || parts === null || !isOffset(before, parts, offset);
    });
  }

  #measure(): void {
    const sample = this.#sample;
    const element = sample && this.#state.canvas.getSceneElementsIncludingDeleted().find(({ id }) => id === sample.id);
    this.#offset = sample && element ? { x: element.x - sample.from.x, y: element.y - sample.from.y } : null;
  }
}

const placeOf = (parts: Parts | undefined): Offset | null => {
  const bundle = parts?.g;
  if (!Array.isArray(bundle)) return null;
  const [x, y] = bundle as unknown[];
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : null;
};

const isOffset = (before: Parts, after: Parts, offset: Offset): boolean => {
  const [from, to] = [placeOf(before), placeOf(after)];
  if (!from || !to || !isNear(to.x - from.x, offset.x) || !isNear(to.y - from.y, offset.y)) return false;
  return Object.keys(after).every((key) =>
    key === 'g'
      ? sameValue((before.g as unknown[]).slice(2), (after.g as unknown[]).slice(2))
      : sameValue(before[key], after[key]),
  );
};

const isNear = (a: number, b: number): boolean => Math.abs(a - b) < TOLERANCE;
