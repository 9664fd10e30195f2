import { $isCodeNode, CodeNode } from '@lexical/code-core';
import {
  $getNodeByKey,
  $isLineBreakNode,
  defineExtension,
  type LexicalEditor,
  mergeRegister,
  type NodeKey,
} from 'lexical';
import { languageOf } from './languages.ts';
import { TOKEN_KINDS, type TokenKind } from './token-kinds.ts';
import { askForTokens } from './tokenizer.ts';
import './highlights.css';

/** Characters from which on only what is near the view is coloured, and colours wait for a pause in the typing. */
const LONG = 12_000;
/** Milliseconds. */
const PAUSE = 180;
/** Heights of the view that are coloured above and below it. */
const MARGIN = 1;

/** A text node of a block of code, and where it stands in the block's text. */
interface Piece {
  readonly key: NodeKey;
  readonly start: number;
  readonly end: number;
}

interface Coloured {
  /** Counts what was seen of the block, so that tokens of an older text are known. */
  version: number;
  text: string;
  pieces: readonly Piece[];
  tokens: Uint32Array;
  ranges: (readonly [kind: TokenKind, range: Range])[];
  timer: ReturnType<typeof setTimeout> | undefined;
  asking: boolean;
}

/**
 * Colours code by the CSS Custom Highlight API: ranges over the text as it stands, so that neither the document nor
 * the editor's state holds a token. Where a browser has no such thing, code is shown in one colour.
 */
const registerHighlights = (editor: LexicalEditor): (() => void) =>
  'highlights' in CSS && typeof Worker !== 'undefined' ? new CodeHighlights(editor).register() : () => {};

class CodeHighlights {
  readonly #editor: LexicalEditor;
  readonly #blocks = new Map<NodeKey, Coloured>();
  #frame = 0;

  constructor(editor: LexicalEditor) {
    this.#editor = editor;
  }

  register(): () => void {
    const scrolled = (): void => this.#paintLongSoon();
    document.addEventListener('scroll', scrolled, { capture: true, passive: true });
    return mergeRegister(
      this.#editor.registerMutationListener(CodeNode, (changes) => {
        for (const [key, change] of changes) {
          if (change === 'destroyed') this.#forget(key);
          else this.#changed(key);
        }
      }),
      // A mutation of the block isn't told where only a text within it changed.
      this.#editor.registerUpdateListener(({ dirtyElements }) => {
        for (const key of dirtyElements.keys()) if (this.#blocks.has(key)) this.#changed(key);
      }),
      () => {
        document.removeEventListener('scroll', scrolled, { capture: true });
        cancelAnimationFrame(this.#frame);
        for (const key of [...this.#blocks.keys()]) this.#forget(key);
      },
    );
  }

  #changed(key: NodeKey): void {
    const block = this.#blocks.get(key) ?? newBlock();
    this.#blocks.set(key, block);
    block.version++;
    // What a range covers moves along with the text meanwhile.
    clearTimeout(block.timer);
    block.timer = setTimeout(() => void this.#ask(key, block), block.text.length > LONG ? PAUSE : 0);
  }

  async #ask(key: NodeKey, block: Coloured): Promise<void> {
    // One at a time: what is typed meanwhile is asked for at the end.
    if (block.asking) return;
    const { version } = block;
    const language = this.#editor.read('latest', () => $readInto(key, block));
    block.asking = true;
    const tokens = language === null ? new Uint32Array() : await askForTokens(language, block.text);
    block.asking = false;
    if (this.#blocks.get(key) !== block) return;
    if (block.version !== version) {
      this.#changed(key);
      return;
    }
    block.tokens = tokens;
    this.#paint(key, block);
  }

  #paintLongSoon(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      for (const [key, block] of this.#blocks) if (block.text.length > LONG && !block.asking) this.#paint(key, block);
    });
  }

  #paint(key: NodeKey, block: Coloured): void {
    clear(block);
    const element = this.#editor.getElementByKey(key);
    if (element === null) return;
    const [from, to] = block.text.length > LONG ? windowOf(element, block.text) : [0, block.text.length];
    const { tokens, pieces } = block;
    let piece = firstAfter(pieces.length, (i) => (pieces[i]?.end ?? 0) > from);
    for (
      let i = firstAfter(tokens.length / 3, (at) => (tokens[at * 3 + 1] ?? 0) > from) * 3;
      i < tokens.length;
      i += 3
    ) {
      const [start = 0, end = 0, kind = 0] = tokens.subarray(i, i + 3);
      if (start >= to) break;
      while ((pieces[piece]?.end ?? Number.POSITIVE_INFINITY) <= start) piece++;
      // A comment of several lines is several texts.
      for (let at = piece; (pieces[at]?.start ?? end) < end; at++) {
        const range = this.#rangeOf(pieces[at], start, end);
        if (range !== null) block.ranges.push([TOKEN_KINDS[kind] ?? 'plain', range]);
      }
    }
    for (const [kind, range] of block.ranges) highlightOf(kind).add(range);
  }

  #rangeOf(piece: Piece | undefined, start: number, end: number): Range | null {
    const text = piece === undefined ? null : this.#editor.getElementByKey(piece.key)?.firstChild;
    if (piece === undefined || !(text instanceof Text)) return null;
    const [from, to] = [Math.max(0, start - piece.start), Math.min(end - piece.start, text.length)];
    if (from >= to) return null;
    const range = document.createRange();
    range.setStart(text, from);
    range.setEnd(text, to);
    return range;
  }

  #forget(key: NodeKey): void {
    const block = this.#blocks.get(key);
    if (block === undefined) return;
    clearTimeout(block.timer);
    clear(block);
    this.#blocks.delete(key);
  }
}

