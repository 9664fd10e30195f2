import {
  $getNodeByKey,
  $getSelection,
  $isRangeSelection,
  $setSelection,
  CAN_REDO_COMMAND,
  CAN_UNDO_COMMAND,
  CLEAR_HISTORY_COMMAND,
  COLLABORATION_TAG,
  COMMAND_PRIORITY_EDITOR,
  type EditorState,
  HISTORIC_TAG,
  type LexicalEditor,
  mergeRegister,
  type NodeKey,
  REDO_COMMAND,
  SKIP_SCROLL_INTO_VIEW_TAG,
  UNDO_COMMAND,
  type UpdateListenerPayload,
} from 'lexical';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { type Binding, createBinding } from './binding.ts';
import { findDifference } from './check.ts';
import { publishCursor, type RemoteCursor, remoteCursors, withdrawCursor } from './cursor-state.ts';
import { $draw, $drawAll, $isDrawn } from './draw.ts';
import { drifted, noDrift, type TextChange } from './drift.ts';
import { type Inline, inlineOf } from './inline.ts';
import { inlineChildrenOf } from './lists.ts';
import { $isBlock } from './node-kinds.ts';
import { textsOf } from './outline.ts';
import { $keepSelection, $restoreNodes, $restoreSelection, type KeptSelection } from './selection.ts';
import { createUndoSteps, type UndoSteps } from './undo.ts';
import { $touched, $write, type Behind, type Dirty, type Written } from './write.ts';

/** Something that went wrong in an attachment. What can be mended was: the editor shows the document again. */
export interface DocumentProblem {
  /** `out-of-step`: the editor showed something else than the document. `failure`: an update threw. */
  readonly kind: 'out-of-step' | 'failure';
  readonly message: string;
  readonly cause?: unknown;
}

export interface AttachOptions {
  /** Where to tell others of this author's selection, in the field `cursor`; who they are (`user`) is the caller's. */
  readonly awareness?: Awareness;
  /** While true, nothing is ever written to the document; what is done to the editor all the same is undone there. */
  readonly readOnly?: boolean | (() => boolean);
  /** Milliseconds without a change after which the editor compares itself with the document. Default 5000, 0 never. */
  readonly checkWhenIdle?: number;
  onProblem?(problem: DocumentProblem): void;
}

/** An editor and a document that are kept in step. */
export interface DocumentAttachment {
  readonly editor: LexicalEditor;
  readonly doc: Y.Doc;
  readonly awareness: Awareness | null;
  /** Writes what is pending and lets go of both; the editor keeps what it shows. */
  detach(): void;
  /** Takes back the author's own last step, nobody else's. */
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
  /** Calls back when `canUndo` or `canRedo` changed; returns how to stop. */
  onUndoChange(listener: () => void): () => void;
  setReadOnly(readOnly: boolean): void;
  /** Compares the editor with a fresh load of the document, mends a difference, and says whether there was none. */
  check(): boolean;
  /** The others' selections, as points in the editor as it is now. */
  cursors(): RemoteCursor[];
}

const DRAWN_TAG = 'cowrite-drawn';

/**
 * Keeps a Lexical editor and a document in step until `detach`. The editor shows the document from here on, whatever
 * it showed before; an empty document is shown as one empty paragraph, which nobody writes until somebody types.
 */
export function attachDocument(editor: LexicalEditor, doc: Y.Doc, options: AttachOptions = {}): DocumentAttachment {
  return new Attachment(editor, doc, options);
}

