import {
  $getNodeByKey,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $setSelection,
  COLLABORATION_TAG,
  type EditorState,
  HISTORIC_TAG,
  HISTORY_MERGE_TAG,
  HISTORY_PUSH_TAG,
  type LexicalEditor,
  type NodeKey,
  SKIP_SCROLL_INTO_VIEW_TAG,
  type UpdateListenerPayload,
} from 'lexical';
import * as Y from 'yjs';
import type { Binding } from './binding.ts';
import { $draw, $drawAll, $isDrawn, type Stale } from './draw.ts';
import { inlineOf } from './inline.ts';
import { inlineChildrenOf } from './lists.ts';
import { $isBlock } from './node-kinds.ts';
import { $keepSelection, $restoreNodes, $restoreSelection, type KeptSelection } from './selection.ts';
import { Staleness } from './staleness.ts';
import { $touched, type Dirty, type Touched } from './touched.ts';
import { $write } from './write.ts';

const DRAWN_TAG = 'cowrite-drawn';
const nothing: Stale = { containers: new Set(), blocks: new Set() };

export interface SyncOptions {
  readonly binding: Binding;
  /** The origin of what the author writes. */
  readonly origin: object;
  isReadOnly(): boolean;
  /** Called before the author's change is written, with whether it goes on where they wrote last. */
  onWrite(isElsewhere: boolean): void;
  /** Called within a read of each state that the editor came to, when all of it is written. */
  onShown(): void;
  /** Called when an update threw; the editor is loaded anew after that, if it can be. */
  onFailure(cause: unknown): void;
}

interface WriteOptions {
  /** It was made by drawing, and is no edit. */
  readonly isDrawn: boolean;
  readonly tags: ReadonlySet<string>;
  /** The state to write; without one it is the update that goes on. */
  readonly state?: EditorState;
}

/**
 * Writes what the author does, and shows what others do. It relies on three things:
 *
 * - what is written is the difference between what the author had before them and what they have now, never between
 *   the editor and the document: those differ by what others have done;
 * - what is drawn follows from the document alone, and is never written;
 * - when in doubt, or when anything throws, the document is right.
 */
export class Sync {
  readonly #editor: LexicalEditor;
  readonly #binding: Binding;
  readonly #options: SyncOptions;
  readonly #stale: Staleness;
  /** The editor when it last agreed with the document, save for what is stale. */
  #before: EditorState | null = null;
  /** The state of an uncommitted update that was drawn in: there `#before` no longer tells what the author did. */
  #drawnOver: EditorState | null = null;
  #selection: KeptSelection | null = null;
  /** The block that the author wrote in last. */
  #lastBlock: NodeKey | undefined;
  /** Set while the editor can't be trusted to show the document; nothing is written then. */
  #isBroken = true;
  /** The commit at hand holds nothing but what was drawn: there is nothing to write, whatever it looks like. */
  #isOnlyDrawn = false;
  #isStopped = false;

  constructor(options: SyncOptions) {
    this.#options = options;
    this.#binding = options.binding;
    this.#editor = options.binding.editor;
    this.#stale = new Staleness(options.binding);
  }

  /** The author's selection as of the last state that was written. */
  get selection(): KeptSelection | null {
    return this.#selection;
  }

  /** Whether the editor shows all of the document, and nothing else, as far as is known. */
  get isSettled(): boolean {
    return !this.#isBroken && this.#stale.isEmpty && !this.#editor.isComposing();
  }

  /** Begins to listen, and shows the document, whatever the editor held; returns how to stop. */
  start(): () => void {
    this.#binding.root.observeDeep(this.#onDocumentChange);
    const unregister = this.#editor.registerUpdateListener(this.#onEditorChange);
    this.load();
    return () => {
      this.#isStopped = true;
      unregister();
      this.#binding.root.unobserveDeep(this.#onDocumentChange);
    };
  }

