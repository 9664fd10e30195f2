import {
  $createRangeSelection,
  $getNodeByKey,
  $getSelection,
  $isRangeSelection,
  $isTextNode,
  $setSelection,
  HISTORY_MERGE_TAG,
  HISTORY_PUSH_TAG,
  type LexicalEditor,
  SKIP_DOM_SELECTION_TAG,
  SKIP_SCROLL_INTO_VIEW_TAG,
} from 'lexical';
import { nextTask } from '../exchange/next-task.ts';
import { type Match, type Pattern, patternOf, type Query, replacementOf } from './pattern.ts';
import { searchHere, searchInWorker, TooSlowError } from './pattern-search.ts';
import { $isAsRead, $replace, type Place } from './replace.ts';
import { type TextRun, TextRuns } from './text-runs.ts';

export interface Found {
  readonly places: readonly Place[];
  /** Which of them is looked at; -1 while there is none. */
  readonly current: number;
  /** Why nothing can be found: the regular expression is none, or takes too long. */
  readonly fault: 'invalid' | 'slow' | null;
}

/** Matches that are replaced in one task. */
const AT_ONCE = 400;
/** How long others' typing is let go on before it is searched again, milliseconds. */
const PAUSE = 80;
/** The focus is in the field where one types what to look for. */
const QUIET = [SKIP_DOM_SELECTION_TAG, SKIP_SCROLL_INTO_VIEW_TAG];
const NOTHING: Found = { places: [], current: -1, fault: null };