class Attachment implements DocumentAttachment {
  readonly editor: LexicalEditor;
  readonly doc: Y.Doc;
  readonly awareness: Awareness | null;
  readonly #options: AttachOptions;
  readonly #binding: Binding;
  readonly #steps: UndoSteps;
  readonly #unregister: () => void;
  readonly #undoListeners = new Set<() => void>();
  readonly #stale = { containers: new Set<Y.XmlElement>(), blocks: new Set<Y.XmlElement>() };
  /** What the author has written in blocks that are stale since. */
  readonly #writtenTexts = new Map<Y.XmlElement, Inline>();
  /** The editor when it last agreed with the document, save for what is stale. */
  #before: EditorState | null = null;
  /** The state of an uncommitted update that was drawn in: there `#before` no longer tells what the author did. */
  #drawnOver: EditorState | null = null;
  #selection: KeptSelection | null = null;
  /** The block that the author wrote in last. */
  #lastBlock: NodeKey | undefined;
  #readOnly: boolean | (() => boolean);
  /** Set while the editor can't be trusted to show the document; nothing is written then. */
  #isBroken = true;
  /** The commit at hand holds nothing but what was drawn: there is nothing to write, whatever it looks like. */
  #isOnlyDrawn = false;
  #isDetached = false;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(editor: LexicalEditor, doc: Y.Doc, options: AttachOptions) {
    this.editor = editor;
    this.doc = doc;
    this.awareness = options.awareness ?? null;
    this.#options = options;
    this.#readOnly = options.readOnly ?? false;
    this.#binding = createBinding(editor, doc);
    this.#steps = createUndoSteps({
      root: this.#binding.root,
      origin: this,
      selectionBefore: () => this.#selection,
      onRestore: (selection) => this.#select(selection),
      onChange: () => this.#undoChanged(),
    });
    this.#binding.root.observeDeep(this.#onDocumentChange);
    doc.on('destroy', this.detach);
    this.#unregister = mergeRegister(
      editor.registerUpdateListener(this.#onEditorChange),
      editor.registerCommand(UNDO_COMMAND, this.#commanded(this.undo), COMMAND_PRIORITY_EDITOR),
      editor.registerCommand(REDO_COMMAND, this.#commanded(this.redo), COMMAND_PRIORITY_EDITOR),
      editor.registerCommand(
        CLEAR_HISTORY_COMMAND,
        this.#commanded(() => this.#steps.clear()),
        COMMAND_PRIORITY_EDITOR,
      ),
    );
    editor.setEditable(!this.#isReadOnly());
    this.#load();
  }

  readonly detach = (): void => {
    if (this.#isDetached) return;
    this.#flush();
    this.#isDetached = true;
    clearTimeout(this.#checkTimer);
    this.#unregister();
    this.#binding.root.unobserveDeep(this.#onDocumentChange);
    this.doc.off('destroy', this.detach);
    this.#steps.destroy();
    if (this.awareness) withdrawCursor(this.awareness);
  };

  readonly undo = (): void => this.#step('undo');
  readonly redo = (): void => this.#step('redo');
  readonly canUndo = (): boolean => this.#steps.canUndo();
  readonly canRedo = (): boolean => this.#steps.canRedo();

  readonly onUndoChange = (listener: () => void): (() => void) => {
    this.#undoListeners.add(listener);
    return () => void this.#undoListeners.delete(listener);
  };

  readonly setReadOnly = (readOnly: boolean): void => {
    this.#flush();
    this.#readOnly = readOnly;
    this.editor.setEditable(!readOnly);
  };

  readonly check = (): boolean => {
    this.#flush();
    const difference = findDifference(this.editor, this.doc);
    if (difference === null) return true;
    this.#options.onProblem?.({ kind: 'out-of-step', message: difference });
    this.#load();
    return false;
  };

  readonly cursors = (): RemoteCursor[] =>
    this.awareness ? remoteCursors(this.#binding, this.awareness, this.editor.getEditorState()) : [];

  /** Changes of the document, by others or by taking back a step: what they touched is drawn anew. */
  readonly #onDocumentChange = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    if (transaction.origin === this) return;
    for (const { target, keys } of events) this.#markStale(target, keys.size > 0);
    // What is shown at once needs no more; but what the author is about to write has to be carried over.
    if (!this.#isIdle() || this.editor.isComposing()) this.#noteDrifts(events);
    this.#sync(transaction.origin instanceof Y.UndoManager ? HISTORIC_TAG : COLLABORATION_TAG);
  };

  #markStale(target: Y.AbstractType<unknown>, hasNewAttributes: boolean): void {
    const element = target instanceof Y.XmlText ? target.parent : target;
    if (!(element instanceof Y.XmlElement)) return;
    const block = this.#headOf(element);
    if (block) this.#stale.blocks.add(block);
    if (target instanceof Y.XmlText) return;
    this.#stale.containers.add(target as Y.XmlElement);
    // An attribute may have moved or merged a block, or put it into a list: that is its container's to show.
    if (hasNewAttributes && element.parent instanceof Y.XmlElement) this.#stale.containers.add(element.parent);
  }

  #noteDrifts(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): void {
    const changes = new Map<unknown, readonly TextChange[]>(events.map(({ target, delta }) => [target, delta]));
    const heads = new Set(events.flatMap(({ target }) => this.#headOf(target.parent) ?? []));
    for (const head of heads) {
      const block = this.#binding.blocks.get(this.#binding.keys.get(head) ?? '');
      let drift = this.#binding.drifts.get(head) ?? noDrift;
      let offset = 0;
      for (const text of block ? textsOf(block) : []) {
        const change = changes.get(text);
        if (change) drift = drifted(drift, change, offset);
        offset += text.length;
      }
      this.#binding.drifts.set(head, drift);
    }
  }

  #headOf(element: unknown): Y.XmlElement | undefined {
    const key = element instanceof Y.XmlElement ? this.#binding.keys.get(element) : undefined;
    return key === undefined ? undefined : this.#binding.blocks.get(key)?.head;
  }

  readonly #onEditorChange = ({ editorState, dirtyElements, dirtyLeaves, tags }: UpdateListenerPayload): void => {
    const isOwn = tags.has(DRAWN_TAG);
    if (this.#isBroken) return;
    if (this.#isOnlyDrawn) {
      this.#isOnlyDrawn = false;
      this.#before = editorState;
      this.#keepSelection(editorState);
      this.#checkLater();
      return;
    }
    if (isReplaced(this.#before, editorState, dirtyElements, dirtyLeaves)) {
      // Another state was set from outside. That isn't an edit, and taking it for one could empty the document.
      this.#load();
      return;
    }
    const dirty = { elements: dirtyElements, leaves: dirtyLeaves };
    const isTouched = dirtyElements.size > 0 || dirtyLeaves.size > 0;
    if (isTouched) {
      const { written, hasWritten } = this.#guard(() => this.#write(dirty, isOwn, editorState)) ?? nothingWritten;
      this.#before = editorState;
      // First: where drawing follows, it puts the selection back to what is kept.
      this.#keepSelection(editorState);
      if (hasWritten || !isOwn) this.#verify(written, editorState);
    } else {
      this.#before = editorState;
      if (editorState._selection !== null) this.#keepSelection(editorState);
    }
    if (this.#stale.blocks.size > 0 && !this.editor.isComposing()) this.#sync(COLLABORATION_TAG);
    this.#checkLater();
  };

  /** Writes what an update did. While read-only it only says what would have been, to be drawn over. */
  #write(dirty: Dirty, isOwn: boolean, state?: EditorState): { written: Written; hasWritten: boolean } {
    const read = <T>(fn: () => T): T => (state ? state.read(fn, { editor: this.editor }) : fn());
    const isDrawnOver = !state && this.#drawnOver !== null && this.#drawnOver === this.editor._pendingEditorState;
    const before = isDrawnOver ? null : this.#before;
    const touched = read(() => $touched(this.#binding, dirty, before));
    if (this.#isReadOnly()) {
      const keys = [...touched.blocks].flatMap((node) => this.#binding.blocks.get(node.getKey())?.head ?? []);
      return { written: { containers: this.#containersOf(touched), blocks: new Set(keys) }, hasWritten: false };
    }
    if (!isOwn) {
      // A change of the blocks themselves is a step of its own, together with what is then typed where it led to.
      const block = touched.containers.size > 0 ? read($blockAtCaret) : [...touched.blocks].at(-1)?.getKey();
      this.#steps.willChange(touched.containers.size > 0 || block !== this.#lastBlock);
      this.#lastBlock = block;
    }
    const behind: Behind = {
      ...this.#stale,
      before,
      texts: this.#writtenTexts,
    };
    return this.doc.transact((transaction) => {
      const written = read(() => $write(this.#binding, dirty, behind));
      return { written, hasWritten: transaction.changed.size > 0 };
    }, this);
  }

  #containersOf({ containers }: ReturnType<typeof $touched>): Set<Y.XmlElement> {
    const elements = [...containers].flatMap((node) =>
      node.getKey() === 'root' ? this.#binding.root : (this.#binding.blocks.get(node.getKey())?.head ?? []),
    );
    return new Set(elements);
  }

  /** What was written usually is shown as the document has it; where it isn't, the document has the last word. */
  #verify(written: Written, state: EditorState): void {
    state.read(() => {
      for (const head of written.blocks) {
        const key = this.#binding.keys.get(head);
        const block = key === undefined ? undefined : this.#binding.blocks.get(key);
        const node = key === undefined ? undefined : state._nodeMap.get(key);
        if (block && node && !$isDrawn(this.#binding, block, node)) this.#stale.blocks.add(head);
      }
    });
    for (const container of written.containers) this.#stale.containers.add(container);
    if (this.#stale.containers.size > 0 || this.#stale.blocks.size > 0) this.#sync(COLLABORATION_TAG);
  }

  /** Draws what is stale, at once unless the editor is in an update: then at that one's end, in the same commit. */
  #sync(tag: string): void {
    if (this.#isDetached || this.#isBroken) return;
    const isAlone = this.#isIdle();
    const draw = () => {
      this.#$sync();
      this.#isOnlyDrawn = isAlone;
    };
    this.editor.update(() => void this.#guard(draw), {
      discrete: true,
      skipTransforms: true,
      tag: [tag, DRAWN_TAG, ...(tag === HISTORIC_TAG ? [] : [SKIP_SCROLL_INTO_VIEW_TAG])],
    });
    // Nothing may have been out of date, and then nothing was committed.
    if (isAlone) this.#isOnlyDrawn = false;
    this.#checkLater();
  }

  #$sync(): void {
    const { containers, blocks } = this.#stale;
    if (this.#isDetached || this.#isBroken || (containers.size === 0 && blocks.size === 0)) return;
    const selection = $getSelection();
    const isUnmoved = this.#before?._selection?.is(selection) ?? false;
    // First: a selection in what the update made can only be kept once that is written.
    const written = this.#$writePending();
    const kept = isUnmoved ? this.#selection : $keepSelection(this.#binding, selection);
    $setSelection(null);
    const toDraw = {
      containers: new Set([...containers, ...written.containers]),
      blocks: new Set([...blocks, ...written.blocks]),
    };
    const postponed = $draw(this.#binding, toDraw, this.editor._compositionKey);
    this.#drawnOver = this.editor._pendingEditorState;
    containers.clear();
    const stillStale = postponed.filter((block) => {
      if (blocks.has(block)) return true;
      // What was merely written isn't stale, though it couldn't be drawn either; what was merged into it is.
      const hasDrifted = this.#binding.drifts.has(block);
      const node = hasDrifted ? $getNodeByKey(this.#binding.keys.get(block) ?? '') : null;
      if (node) this.#writtenTexts.set(block, inlineOf(inlineChildrenOf(node)));
      return hasDrifted;
    });
    blocks.clear();
    for (const block of stillStale) blocks.add(block);
    for (const notes of [this.#writtenTexts, this.#binding.drifts]) {
      for (const head of notes.keys()) if (!blocks.has(head)) notes.delete(head);
    }
    if (kept) $restoreSelection(this.#binding, kept, this.#before);
    else if (selection) $restoreNodes(selection);
  }

  /** Writes what has been done in the present update so far, before something else is drawn or taken back in it. */
  #$writePending(): Written {
    const { _dirtyElements: elements, _dirtyLeaves: leaves } = this.editor;
    if (elements.size === 0 && leaves.size === 0) return nothingWritten.written;
    return this.#write({ elements, leaves }, false).written;
  }

  /** Takes back a step, or brings it back, once what is pending is written: for that is the last step then. */
  #step(direction: 'undo' | 'redo'): void {
    if (this.editor._updating) {
      queueMicrotask(() => this.#step(direction));
      return;
    }
    if (this.#isReadOnly() || this.#isBroken || this.#isDetached) return;
    this.#flush();
    this.#guard(() => this.#steps[direction]());
  }

  #select(selection: KeptSelection): void {
    this.editor.update(() => $restoreSelection(this.#binding, selection, this.#before), {
      discrete: true,
      skipTransforms: true,
      tag: [HISTORIC_TAG, DRAWN_TAG],
    });
  }

  #keepSelection(state: EditorState): void {
    state.read(() => {
      const selection = $getSelection();
      this.#selection = $keepSelection(this.#binding, selection);
      if (this.awareness) publishCursor(this.awareness, this.#binding, selection);
    });
  }

  #load(): void {
    this.#isBroken = true;
    const isAlone = this.#isIdle();
    let failure: unknown = null;
    this.editor.update(
      () => {
        try {
          $setSelection(null);
          $drawAll(this.#binding);
          this.#stale.containers.clear();
          this.#stale.blocks.clear();
          this.#writtenTexts.clear();
          this.#isBroken = false;
          this.#drawnOver = this.editor._pendingEditorState;
          this.#isOnlyDrawn = isAlone;
        } catch (error) {
          failure = error;
        }
      },
      { discrete: true, skipTransforms: true, tag: [COLLABORATION_TAG, DRAWN_TAG, SKIP_SCROLL_INTO_VIEW_TAG] },
    );
    if (isAlone) this.#isOnlyDrawn = false;
    this.#before ??= this.editor.getEditorState();
    if (!failure) return;
    this.editor.setEditable(false);
    this.#report(failure);
  }

  /** Runs what must not fail halfway: if it throws, the editor is loaded anew from the document. */
  #guard<T>(fn: () => T): T | undefined {
    try {
      return fn();
    } catch (error) {
      this.#isBroken = true;
      this.#report(error);
      queueMicrotask(() => {
        if (!this.#isDetached) this.#load();
      });
      return undefined;
    }
  }

  #report(cause: unknown): void {
    const message = cause instanceof Error ? cause.message : String(cause);
    this.#options.onProblem?.({ kind: 'failure', message, cause });
  }

  /** Whether the editor has nothing pending, so that what we do next is committed alone. */
  #isIdle(): boolean {
    return !this.editor._updating && this.editor._pendingEditorState === null;
  }

  /** Commits what the editor has pending, so that it is written. */
  #flush(): void {
    this.editor.update(() => {}, { discrete: true });
  }

  #isReadOnly(): boolean {
    return typeof this.#readOnly === 'function' ? this.#readOnly() : this.#readOnly;
  }

  #commanded(fn: () => void): () => boolean {
    return () => {
      fn();
      return true;
    };
  }

  #undoChanged(): void {
    this.editor.dispatchCommand(CAN_UNDO_COMMAND, this.canUndo());
    this.editor.dispatchCommand(CAN_REDO_COMMAND, this.canRedo());
    for (const listener of this.#undoListeners) listener();
  }

  #checkLater(): void {
    const wait = this.#options.checkWhenIdle ?? 5000;
    if (wait === 0 || this.#isDetached) return;
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(this.check, wait);
    // In Node a waiting check must not keep the process alive.
    if (typeof this.#checkTimer === 'object') this.#checkTimer.unref();
  }
}

const nothingWritten = {
  written: { containers: new Set<Y.XmlElement>(), blocks: new Set<Y.XmlElement>() },
  hasWritten: false,
};

/** The block that the caret is in. */
function $blockAtCaret(): NodeKey | undefined {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return undefined;
  const node = selection.anchor.getNode();
  return [node, ...node.getParents()].find($isBlock)?.getKey();
}

/**
 * Whether a state isn't the one before with changes made to it, but another one that was set in its place: then
 * nothing but the root is reported as changed, and yet other nodes are.
 */
function isReplaced(
  before: EditorState | null,
  now: EditorState,
  dirtyElements: ReadonlyMap<string, boolean>,
  dirtyLeaves: ReadonlySet<string>,
): boolean {
  if (!before || dirtyLeaves.size > 0 || dirtyElements.size !== 1 || !dirtyElements.has('root')) return false;
  for (const [key, node] of now._nodeMap) if (key !== 'root' && before._nodeMap.get(key) !== node) return true;
  return false;
}