const newBlock = (): Coloured => ({
  version: 0,
  text: '',
  pieces: [],
  tokens: new Uint32Array(),
  ranges: [],
  timer: undefined,
  asking: false,
});

const clear = (block: Coloured): void => {
  for (const [kind, range] of block.ranges.splice(0)) highlightOf(kind).delete(range);
};

/** One for each kind, for all the code on the page. */
const highlightOf = (kind: TokenKind): Highlight => {
  const name = `cowrite-code-${kind}`;
  const present = CSS.highlights.get(name);
  if (present !== undefined) return present;
  const made = new Highlight();
  CSS.highlights.set(name, made);
  return made;
};

/** Reads the text of a block, and which node shows which part; returns its language, null for none. */
const $readInto = (key: NodeKey, block: Coloured): string | null => {
  const node = $getNodeByKey(key);
  if (!$isCodeNode(node)) return null;
  const pieces: Piece[] = [];
  let text = '';
  for (const child of node.getChildren()) {
    const start = text.length;
    text += $isLineBreakNode(child) ? '\n' : child.getTextContent();
    if (text.length > start && !$isLineBreakNode(child)) pieces.push({ key: child.getKey(), start, end: text.length });
  }
  block.text = text;
  block.pieces = pieces;
  return languageOf(node.getLanguage())?.id ?? null;
};

/** What of a block's text is in view or near it. Lines don't wrap, and are all as high. */
const windowOf = (element: HTMLElement, text: string): readonly [from: number, to: number] => {
  const { top, height } = element.getBoundingClientRect();
  const lines = text.split('\n');
  const line = height / Math.max(1, lines.length);
  const first = Math.floor((-MARGIN * innerHeight - top) / line);
  const last = Math.ceil(((1 + MARGIN) * innerHeight - top) / line);
  const lengthOf = (some: readonly string[]): number => some.reduce((sum, { length }) => sum + length + 1, 0);
  return [lengthOf(lines.slice(0, Math.max(0, first))), lengthOf(lines.slice(0, Math.max(0, last)))];
};

/** The first index for which something holds, of a row for which it holds from some place on. */
const firstAfter = (length: number, holds: (index: number) => boolean): number => {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};

export const CodeHighlightsExtension = defineExtension({
  name: 'cowrite/code-highlights',
  register: registerHighlights,
});
