import type * as Y from 'yjs';
import {
  type BoardElement,
  type CanvasElement,
  encodeElement,
  type Parts,
  readElement,
  sameValue,
} from '../../content/board/index.ts';
import { type BoardState, changedElements, isToShow } from './board-state.ts';
import type { SceneElement } from './canvas.ts';
import { busyIds } from './gesture.ts';
import { newNonce } from './ledger.ts';
import { sameTies } from './same-ties.ts';

/** How far others are dragging an element just now, until they let go. */
export type Offsets = ReadonlyMap<string, Place>;

type Place = Pick<BoardElement, 'x' | 'y'>;

/** From the document onto the canvas, for the elements that are `dirty`. */
export class Reader {
  readonly #state: BoardState;
  /** Those that were on the canvas last. */
  #index: { readonly elements: readonly SceneElement[]; readonly byId: ReadonlyMap<string, SceneElement> } | null =
    null;

  constructor(state: BoardState) {
    this.#state = state;
  }

  /** Notes what a transaction of somebody else's has changed. */
  readonly note = (ids: ReadonlySet<string>, transaction: Y.Transaction): void => {
    const { dirty, origin } = this.#state;
    if (transaction.origin !== origin) for (const id of ids) dirty.add(id);
  };

  noteAll(): void {
    for (const id of this.#state.elements.keys()) this.#state.dirty.add(id);
  }

  /** The author's own changes must have been written before: what is shown here comes from the document alone. */
  show(offsets: Offsets): void {
    const { canvas } = this.#state;
    if (!isToShow(this.#state)) return;
    const appState = canvas.getAppState();
    const local = canvas.getSceneElementsIncludingDeleted();
    const byId = this.#byIdOf(local);
    const remote = this.#remote(byId, busyIds(appState), offsets);
    if (remote.size === 0) return;
    const shown = [...remote.values()];
    if (shown.every(({ element }) => byId.get(element.id) === element)) {
      canvas.updateScene({ elements: local, inPlace: true, captureUpdate: 'NEVER' });
      return;
    }
    if (shown.every(({ isMoved }) => !isMoved)) {
      const elements = local.map((element) => remote.get(element.id)?.element ?? element);
      canvas.updateScene({ elements, captureUpdate: 'NEVER' });
      return;
    }
    const pending = new Set(changedElements(this.#state).map(({ id }) => id));
    const elements = this.#state.reconcileElements(
      local,
      shown.map(({ element }) => element),
      appState,
    );
    canvas.updateScene({ elements, captureUpdate: 'NEVER' });
    this.#noteOrder(pending);
  }

  /** The canvas makes a new list whenever another element is in it. */
  #byIdOf(elements: readonly SceneElement[]): ReadonlyMap<string, SceneElement> {
    if (this.#index?.elements !== elements) {
      this.#index = { elements, byId: new Map(elements.map((element) => [element.id, element])) };
    }
    return this.#index.byId;
  }

  /** What is to be shown of the dirty elements, and of those tied to them. */
  #remote(local: ReadonlyMap<string, SceneElement>, busy: ReadonlySet<string>, offsets: Offsets) {
    const { doc, dirty, carried, ties, ledger } = this.#state;
    const affected = new Set<string>();
    const remote = new Map<string, { element: SceneElement; isMoved: boolean }>();
    for (const id of [...carried]) {
      if (busy.has(id)) continue;
      carried.delete(id);
      const element = this.#carriedAlong(local.get(id), offsets.get(id));
      if (element) remote.set(id, { element, isMoved: false });
      else if (ties.has(id)) affected.add(id);
      else dirty.add(id);
    }
    for (const id of [...dirty]) {
      if (busy.has(id)) continue;
      dirty.delete(id);
      affected.add(id);
      for (const each of ties.put(id, readElement(doc, id))) affected.add(each);
    }
    for (const id of affected) {
      if (busy.has(id)) {
        dirty.add(id);
        continue;
      }
      const shown = this.#shown(id, local.get(id), offsets);
      if (shown) remote.set(id, shown);
    }
    // Others may come between those that are shown elsewhere than they are stored: all are put in order anew.
    if ([...remote.values()].some(({ isMoved }) => isMoved)) {
      for (const id of [...ledger.moved]) {
        if (remote.has(id) || busy.has(id)) continue;
        const shown = this.#shown(id, local.get(id), offsets);
        if (shown) remote.set(id, shown);
      }
    }
    return remote;
  }

  /**
   * What somebody drags is as it was shown, and only elsewhere: to read and compare hundreds of elements for each step would
   * cost more than to draw them. Null where that isn't sure.
   */
  #carriedAlong(local: SceneElement | undefined, offset: Place | undefined): SceneElement | null {
    const { ties, ledger } = this.#state;
    const [entry, from] = local ? [ledger.get(local.id), ties.get(local.id)] : [];
    if (!local || !entry || !from || !offset || entry.nonce !== local.versionNonce) return null;
    const { g, index } = entry.parts;
    if (!Array.isArray(g) || index !== entry.storedIndex) return null;
    const place = { x: from.x + offset.x, y: from.y + offset.y };
    const element = movedInPlace(local, place);
    const parts = { ...entry.parts, g: [place.x, place.y, ...g.slice(2)] };
    ledger.set(local.id, { ...entry, nonce: element.versionNonce, parts });
    return element;
  }

  #shown(
    id: string,
    local: SceneElement | undefined,
    offsets: Offsets,
  ): { element: SceneElement; isMoved: boolean } | null {
    const { ties, ledger } = this.#state;
    const settled = ties.settled(id);
    if (settled === null) {
      ledger.delete(id);
      if (!local || local.isDeleted) return null;
      const element = { ...local, ...anew(local), isDeleted: true };
      // As it is on the canvas, so that nobody takes it for the author's doing; stored it stays as it is.
      ledger.set(id, { nonce: element.versionNonce, parts: encodeElement(element) ?? {}, storedIndex: local.index });
      return { element, isMoved: false };
    }
    const offset = offsets.get(id);
    const target = offset ? { ...settled, x: settled.x + offset.x, y: settled.y + offset.y } : settled;
    const parts = encodeElement(target as unknown as CanvasElement);
    if (parts === null) return null;
    const before = ledger.get(id);
    const change = local && before && sameTies(local, target, ties) ? changeOf(before.parts, parts) : 'other';
    if (change === 'none') return null;
    const element = local && change === 'moved' ? movedInPlace(local, target) : replaced(target, local);
    ledger.set(id, { nonce: element.versionNonce, parts, storedIndex: settled.index });
    return { element, isMoved: !before || local?.index !== settled.index };
  }

