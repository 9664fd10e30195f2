import {
  $getSelection,
  type BaseSelection,
  CAN_REDO_COMMAND,
  CAN_UNDO_COMMAND,
  CLEAR_HISTORY_COMMAND,
  COMMAND_PRIORITY_EDITOR,
  type LexicalEditor,
  mergeRegister,
  type NodeKey,
  REDO_COMMAND,
  UNDO_COMMAND,
} from 'lexical';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { TextRange } from '../comments/anchors.ts';
import { type Binding, createBinding } from './binding.ts';
import { idOfBlock, keyOfBlock } from './block-ids.ts';
import { findDifference } from './check.ts';
import { $clientsSelected } from './clients-selected.ts';
import { publishCursor, type RemoteCursor, remoteCursors, withdrawCursor } from './cursor-state.ts';
import { RESTORED } from './schema.ts';
import { $textRange } from './selection.ts';
import { Sync } from './sync.ts';
import { createUndoSteps, type UndoSteps } from './undo.ts';

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
  /** Takes back the author's own last step, nobody else's, and none from before a version was restored. */
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
  /** Calls back when `canUndo` or `canRedo` changed; returns how to stop. */
  onUndoChange(listener: () => void): () => void;
  setReadOnly(readOnly: boolean): void;
  /** Compares the editor with a fresh load of the document, mends a difference, and says whether there was none. */
  check(): boolean;
  /**
   * Where a selection's text starts and ends, for a comment on it: Yjs' relative positions, as JSON. Null for a selection
   * without text that is in the document.
   */
  textRange(selection: BaseSelection | null): TextRange | null;
  /**
   * Under which clientIDs what is selected was written, and how much of it each; of the block where only a caret is. Empty
   * where nothing is selected.
   */
  clientsSelected(): Map<number, number>;
  /** The others' selections, as points in the editor as it is now. */
  cursors(): RemoteCursor[];
  /**
   * An id of the block that a node shows, for links to it: the same through edits, moves and another type. It is
   * written into the document, unless read-only. Null for a node that shows no block.
   */
  blockId(key: NodeKey): string | null;
  /** The same id, not written: what this browser may remember a block by. Null for one that isn't stored yet. */
  knownBlockId(key: NodeKey): string | null;
  /** The node that shows the block of an id, or the one it was merged into; null while there is none. */
  keyOfBlock(id: string): NodeKey | null;
}

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
  readonly #sync: Sync;
  readonly #steps: UndoSteps;
  readonly #stop: () => void;
  readonly #undoListeners = new Set<() => void>();
  #readOnly: boolean | (() => boolean);
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
      selection: () => this.#sync.selection,
      onRestore: (selection) => this.#sync.select(selection),
      onChange: () => this.#undoChanged(),
    });
    this.#sync = new Sync({
      binding: this.#binding,
      origin: this,
      isReadOnly: () => this.#isReadOnly(),
      onWrite: (isElsewhere) => this.#steps.willChange(isElsewhere),
      onShown: () => this.#shown(),
      onFailure: (cause) => this.#failed(cause),
    });
    editor.setEditable(!this.#isReadOnly());
    const command = (fn: () => void) => () => {
      fn();
      return true;
    };
    this.#binding.root.observe(this.#rootChanged);
    this.#stop = mergeRegister(
      this.#sync.start(),
      () => this.#binding.root.unobserve(this.#rootChanged),
      editor.registerCommand(UNDO_COMMAND, command(this.undo), COMMAND_PRIORITY_EDITOR),
      editor.registerCommand(REDO_COMMAND, command(this.redo), COMMAND_PRIORITY_EDITOR),
      editor.registerCommand(CLEAR_HISTORY_COMMAND, command(this.#steps.clear), COMMAND_PRIORITY_EDITOR),
    );
    doc.on('destroy', this.detach);
  }

  readonly detach = (): void => {
    if (this.#isDetached) return;
    this.#sync.flush();
    this.#isDetached = true;
    clearTimeout(this.#checkTimer);
    this.#stop();
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
    this.#sync.flush();
    this.#readOnly = readOnly;
    this.editor.setEditable(!readOnly);
  };

  readonly check = (): boolean => {
    this.#sync.flush();
    // While a word is being composed, what others wrote there waits: that is no fault.
    if (!this.#sync.isSettled) return true;
    const difference = findDifference(this.#binding);
    if (difference === null) return true;
    this.#options.onProblem?.({ kind: 'out-of-step', message: difference });
    this.#sync.load();
    return false;
  };

  readonly knownBlockId = (key: NodeKey): string | null => idOfBlock(this.#binding, key, false);

  readonly clientsSelected = (): Map<number, number> =>
    this.editor.getEditorState().read(() => $clientsSelected(this.#binding), { editor: this.editor });

  readonly cursors = (): RemoteCursor[] =>
    this.awareness ? remoteCursors(this.#binding, this.awareness, this.editor.getEditorState()) : [];

  readonly textRange = (selection: BaseSelection | null): TextRange | null => {
    this.#sync.flush();
    return this.editor.read(() => $textRange(this.#binding, selection));
  };

  readonly blockId = (key: NodeKey): string | null => {
    this.#sync.flush();
    return idOfBlock(this.#binding, key, !this.#isReadOnly());
  };

  readonly keyOfBlock = (id: string): NodeKey | null => keyOfBlock(this.#binding, id);

  #step(direction: 'undo' | 'redo'): void {
    if (this.editor._updating) {
      // A command runs within an update. What that one has pending is the last step, and isn't written before it ends.
      queueMicrotask(() => this.#step(direction));
    } else if (!this.#isReadOnly()) {
      this.#sync.run(this.#steps[direction]);
    }
  }

  /** A version was restored, with what its author may have deleted: taking that back would bring it a second time. */
  readonly #rootChanged = ({ attributesChanged }: Y.YXmlEvent): void => {
    if (attributesChanged.has(RESTORED)) this.#steps.clear();
  };

  #undoChanged(): void {
    this.editor.dispatchCommand(CAN_UNDO_COMMAND, this.canUndo());
    this.editor.dispatchCommand(CAN_REDO_COMMAND, this.canRedo());
    for (const listener of this.#undoListeners) listener();
  }

  #isReadOnly(): boolean {
    return typeof this.#readOnly === 'function' ? this.#readOnly() : this.#readOnly;
  }

  #shown(): void {
    this.#steps.hasShown();
    if (this.awareness) publishCursor(this.awareness, this.#binding, $getSelection());
    this.#checkLater();
  }

  #failed(cause: unknown): void {
    const message = cause instanceof Error ? cause.message : String(cause);
    this.#options.onProblem?.({ kind: 'failure', message, cause });
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
