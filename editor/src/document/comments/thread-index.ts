import { $getRoot, $isElementNode, type LexicalEditor, type LexicalNode, type NodeKey } from 'lexical';
import { Source } from '../../client/observable.ts';
import { threadsOf } from '../../content/index.ts';

/** Which nodes of the editor are marked by which threads, kept as they change: each update costs what it touched. */
export class ThreadIndex {
  /** Threads in the order in which their first mark is met; null until the editor shows the document. */
  readonly order = new Source<ReadonlyMap<string, number> | null>(null);
  readonly #editor: LexicalEditor;
  readonly #threads = new Map<NodeKey, readonly string[]>();
  readonly #stop: () => void;
  readonly #listeners = new Set<() => void>();

  constructor(editor: LexicalEditor) {
    this.#editor = editor;
    this.#stop = editor.registerUpdateListener(({ dirtyElements, dirtyLeaves, editorState }) => {
      const isOther = dirtyElements.size === 0 && dirtyLeaves.size === 0;
      if (isOther) return;
      editorState.read(() => {
        let isChanged = false;
        for (const keys of [dirtyElements.keys(), dirtyLeaves.keys()]) {
          for (const key of keys) if (this.#note(key, editorState._nodeMap.get(key))) isChanged = true;
        }
        // A block that moved takes its marks along, and a text that is split or styled gets other elements.
        if (isChanged || this.#threads.size > 0) this.#changed();
      });
    });
    editor.read(() => this.#noteAll($getRoot()));
    this.#changed();
  }

  destroy(): void {
    this.#stop();
  }

  /** Calls back when marks, or what carries them, may have changed; returns how to stop. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The threads that mark a node. */
  at(key: NodeKey): readonly string[] {
    return this.#threads.get(key) ?? [];
  }

  /** The nodes that are marked, with the threads that mark them. */
  entries(): IterableIterator<[NodeKey, readonly string[]]> {
    return this.#threads.entries();
  }

  /** The nodes that a thread marks, in no order. */
  nodesOf(threadId: string): readonly NodeKey[] {
    return [...this.#threads].flatMap(([key, threads]) => (threads.includes(threadId) ? key : []));
  }

  #noteAll(node: LexicalNode): void {
    this.#note(node.getKey(), node);
    if ($isElementNode(node)) for (const child of node.getChildren()) this.#noteAll(child);
  }

  #note(key: NodeKey, node: LexicalNode | undefined): boolean {
    const threads = node?.isAttached() ? threadsOf(node) : [];
    const before = this.#threads.get(key) ?? [];
    if (threads.length === 0) this.#threads.delete(key);
    else this.#threads.set(key, threads);
    return threads.join() !== before.join();
  }

  #changed(): void {
    this.order.set(this.#findOrder());
    for (const listener of this.#listeners) listener();
  }

  #findOrder(): ReadonlyMap<string, number> {
    const marked: { readonly element: HTMLElement; readonly threads: readonly string[] }[] = [];
    for (const [key, threads] of this.#threads) {
      const element = this.#editor.getElementByKey(key);
      if (element) marked.push({ element, threads });
      else if (!this.#editor.getEditorState()._nodeMap.has(key)) this.#threads.delete(key);
    }
    marked.sort((a, b) => (a.element.compareDocumentPosition(b.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    const order = new Map<string, number>();
    for (const { threads } of marked) for (const id of threads) if (!order.has(id)) order.set(id, order.size);
    const before = this.order.value;
    const isSame = before?.size === order.size && [...order].every(([id, place]) => before.get(id) === place);
    return before !== null && isSame ? before : order;
  }
}
