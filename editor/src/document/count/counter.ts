import { $getSelection, $isRangeSelection, type LexicalEditor } from 'lexical';
import { type TextRun, TextRuns } from '../find/text-runs.ts';
import { type Counts, countWords } from './count-words.ts';

export interface Counted {
  readonly all: Counts;
  /** Of what is selected; null where nothing is. */
  readonly selected: Counts | null;
}

/** How often what is being written is counted, and how long counting may keep the page, milliseconds. */
const PAUSE = 300;
const SLICE = 8;
const NOTHING: Counts = { words: 0, characters: 0 };

/** Counts the words of an editor as they change: each run of text once, in slices that keep nobody waiting. */
export class Counter {
  counted: Counted = { all: NOTHING, selected: null };
  readonly #editor: LexicalEditor;
  readonly #onChange: () => void;
  readonly #runs = new TextRuns();
  readonly #known = new WeakMap<TextRun, Counts>();
  readonly #stop: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(editor: LexicalEditor, onChange: () => void) {
    this.#editor = editor;
    this.#onChange = onChange;
    this.#stop = editor.registerUpdateListener(({ dirtyElements, dirtyLeaves }) => {
      this.#runs.changed([...dirtyElements.keys(), ...dirtyLeaves]);
      this.#countSoon(PAUSE);
    });
    this.#countSoon(0);
  }

  destroy(): void {
    this.#stop();
    clearTimeout(this.#timer);
  }

  #countSoon(wait: number): void {
    // Who types on sees it grow all the same.
    this.#timer ??= setTimeout(() => this.#count(), wait);
  }

  #count(): void {
    this.#timer = undefined;
    const end = performance.now() + SLICE;
    const runs = this.#editor.read(() => this.#runs.$read());
    let words = 0;
    let characters = 0;
    for (const run of runs) {
      let known = this.#known.get(run);
      if (!known) {
        if (performance.now() > end) {
          this.#countSoon(0);
          return;
        }
        known = countWords(run.text);
        this.#known.set(run, known);
      }
      words += known.words;
      characters += known.characters;
    }
    const selected = this.#editor.read($selectedText);
    this.counted = { all: { words, characters }, selected: selected === '' ? null : countWords(selected) };
    this.#onChange();
  }
}

/** Without the breaks between blocks, which are nobody's characters. */
const $selectedText = (): string => {
  const selection = $getSelection();
  if (!$isRangeSelection(selection) || selection.isCollapsed()) return '';
  return selection.getTextContent().replace(/\n+/g, ' ').trim();
};
