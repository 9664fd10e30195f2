import type { reconcileElements } from '@excalidraw/excalidraw';
import type { ExcalidrawImperativeAPI } from '@excalidraw/excalidraw/types';
import type { BoardElement, CanvasElement, Versioned } from '../../content/board/index.ts';

/* What the binding uses of Excalidraw, in the binding's own words for elements. */

/** An element on the canvas. The canvas changes it in place, with a new `versionNonce` each time. */
export type SceneElement = CanvasElement & Versioned & Pick<BoardElement, 'index' | 'isDeleted' | 'x' | 'y'>;

export interface Collaborator {
  readonly id: string;
  readonly socketId: string;
  readonly username: string;
  readonly color: { readonly background: string; readonly stroke: string };
  readonly avatarUrl?: string;
  readonly pointer?: { readonly x: number; readonly y: number; readonly tool: 'pointer' | 'laser' };
  readonly button?: 'up' | 'down';
  readonly selectedElementIds: Readonly<Record<string, true>>;
}

interface Named {
  readonly id: string;
}

/** Of the canvas' state, what says what is being done, and where one looks. */
export interface CanvasState {
  readonly isLoading: boolean;
  readonly width: number;
  readonly height: number;
  readonly scrollX: number;
  readonly scrollY: number;
  readonly zoom: { readonly value: number };
  readonly selectedElementIds: Readonly<Record<string, boolean>>;
  readonly selectedElementsAreBeingDragged: boolean;
  readonly isResizing: boolean;
  readonly isRotating: boolean;
  readonly editingTextElement: Named | null;
  readonly newElement: (Named & { readonly type: string }) | null;
  readonly multiElement: Named | null;
  readonly resizingElement: Named | null;
  readonly editingLinearElement: { readonly elementId: string } | null;
  readonly selectedLinearElement: { readonly elementId: string; readonly isDragging: boolean } | null;
  readonly croppingElementId: string | null;
}

interface SceneUpdate {
  readonly elements?: readonly SceneElement[];
  /** Says that the elements are the canvas' own list as it is, moved. Excalidraw as it comes doesn't know this, and takes them all anew. */
  readonly inPlace?: true;
  readonly appState?: object;
  readonly collaborators?: ReadonlyMap<string, Collaborator>;
  readonly captureUpdate?: 'IMMEDIATELY' | 'NEVER' | 'EVENTUALLY';
}

export interface PointerUpdate {
  readonly pointer: { readonly x: number; readonly y: number; readonly tool: 'pointer' | 'laser' };
  readonly button: 'up' | 'down';
}

export interface FollowRequest {
  readonly userToFollow: { readonly socketId: string };
  readonly action: 'FOLLOW' | 'UNFOLLOW';
}

/** Excalidraw's imperative interface. */
export interface BoardCanvas {
  getSceneElementsIncludingDeleted(): readonly SceneElement[];
  getAppState(): CanvasState;
  updateScene(update: SceneUpdate): void;
  onChange(listener: () => void): () => void;
  onPointerUp(listener: () => void): () => void;
  onScrollChange(listener: () => void): () => void;
  onUserFollow(listener: (request: FollowRequest) => void): () => void;
}

/** Excalidraw's own merge: sorts by index, and gives a new one to what has none of its own. */
export type ReconcileElements = (
  local: readonly SceneElement[],
  remote: readonly SceneElement[],
  state: CanvasState,
) => readonly SceneElement[];

/** The one place where Excalidraw's types for elements, which know more than is checked, become those of a board. */
export const canvasOf = (api: ExcalidrawImperativeAPI, reconcile: typeof reconcileElements) => ({
  canvas: api as unknown as BoardCanvas,
  reconcileElements: reconcile as unknown as ReconcileElements,
});