  /**
   * The canvas gave other indexes to those that had the same: it is how they are shown, no change of the author's, as
   * what is `pending` is.
   */
  #noteOrder(pending: ReadonlySet<string>): void {
    const { ledger } = this.#state;
    for (const { id, index, versionNonce: nonce } of changedElements(this.#state)) {
      const entry = pending.has(id) ? undefined : ledger.get(id);
      if (entry) ledger.set(id, { ...entry, nonce, parts: { ...entry.parts, index } });
    }
  }
}

const anew = (local: SceneElement | undefined) => ({
  version: (local?.version ?? 0) + 1,
  versionNonce: newNonce(),
  updated: Date.now(),
});

/** Nothing of it is shared: the canvas changes in place. Most values are no objects, which to clone whole elements takes no notice of. */
const copied = (target: BoardElement): Record<string, unknown> => {
  const copy: Record<string, unknown> = { ...target };
  for (const key in copy) {
    const value = copy[key];
    if (typeof value === 'object' && value !== null) {
      copy[key] = Array.isArray(value) && value.length === 0 ? [] : structuredClone(value);
    }
  }
  return copy;
};

const replaced = (target: BoardElement, local: SceneElement | undefined): SceneElement => {
  const element = { ...copied(target), ...anew(local) } as unknown as SceneElement;
  // Whether its bytes are here is this canvas' own.
  return target.type === 'image' && local?.type === 'image' ? { ...element, status: local.status } : element;
};

/**
 * The canvas keeps what it has drawn by the object: the same one, moved, is drawn at a fraction of the cost. Its version
 * stays, or the canvas would take the move for a change of the author's that is still to come into their history.
 */
const movedInPlace = (local: SceneElement, { x, y }: Place): SceneElement =>
  Object.assign(local, { x, y, versionNonce: newNonce(), updated: Date.now() });

const changeOf = (before: Parts, after: Parts): 'none' | 'moved' | 'other' => {
  const keys = Object.keys(after).filter((key) => !sameValue(before[key], after[key]));
  if (keys.length === 0) return 'none';
  const [from, to] = [before.g, after.g];
  const isMove = keys.length === 1 && keys[0] === 'g' && Array.isArray(from) && Array.isArray(to);
  return isMove && sameValue(from.slice(2), to.slice(2)) ? 'moved' : 'other';
};
