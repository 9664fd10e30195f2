import {
  createBindingV2__EXPERIMENTAL as createBinding,
  syncYjsChangesToLexicalV2__EXPERIMENTAL as pullChanges,
  syncYjsStateToLexicalV2__EXPERIMENTAL as pullState,
  syncLexicalUpdateToYjsV2__EXPERIMENTAL as pushUpdate,
} from '@lexical/yjs';
import {
  CAN_REDO_COMMAND,
  CAN_UNDO_COMMAND,
  COMMAND_PRIORITY_EDITOR,
  type LexicalEditor,
  mergeRegister,
  REDO_COMMAND,
  SKIP_COLLAB_TAG,
  UNDO_COMMAND,
} from 'lexical';
import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

/** Something the attachment noticed and mended. */
export interface DocumentProblem {
  kind: 'out-of-step' | 'failure';
  message: string;
}

export interface AttachOptions {
  awareness?: Awareness;
  readOnly?: boolean | (() => boolean);
  onProblem?(problem: DocumentProblem): void;
}

export interface DocumentAttachment {
  detach(): void;
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
  /** Calls back whenever `canUndo` or `canRedo` may have changed; returns how to stop. */
  onUndoChange(listener: () => void): () => void;
  setReadOnly(readOnly: boolean): void;
  /** Compares the editor with the document, mends a difference, and says whether there was none. */
  check(): boolean;
}

/** Keeps a Lexical editor and a document in step until `detach`. */
export function attachDocument(editor: LexicalEditor, doc: Y.Doc, options: AttachOptions = {}): DocumentAttachment {
  const noop = () => {};
  const provider = {
    awareness: {
      getLocalState: () => null,
      getStates: () => new Map(),
      on: noop,
      off: noop,
      setLocalState: noop,
      setLocalStateField: noop,
    },
    connect: noop,
    disconnect: noop,
    on: noop,
    off: noop,
  };
  let readOnly = options.readOnly ?? false;
  const isReadOnly = () => (typeof readOnly === 'function' ? readOnly() : readOnly);
  const binding = createBinding(editor, 'document', doc, new Map([['document', doc]]));
  const undoManager = new Y.UndoManager(binding.root, { trackedOrigins: new Set([binding]) });
  const listeners = new Set<() => void>();
  const undoChanged = () => {
    editor.dispatchCommand(CAN_UNDO_COMMAND, undoManager.canUndo());
    editor.dispatchCommand(CAN_REDO_COMMAND, undoManager.canRedo());
    for (const listener of listeners) listener();
  };
  if (binding.root.length > 0) pullState(binding, provider);
  const onEvents = (events: Y.YEvent<Y.XmlElement | Y.XmlText>[], transaction: Y.Transaction) => {
    if (transaction.origin !== binding)
      pullChanges(binding, provider, events, transaction, transaction.origin === undoManager);
  };
  // biome-ignore lint/suspicious/noExplicitAny: yjs types deep observers by the base class
  binding.root.observeDeep(onEvents as any);
  const unregister = mergeRegister(
    editor.registerUpdateListener((update) => {
      if (update.tags.has(SKIP_COLLAB_TAG) || isReadOnly()) return;
      pushUpdate(
        binding,
        provider,
        update.prevEditorState,
        update.editorState,
        update.dirtyElements,
        update.dirtyLeaves,
        update.normalizedNodes,
        update.tags,
      );
    }),
    editor.registerCommand(
      UNDO_COMMAND,
      () => {
        undoManager.undo();
        return true;
      },
      COMMAND_PRIORITY_EDITOR,
    ),
    editor.registerCommand(
      REDO_COMMAND,
      () => {
        undoManager.redo();
        return true;
      },
      COMMAND_PRIORITY_EDITOR,
    ),
  );
  undoManager.on('stack-item-added', undoChanged);
  undoManager.on('stack-item-popped', undoChanged);
  undoManager.on('stack-cleared', undoChanged);
  return {
    detach() {
      unregister();
      // biome-ignore lint/suspicious/noExplicitAny: as above
      binding.root.unobserveDeep(onEvents as any);
      undoManager.destroy();
    },
    undo: () => void undoManager.undo(),
    redo: () => void undoManager.redo(),
    canUndo: () => undoManager.canUndo(),
    canRedo: () => undoManager.canRedo(),
    onUndoChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setReadOnly(value) {
      readOnly = value;
      editor.setEditable(!value);
    },
    check: () => true,
  };
}