  /** Shows the document anew, keeping nothing of what the editor has. */
  load(): void {
    this.#isBroken = true;
    let failure: unknown = null;
    this.#drawAlone([COLLABORATION_TAG, SKIP_SCROLL_INTO_VIEW_TAG], () => {
      try {
        $setSelection(null);
        $drawAll(this.#binding);
        this.#stale.leave([]);
        this.#isBroken = false;
      } catch (error) {
        failure = error;
      }
    });
    this.#before ??= this.#editor.getEditorState();
    if (!failure) return;
    this.#editor.setEditable(false);
    this.#options.onFailure(failure);
  }

  /** Commits what the editor has pending, so that it is written. */
  flush(): void {
    this.#editor.update(() => {}, { discrete: true });
  }

  /** Does something to the document that isn't an edit of the author's, such as taking one back. */
  run(fn: () => void): void {
    if (this.#isBroken || this.#isStopped) return;
    this.flush();
    this.#guard(fn);
  }

  /** Selects what was kept. */
  select(selection: KeptSelection): void {
    this.#editor.update(() => $restoreSelection(this.#binding, selection, this.#before), {
      discrete: true,
      skipTransforms: true,
      tag: [HISTORIC_TAG, DRAWN_TAG],
    });
  }

  /** Changes of the document, by others or by taking back a step: what they touched is drawn anew. */
  readonly #onDocumentChange = (events: Y.YEvent<Y.AbstractType<unknown>>[], { origin }: Y.Transaction): void => {
    if (origin === this.#options.origin) return;
    this.#stale.mark(events);
    // What is shown at once needs no more; but what the author is about to write has to be carried over.
    if (!this.#isIdle() || this.#editor.isComposing()) this.#stale.noteDrifts(events);
    this.#show(origin instanceof Y.UndoManager ? [HISTORIC_TAG] : [COLLABORATION_TAG, SKIP_SCROLL_INTO_VIEW_TAG]);
  };

  readonly #onEditorChange = (update: UpdateListenerPayload): void => {
    const { editorState, tags } = update;
    if (this.#isBroken) return;
    const { elements, leaves } = dirtyOf(update, this.#before);
    if (isReplaced(this.#before, editorState, elements, leaves)) {
      // Another state was set from outside. That isn't an edit, and taking it for one could empty the document.
      this.load();
      return;
    }
    const isTouched = elements.size > 0 || leaves.size > 0;
    const isDrawn = tags.has(DRAWN_TAG);
    const { written, hasWritten } =
      isTouched && !this.#isOnlyDrawn
        ? this.#write({ elements, leaves }, { isDrawn, tags, state: editorState })
        : { written: nothing, hasWritten: false };
    this.#isOnlyDrawn = false;
    this.#before = editorState;
    this.#binding.successors.clear();
    // First: where drawing follows, it puts the selection back to what is kept.
    if (isTouched || editorState._selection !== null) this.#keepSelection(editorState);
    if (hasWritten || !isDrawn) this.#verify(written, editorState);
    if (this.#stale.blocks.size > 0 && !this.#editor.isComposing()) this.#show([COLLABORATION_TAG]);
  };

  /** Writes what an update did. While read-only it only says what would have been, to be drawn over. */
  #write(dirty: Dirty, { isDrawn, tags, state }: WriteOptions): { written: Stale; hasWritten: boolean } {
    const read = <T>(fn: () => T): T => (state ? state.read(fn, { editor: this.#editor }) : fn());
    const isDrawnOver = !state && this.#drawnOver !== null && this.#drawnOver === this.#editor._pendingEditorState;
    const before = isDrawnOver ? null : this.#before;
    const touched = read(() => $touched(this.#binding, dirty, before));
    if (this.#options.isReadOnly()) return { written: this.#boundOf(touched), hasWritten: false };
    if (!isDrawn) {
      // A change of the blocks themselves is a step of its own, together with what is then typed where it led to.
      const isRearranged = touched.containers.size > 0 || tags.has(HISTORY_PUSH_TAG);
      const block = isRearranged ? read($blockAtCaret) : [...touched.blocks].at(-1)?.getKey();
      // What takes several updates is one step all the same.
      if (!tags.has(HISTORY_MERGE_TAG)) this.#options.onWrite(isRearranged || block !== this.#lastBlock);
      this.#lastBlock = block;
    }
    const { containers, blocks, texts } = this.#stale;
    const write = () =>
      this.#binding.doc.transact((transaction) => {
        const written = read(() => $write(this.#binding, touched, { containers, blocks, texts, before }));
        return { written, hasWritten: transaction.changed.size > 0 };
      }, this.#options.origin);
    return this.#guard(write) ?? { written: nothing, hasWritten: false };
  }

  /** The blocks and containers of the document that show what was touched. */
  #boundOf({ containers, blocks }: Touched): Stale {
    const headOf = (key: NodeKey) => this.#binding.blocks.get(key)?.head ?? [];
    return {
      containers: new Set(
        [...containers].flatMap((node) => (node.getKey() === 'root' ? this.#binding.root : headOf(node.getKey()))),
      ),
      blocks: new Set([...blocks].flatMap((node) => headOf(node.getKey()))),
    };
  }

  /** What was written usually is shown as the document has it; where it isn't, the document has the last word. */
  #verify(written: Stale, state: EditorState): void {
    const isWrong = (head: Y.XmlElement): boolean => {
      const key = this.#binding.keys.get(head);
      const block = key === undefined ? undefined : this.#binding.blocks.get(key);
      const node = key === undefined ? undefined : state._nodeMap.get(key);
      return block !== undefined && node !== undefined && !$isDrawn(this.#binding, block, node);
    };
    const blocks = state.read(() => new Set([...written.blocks].filter(isWrong)), { editor: this.#editor });
    this.#stale.add({ containers: written.containers, blocks });
    if (!this.#stale.isEmpty) this.#show([COLLABORATION_TAG, SKIP_SCROLL_INTO_VIEW_TAG]);
  }

  /** Draws what is stale, at once unless the editor is in an update: then at that one's end, in the same commit. */
  #show(tags: readonly string[]): void {
    if (this.#isStopped || this.#isBroken) return;
    this.#drawAlone(tags, () => void this.#guard(() => this.#$show()));
  }

  #drawAlone(tags: readonly string[], $drawing: () => void): void {
    const isAlone = this.#isIdle();
    const update = () => {
      $drawing();
      this.#drawnOver = this.#editor._pendingEditorState;
      this.#isOnlyDrawn = isAlone;
    };
    this.#editor.update(update, { discrete: true, skipTransforms: true, tag: [...tags, DRAWN_TAG] });
    // Nothing may have been out of date, and then nothing was committed.
    if (isAlone) this.#isOnlyDrawn = false;
  }

  #$show(): void {
    if (this.#isStopped || this.#isBroken || this.#stale.isEmpty) return;
    const selection = $getSelection();
    const isUnmoved = this.#before?._selection?.is(selection) ?? false;
    // First: a selection in what the update made can only be kept once that is written.
    const written = this.#$writePending();
    const kept = isUnmoved ? this.#selection : $keepSelection(this.#binding, selection);
    $setSelection(null);
    const { containers, blocks } = this.#stale;
    const postponed = $draw(
      this.#binding,
      {
        containers: new Set([...containers, ...written.containers]),
        blocks: new Set([...blocks, ...written.blocks]),
      },
      this.#editor._compositionKey,
    );
    this.#stale.leave(postponed.filter((block) => blocks.has(block) || this.#$hasGrown(block)));
    if (kept) $restoreSelection(this.#binding, kept, this.#before);
    else if (selection) $restoreNodes(selection);
  }

  /** Whether others have merged something into a block that couldn't be drawn, though else it would be up to date. */
  #$hasGrown(block: Y.XmlElement): boolean {
    if (!this.#binding.drifts.has(block)) return false;
    const node = $getNodeByKey(this.#binding.keys.get(block) ?? '');
    if (node) this.#stale.texts.set(block, inlineOf(inlineChildrenOf(node)));
    return true;
  }

  /** Writes what has been done in the present update so far, before something else is drawn in it. */
  #$writePending(): Stale {
    const { _dirtyElements: elements, _dirtyLeaves: leaves } = this.#editor;
    return elements.size > 0 || leaves.size > 0
      ? this.#write({ elements, leaves }, { isDrawn: false, tags: this.#editor._updateTags }).written
      : nothing;
  }

  #keepSelection(state: EditorState): void {
    state.read(
      () => {
        this.#selection = $keepSelection(this.#binding, $getSelection());
        this.#options.onShown();
      },
      { editor: this.#editor },
    );
  }

  /** Runs what must not fail halfway: if it throws, the editor is loaded anew from the document. */
  #guard<T>(fn: () => T): T | undefined {
    try {
      return fn();
    } catch (error) {
      this.#isBroken = true;
      this.#options.onFailure(error);
      queueMicrotask(() => {
        if (!this.#isStopped) this.load();
      });
      return undefined;
    }
  }

  /** Whether the editor has nothing pending, so that what we do next is committed alone. */
  #isIdle(): boolean {
    return !this.#editor._updating && this.#editor._pendingEditorState === null;
  }
}

/** The block that the caret is in. */
function $blockAtCaret(): NodeKey | undefined {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return undefined;
  const node = selection.anchor.getNode();
  return [node, ...node.getParents()].find($isBlock)?.getKey();
}

/**
 * What an update touched. Where the editor got another element on the page while one was pending, Lexical has forgotten
 * what that one did: then it is what differs.
 */
function dirtyOf(
  { editorState, dirtyElements, dirtyLeaves, tags }: UpdateListenerPayload,
  before: EditorState | null,
): Dirty {
  const isForgotten = dirtyElements.size === 0 && dirtyLeaves.size === 0 && tags.has(HISTORY_MERGE_TAG);
  if (!isForgotten || !before) return { elements: dirtyElements, leaves: dirtyLeaves };
  const elements = new Map<NodeKey, boolean>();
  const leaves = new Set<NodeKey>();
  for (const [key, node] of editorState._nodeMap) {
    if (before._nodeMap.get(key) === node) continue;
    if ($isElementNode(node)) elements.set(key, true);
    else leaves.add(key);
  }
  return { elements, leaves };
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
