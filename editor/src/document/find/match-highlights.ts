import { createDOMRange } from '@lexical/selection';
import { $getNodeByKey, $isTextNode, type LexicalEditor } from 'lexical';
import { pageInset } from '../page-inset.ts';
import type { Found } from './finder.ts';
import type { Place } from './replace.ts';

const ALL = 'cowrite-found';
const CURRENT = 'cowrite-found-current';

/** Marks what is found in view, by the browser's highlights: the document and its elements stay as they are. */
export class MatchHighlights {
  readonly #editor: LexicalEditor;
  readonly #stop: () => void;
  #found: Found = { places: [], current: -1, fault: null };
  #frame = 0;

  constructor(editor: LexicalEditor) {
    this.#editor = editor;
    const offUpdate = editor.registerUpdateListener(this.#drawSoon);
    document.addEventListener('scroll', this.#drawSoon, { passive: true, capture: true });
    window.addEventListener('resize', this.#drawSoon);
    this.#stop = () => {
      offUpdate();
      document.removeEventListener('scroll', this.#drawSoon, { capture: true });
      window.removeEventListener('resize', this.#drawSoon);
      cancelAnimationFrame(this.#frame);
      for (const name of [ALL, CURRENT]) highlights()?.delete(name);
    };
  }

  destroy(): void {
    this.#stop();
  }

  show(found: Found): void {
    this.#found = found;
    this.#drawSoon();
  }

  /** Scrolls to what is looked at, unless it is in view. `covered` is the height of what lies over the page's top. */
  reveal(covered: number): void {
    const place = this.#found.places[this.#found.current];
    const [range] = place ? this.#rangesOf([place]) : [];
    if (!range) return;
    // First within what scrolls by itself, such as code and wide tables.
    range.startContainer.parentElement?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const rect = range.getBoundingClientRect();
    const top = pageInset().top + covered;
    const bottom = (window.visualViewport?.height ?? window.innerHeight) - pageInset().bottom;
    if (rect.top >= top && rect.bottom <= bottom) return;
    window.scrollBy({ top: rect.top - (top + bottom) / 2, behavior: 'instant' });
  }

  readonly #drawSoon = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(this.#draw);
  };

  readonly #draw = (): void => {
    const { places, current } = this.#found;
    const { innerHeight } = window;
    // In reading order, so the view begins and ends somewhere between.
    const first = this.#search(places, (top) => top < -innerHeight);
    const end = this.#search(places, (top) => top < 2 * innerHeight);
    // A block that begins above reaches into it, unless it is longer than anybody's.
    const before = places[first - 1];
    const from = before ? places.findIndex(({ run }) => run.block === before.run.block) : first;
    const at = places[current];
    highlights()?.set(ALL, new Highlight(...this.#rangesOf(places.slice(from, end).filter((place) => place !== at))));
    const only = new Highlight(...this.#rangesOf(at ? [at] : []));
    only.priority = 1;
    highlights()?.set(CURRENT, only);
  };

  /** The first place whose block doesn't lie so. */
  #search(places: readonly Place[], isBefore: (top: number) => boolean): number {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const block = this.#editor.getElementByKey(places[middle]?.run.block ?? '');
      if (block && isBefore(block.getBoundingClientRect().top)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #rangesOf(places: readonly Place[]): Range[] {
    return this.#editor.read(() => places.flatMap((place) => this.#$rangeOf(place) ?? []));
  }

  #$rangeOf({ run, match }: Place): Range | null {
    const first = run.parts.find(({ start, length }) => match.from < start + length);
    const last = run.parts.find(({ start, length }) => match.to <= start + length);
    const [start, end] = [first && $getNodeByKey(first.key), last && $getNodeByKey(last.key)];
    if (!first || !last || !$isTextNode(start) || !$isTextNode(end)) return null;
    // Written in since; it will be searched again in a moment.
    if (start.getTextContentSize() !== first.length || end.getTextContentSize() !== last.length) return null;
    return createDOMRange(this.#editor, start, match.from - first.start, end, match.to - last.start);
  }
}

/** Older browsers have none: there what is looked at is scrolled to, and selected in the end. */
const highlights = (): HighlightRegistry | undefined => ('highlights' in CSS ? CSS.highlights : undefined);
