import {
  $getNodeByKey,
  $getRoot,
  $getSelection,
  $isElementNode,
  $isRangeSelection,
  $isRootNode,
  type LexicalEditor,
  type NodeKey,
} from 'lexical';
import { $runsIn } from '../find/text-runs.ts';
import { type Counts, countWords } from './count-words.ts';

export interface Counted {
  readonly all: Counts;
  /** Of what is selected; null where nothing is. */
  readonly selected: Counts | null;
}

/**
 * In which pause of the writing it is counted, how often where there is none, and how long counting may keep the page,
 * milliseconds. A count that is shown costs a frame, and of a long text each is as dear as a letter.
 */
const PAUSE = 700;
const LONGEST = 5000;
const SLICE = 8;
const NOTHING: Counts = { words: 0, characters: 0 };

/**
 * Counts the words of an editor as they change: of a letter only its block, so that a long document costs no more, and
 * of many blocks in slices that keep nobody waiting.
 */
export class Counter {
  counted: Counted = { all: NOTHING, selected: null };
  readonly #editor: LexicalEditor;
  readonly #onChange: () => void;
  /** Of the blocks of the root. */
  readonly #known = new Map<NodeKey, Counts>();
  #all: Counts = NOTHING;
  readonly #stale: Set<NodeKey>;
  readonly #stop: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When what isn't counted yet began. */
  #since = 0;

  constructor(editor: LexicalEditor, onChange: () => void) {
    this.#editor = editor;
    this.#onChange = onChange;
    this.#stale = new Set(editor.read(() => $getRoot().getChildrenKeys()));
    this.#stop = editor.registerUpdateListener(({ dirtyElements }) => {
      for (const key of dirtyElements.keys()) this.#stale.add(key);
      this.#countSoon(PAUSE);
    });
    this.#countSoon(0);
  }

  destroy(): void {
    this.#stop();
    clearTimeout(this.#timer);
  }

  #countSoon(wait: number): void {
    const now = performance.now();
    if (this.#timer === undefined) this.#since = now;
    clearTimeout(this.#timer);
    // Who types on sees it grow all the same.
    this.#timer = setTimeout(() => this.#count(), Math.min(wait, Math.max(0, this.#since + LONGEST - now)));
  }

  #count(): void {
    this.#timer = undefined;
    const end = performance.now() + SLICE;
    const isDone = this.#editor.read(() => {
      // Of a state that was set as a whole nothing else tells what is gone.
      for (const key of this.#known.keys()) if ($getNodeByKey(key) === null) this.#stale.add(key);
      for (const key of this.#stale) {
        if (performance.now() > end) return false;
        this.#stale.delete(key);
        this.#take(key, $countsOf(key));
      }
      return true;
    });
    if (!isDone) {
      this.#countSoon(0);
      return;
    }
    const selected = this.#editor.read($selectedText);
    this.counted = { all: this.#all, selected: selected === '' ? null : countWords(selected) };
    this.#onChange();
  }

  #take(key: NodeKey, now: Counts | null): void {
    const before = this.#known.get(key) ?? NOTHING;
    const { words, characters } = now ?? NOTHING;
    this.#all = {
      words: this.#all.words - before.words + words,
      characters: this.#all.characters - before.characters + characters,
    };
    if (now === null) this.#known.delete(key);
    else this.#known.set(key, now);
  }
}

/** Of a block of the root; null for what is none, or none any more. */
const $countsOf = (key: NodeKey): Counts | null => {
  const node = $getNodeByKey(key);
  if (!$isElementNode(node) || !$isRootNode(node.getParent())) return null;
  return $runsIn(node).reduce((sum, { text }) => {
    const { words, characters } = countWords(text);
    return { words: sum.words + words, characters: sum.characters + characters };
  }, NOTHING);
};

/** Without the breaks between blocks, which are nobody's characters. */
const $selectedText = (): string => {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || selection.isCollapsed()) return '';
  return selection.getTextContent().replace(/\n+/g, ' ').trim();
};
