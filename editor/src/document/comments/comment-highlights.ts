import type { LexicalEditor } from 'lexical';
import type { ThreadIndex } from './thread-index.ts';

const ONE = 'cowrite-comment';
const SEVERAL = 'cowrite-comment-more';
const ACTIVE = 'cowrite-comment-active';
const DRAFT = 'cowrite-comment-draft';
const BLOCK = 'data-commented';

/** What is to be shown. */
export interface ShownThreads {
  /** Threads that are shown in the text: the open ones. */
  readonly open: ReadonlySet<string>;
  readonly active: string | null;
}

/** Marks what comments are about, by the browser's highlights: the document and its elements stay as they are. */
export class CommentHighlights {
  readonly #editor: LexicalEditor;
  readonly #index: ThreadIndex;
  readonly #stop: () => void;
  #shown: ShownThreads = { open: new Set(), active: null };
  #frame = 0;
  #blocks = new Set<HTMLElement>();

  constructor(editor: LexicalEditor, index: ThreadIndex) {
    this.#editor = editor;
    this.#index = index;
    this.#stop = index.onChange(this.#drawSoon);
  }

  destroy(): void {
    this.#stop();
    cancelAnimationFrame(this.#frame);
    for (const name of [ONE, SEVERAL, ACTIVE, DRAFT]) highlights()?.delete(name);
    for (const block of this.#blocks) block.removeAttribute(BLOCK);
  }

  show(shown: ShownThreads): void {
    this.#shown = shown;
    this.#drawSoon();
  }

  /** What a comment is being written about; null for none. */
  showDraft(range: Range | null): void {
    if (range === null) highlights()?.delete(DRAFT);
    else highlights()?.set(DRAFT, withPriority(new Highlight(range), 3));
  }

  readonly #drawSoon = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(this.#draw);
  };

  readonly #draw = (): void => {
    const { open, active } = this.#shown;
    const [one, several, looked] = [new Highlight(), new Highlight(), new Highlight()];
    const blocks = new Set<HTMLElement>();
    for (const [key, threads] of this.#index.entries()) {
      const count = threads.filter((id) => open.has(id)).length;
      const isActive = active !== null && threads.includes(active);
      if (count === 0 && !isActive) continue;
      const element = this.#editor.getElementByKey(key);
      if (element === null) continue;
      if (element.dataset.lexicalText !== 'true') {
        element.setAttribute(BLOCK, isActive ? 'active' : '');
        blocks.add(element);
        continue;
      }
      const range = new Range();
      range.selectNodeContents(element);
      if (isActive) looked.add(range);
      else if (count > 1) several.add(range);
      else one.add(range);
    }
    for (const block of this.#blocks) if (!blocks.has(block)) block.removeAttribute(BLOCK);
    this.#blocks = blocks;
    highlights()?.set(ONE, one);
    highlights()?.set(SEVERAL, withPriority(several, 1));
    highlights()?.set(ACTIVE, withPriority(looked, 2));
  };
}

const withPriority = (highlight: Highlight, priority: number): Highlight => {
  highlight.priority = priority;
  return highlight;
};

/** Older browsers have none: there what a comment is about is found from its card. */
const highlights = (): HighlightRegistry | undefined => ('highlights' in CSS ? CSS.highlights : undefined);
