import * as Y from 'yjs';
import type { KeptSelection } from './selection.ts';

/** How long a pause ends a step, in milliseconds. */
const PAUSE = 600;
const BEFORE = 'before';
const AFTER = 'after';

export interface UndoOptions {
  readonly root: Y.XmlElement;
  /** The origin of the author's own transactions: no other one is ever taken back. */
  readonly origin: object;
  /** The author's selection as of what was shown last: while a change is written, the one from before it. */
  selection(): KeptSelection | null;
  /** Called when a step was taken back, with the selection to go back to. */
  onRestore(selection: KeptSelection): void;
  onChange(): void;
}

type StackItem = Y.UndoManager['undoStack'][number];

/** The steps of one author, in one attachment. */
export interface UndoSteps {
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
  /** Says that the author is about to change something, in the same step as before unless it is to be another one. */
  willChange(isAnotherStep: boolean): void;
  /** Says that what was changed last is shown, with the selection that it led to. */
  hasShown(): void;
  clear(): void;
  destroy(): void;
}

export function createUndoSteps({ root, origin, selection, onRestore, onChange }: UndoOptions): UndoSteps {
  /** The step that is being taken back: what brings it again has its selections the other way round. */
  let taken: StackItem | undefined;
  const manager = new Y.UndoManager(root, {
    trackedOrigins: new Set([origin]),
    // Where a step ends is told by `willChange`.
    captureTimeout: Number.POSITIVE_INFINITY,
    deleteFilter: (item) => isOnlyOurs(item) && !(taken && isOfStanding(item, taken)),
  });
  let lastChange = 0;
  let known = { canUndo: false, canRedo: false };
  const notify = () => {
    const now = { canUndo: manager.canUndo(), canRedo: manager.canRedo() };
    if (now.canUndo === known.canUndo && now.canRedo === known.canRedo) return;
    known = now;
    onChange();
  };
  /** The step whose selection at its end isn't known yet. */
  let latest: StackItem | undefined;
  manager.on('stack-item-added', ({ stackItem }) => {
    if (taken === undefined) latest = stackItem;
    stackItem.meta.set(BEFORE, (taken === undefined ? null : taken.meta.get(AFTER)) ?? selection());
    stackItem.meta.set(AFTER, taken?.meta.get(BEFORE) ?? null);
    notify();
  });
  manager.on('stack-item-updated', ({ stackItem }) => {
    latest = stackItem;
  });
  manager.on('stack-item-popped', ({ stackItem }) => {
    const kept = stackItem.meta.get(BEFORE) as KeptSelection | null;
    if (kept) onRestore(kept);
    notify();
  });
  manager.on('stack-cleared', notify);
  // Steps that came to nothing, a word typed and deleted again, are passed over without a word from Yjs.
  const step = (direction: 'undo' | 'redo') => () => {
    taken = (direction === 'undo' ? manager.undoStack : manager.redoStack).at(-1);
    manager[direction]();
    taken = undefined;
    notify();
  };
  return {
    undo: step('undo'),
    redo: step('redo'),
    canUndo: () => manager.canUndo(),
    canRedo: () => manager.canRedo(),
    willChange(isAnotherStep) {
      const now = Date.now();
      if (isAnotherStep || now - lastChange > PAUSE) manager.stopCapturing();
      lastChange = now;
    },
    hasShown() {
      latest?.meta.set(AFTER, selection());
      latest = undefined;
    },
    clear: () => manager.clear(),
    destroy() {
      // Yjs keeps what a step might bring back from being collected: let go of it first.
      manager.clear();
      manager.destroy();
    },
  };
}

/** Whether it says something of a block that was made in the same step, and is left standing: what it is, and where. */
function isOfStanding({ parentSub, parent }: Y.Item, { insertions }: StackItem): boolean {
  const owner = parentSub !== null && parent instanceof Y.AbstractType ? parent._item : null;
  return owner !== null && !isOnlyOurs(owner) && Y.isDeleted(insertions, owner.id);
}

/** Taking back a block or a text that others have written in since leaves it standing, with what they wrote. */
function isOnlyOurs(item: Y.Item): boolean {
  const { content } = item;
  return !(content instanceof Y.ContentType) || content.type._length === 0;
}
