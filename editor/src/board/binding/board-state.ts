import type * as Y from 'yjs';
import { boardElements, type StoredElement, Ties } from '../../content/board/index.ts';
import type { BoardCanvas, ReconcileElements, SceneElement } from './canvas.ts';
import { Ledger } from './ledger.ts';

/** What the two directions share. */
export interface BoardState {
  readonly canvas: BoardCanvas;
  readonly reconcileElements: ReconcileElements;
  readonly doc: Y.Doc;
  readonly elements: Y.Map<StoredElement>;
  readonly ledger: Ledger;
  readonly ties: Ties;
  /** Elements in the document that are to be looked at again. */
  readonly dirty: Set<string>;
  /** Elements that are as they were read, and that somebody's drag has put elsewhere. */
  readonly carried: Set<string>;
  /** Marks what the binding itself writes. */
  readonly origin: object;
  isReadOnly(): boolean;
}

export const createBoardState = (
  options: Pick<BoardState, 'canvas' | 'reconcileElements' | 'doc' | 'isReadOnly'>,
): BoardState => ({
  ...options,
  elements: boardElements(options.doc),
  ledger: new Ledger(),
  ties: new Ties(),
  dirty: new Set(),
  carried: new Set(),
  origin: {},
});

/** Whether there is something to show anew. */
export const isToShow = ({ dirty, carried }: BoardState): boolean => dirty.size > 0 || carried.size > 0;

/** What the author has changed since it was last in step. */
export const changedElements = ({ canvas, ledger }: BoardState): SceneElement[] =>
  canvas.getSceneElementsIncludingDeleted().filter(({ id, versionNonce }) => ledger.get(id)?.nonce !== versionNonce);
