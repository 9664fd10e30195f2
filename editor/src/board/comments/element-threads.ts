import type * as Y from 'yjs';
import { Source } from '../../client/observable.ts';
import { boardElements, observeElements, readElement, threadsOnElement } from '../../content/board/index.ts';

/** Which elements of a board are marked by which threads, kept as they change: each change costs what it touched. */
export class ElementThreads {
  /** Threads whose elements are there, from the top of the board to its bottom. */
  readonly order = new Source<ReadonlyMap<string, number>>(new Map());
  readonly #doc: Y.Doc;
  readonly #stop: () => void;
  /** Only elements that are marked. */
  readonly #threads = new Map<string, readonly string[]>();

  constructor(doc: Y.Doc) {
    this.#doc = doc;
    for (const id of boardElements(doc).keys()) this.#note(id);
    this.order.set(this.#findOrder());
    this.#stop = observeElements(doc, this.#changed);
  }

  destroy(): void {
    this.#stop();
  }

  /** The elements that a thread is about and that are there. */
  elementsOf(threadId: string): readonly string[] {
    return [...this.#threads].flatMap(([id, threads]) => (threads.includes(threadId) ? id : []));
  }

  readonly #changed = (ids: ReadonlySet<string>): void => {
    let isConcerned = false;
    for (const id of ids) {
      const isKnown = this.#threads.has(id);
      this.#note(id);
      if (isKnown || this.#threads.has(id)) isConcerned = true;
    }
    if (isConcerned) this.order.set(this.#findOrder());
  };

  #note(id: string): void {
    const threads = threadsOnElement(boardElements(this.#doc).get(id));
    if (threads.length === 0) this.#threads.delete(id);
    else this.#threads.set(id, threads);
  }

  /** A new map each time, since elements that stayed in their order may have moved. */
  #findOrder(): ReadonlyMap<string, number> {
    const tops = new Map<string, { readonly x: number; readonly y: number }>();
    for (const [id, threads] of this.#threads) {
      const element = readElement(this.#doc, id);
      if (element === null) continue;
      for (const thread of threads) {
        const top = tops.get(thread);
        if (!top || element.y < top.y || (element.y === top.y && element.x < top.x)) tops.set(thread, element);
      }
    }
    const sorted = [...tops].sort(([, a], [, b]) => a.y - b.y || a.x - b.x);
    return new Map(sorted.map(([id], index) => [id, index]));
  }
}
