import * as Y from 'yjs';
import type { KeptSelection } from './selection.ts';

/** How long a pause ends a step, in milliseconds. */
const PAUSE = 600;
const SELECTION = 'selection';

export interface UndoOptions {
  readonly root: Y.XmlElement;
  /** The origin of the author's own transactions: no other one is ever taken back. */
  readonly origin: object;
  /** The author's selection as it is before the present change. */
  selectionBefore(): KeptSelection | null;
  /** Called when a step was taken back, with the selection to go back to. */
  onRestore(selection: KeptSelection): void;
  onChange(): void;
}

/** The steps of one author, in one attachment. */
export interface UndoSteps {
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
  /** Says that the author is about to change something, in the same step as before unless it is to be another one. */
  willChange(isAnotherStep: boolean): void;
  clear(): void;
  destroy(): void;
}

export function createUndoSteps({ root, origin, selectionBefore, onRestore, onChange }: UndoOptions): UndoSteps {
  const manager = new Y.UndoManager(root, {
    trackedOrigins: new Set([origin]),
    // Where a step ends is told by `willChange`.
    captureTimeout: Number.POSITIVE_INFINITY,
    deleteFilter: isOnlyOurs,
  });
  let lastChange = 0;
  let known = { canUndo: false, canRedo: false };
  const notify = () => {
    const now = { canUndo: manager.canUndo(), canRedo: manager.canRedo() };
    if (now.canUndo === known.canUndo && now.canRedo === known.canRedo) return;
    known = now;
    onChange();
  };
  manager.on('stack-item-added', ({ stackItem }) => {
    stackItem.meta.set(SELECTION, selectionBefore());
    notify();
  });
  manager.on('stack-item-popped', ({ stackItem }) => {
    const selection = stackItem.meta.get(SELECTION) as KeptSelection | null;
    if (selection) onRestore(selection);
    notify();
  });
  manager.on('stack-cleared', notify);
  return {
    // Steps that came to nothing, a word typed and deleted again, are passed over without a word from Yjs.
    undo() {
      manager.undo();
      notify();
    },
    redo() {
      manager.redo();
      notify();
    },
    canUndo: () => manager.canUndo(),
    canRedo: () => manager.canRedo(),
    willChange(isAnotherStep) {
      const now = Date.now();
      if (isAnotherStep || now - lastChange > PAUSE) manager.stopCapturing();
      lastChange = now;
    },
    clear: () => manager.clear(),
    destroy() {
      // Yjs keeps what a step might bring back from being collected: let go of it first.
      manager.clear();
      manager.destroy();
    },
  };
}

/** Taking back a block or a text that others have written in since leaves it standing, with what they wrote. */
function isOnlyOurs(item: Y.Item): boolean {
  const { content } = item;
  return !(content instanceof Y.ContentType) || content.type._length === 0;
}