/** Finds and replaces in an editor, and keeps up with what is written there meanwhile. Changes nothing by finding. */
export class Finder {
  found: Found = NOTHING;
  readonly #editor: LexicalEditor;
  readonly #onChange: () => void;
  readonly #runs = new TextRuns();
  readonly #stop: () => void;
  #query: Query | null = null;
  #pattern: Pattern | null = null;
  #matches = new WeakMap<TextRun, readonly Match[]>();
  #search = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(editor: LexicalEditor, onChange: () => void) {
    this.#editor = editor;
    this.#onChange = onChange;
    this.#stop = editor.registerUpdateListener(({ dirtyElements, dirtyLeaves }) => {
      if (dirtyElements.size === 0 && dirtyLeaves.size === 0) return;
      this.#runs.changed([...dirtyElements.keys(), ...dirtyLeaves]);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#refresh(), PAUSE);
    });
  }

  destroy(): void {
    this.#stop();
    this.#search.abort();
    clearTimeout(this.#timer);
  }

  /** Looks for something else; what is found at or behind the selection is looked at first. */
  async find(query: Query): Promise<void> {
    this.#query = query;
    this.#matches = new WeakMap();
    this.#pattern = null;
    try {
      this.#pattern = patternOf(query);
    } catch {
      this.#search.abort();
      this.#set({ ...NOTHING, fault: 'invalid' });
      return;
    }
    await this.#refresh(true);
  }

  /** Goes on to the next or back to the one before, round at the ends, and puts the caret there. */
  step(by: 1 | -1): void {
    const { places, current } = this.found;
    if (places.length === 0) return;
    this.#set({ ...this.found, current: (current + by + places.length) % places.length });
    this.#look(({ from }) => [from, from]);
  }

  /** Selects what is looked at, for whoever goes on in the text. */
  select(): void {
    this.#look(({ from, to }) => [from, to]);
  }

  /** Replaces the one that is looked at, and goes on to the next. */
  async replace(template: string): Promise<void> {
    const place = this.found.places[this.found.current];
    if (!place) return;
    const words = replacementOf(place.match, template);
    const behind = { run: place.run, at: place.match.from + words.length };
    this.#update(() => $replace(place, words));
    await this.#refresh(false, behind);
  }

  /** Replaces all, as one step for undo; returns how many. Many are replaced some at a time, so that the page goes on. */
  async replaceAll(template: string): Promise<number> {
    // From the end: what stands before a match keeps its place.
    const places = this.found.places.toReversed();
    let done = 0;
    for (let from = 0; from < places.length; from += AT_ONCE) {
      if (from > 0) await nextTask();
      const part = places.slice(from, from + AT_ONCE);
      this.#editor.update(
        () => {
          for (const place of part) {
            // Others may have written there meanwhile.
            if (!$isAsRead(place)) continue;
            $replace(place, replacementOf(place.match, template));
            done++;
          }
        },
        { discrete: true, tag: [...QUIET, from === 0 ? HISTORY_PUSH_TAG : HISTORY_MERGE_TAG] },
      );
    }
    await this.#refresh();
    return done;
  }

  #look(endsOf: (match: Match) => [number, number]): void {
    const place = this.found.places[this.found.current];
    if (!place) return;
    const [from, to] = endsOf(place.match);
    this.#editor.update(() => $select(place.run, from, to), { discrete: true, tag: QUIET });
  }

  /** Searches what changed. */
  async #refresh(isNew = false, behind?: { run: TextRun; at: number }): Promise<void> {
    clearTimeout(this.#timer);
    this.#search.abort();
    this.#search = new AbortController();
    const { signal } = this.#search;
    const pattern = this.#pattern;
    const runs = this.#editor.read(() => this.#runs.$read());
    if (!pattern) {
      if (this.found.fault !== 'invalid' || isNew) this.#set(NOTHING);
      return;
    }
    const unread = runs.filter((run) => !this.#matches.has(run));
    const request = { texts: unread.map(({ text }) => text), pattern };
    try {
      const matches = this.#query?.isRegex ? await searchInWorker(request, signal) : searchHere(request);
      for (const [i, run] of unread.entries()) this.#matches.set(run, matches[i] ?? []);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof TooSlowError)) throw error;
      this.#pattern = null;
      this.#set({ ...NOTHING, fault: 'slow' });
      return;
    }
    if (signal.aborted) return;
    const places = runs.flatMap((run) => (this.#matches.get(run) ?? []).map((match) => ({ run, match })));
    this.#set({ places, current: this.#currentOf(places, runs, isNew, behind), fault: null });
  }

  #currentOf(
    places: readonly Place[],
    runs: readonly TextRun[],
    isNew: boolean,
    behind?: { run: TextRun; at: number },
  ): number {
    if (places.length === 0) return -1;
    const before = this.found.places[this.found.current];
    const [key, at] = behind
      ? [behind.run.parts[0]?.key, behind.at]
      : isNew || !before
        ? this.#selectionStart()
        : [before.run.parts[0]?.key, before.match.from];
    const order = new Map(runs.map((run, i) => [run, i]));
    const runAt = runs.findIndex(({ parts }) => parts.some((part) => part.key === key));
    if (runAt === -1) return Math.min(Math.max(0, this.found.current), places.length - 1);
    const start = isNew ? startOf(runs[runAt], key) + at : at;
    const next = places.findIndex(({ run, match }) => {
      const place = order.get(run) ?? 0;
      return place > runAt || (place === runAt && match.from >= start);
    });
    return next === -1 ? 0 : next;
  }

  #selectionStart(): [string | undefined, number] {
    return this.#editor.read(() => {
      const selection = $getSelection();
      if (!$isRangeSelection(selection)) return [undefined, 0];
      const { key, offset, type } = selection.isBackward() ? selection.focus : selection.anchor;
      return [type === 'text' ? key : undefined, offset];
    });
  }

  #update($change: () => void): void {
    this.#editor.update($change, {
      discrete: true,
      tag: [...QUIET, HISTORY_PUSH_TAG],
    });
  }

  #set(found: Found): void {
    this.found = found;
    this.#onChange();
  }
}

const $select = ({ parts }: TextRun, from: number, to: number): void => {
  const pointAt = (offset: number) => {
    const part = parts.findLast(({ start }) => start < offset) ?? parts[0];
    const node = part && $getNodeByKey(part.key);
    return part && $isTextNode(node) ? { key: part.key, offset: Math.min(offset - part.start, part.length) } : null;
  };
  const [anchor, focus] = [pointAt(from), pointAt(to)];
  if (!anchor || !focus) return;
  const selection = $createRangeSelection();
  selection.anchor.set(anchor.key, anchor.offset, 'text');
  selection.focus.set(focus.key, focus.offset, 'text');
  $setSelection(selection);
};

const startOf = (run: TextRun | undefined, key: string | undefined): number =>
  run?.parts.find((part) => part.key === key)?.start ?? 0;
