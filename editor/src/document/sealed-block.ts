import { $getSelection, $isRangeSelection, defineExtension, type LexicalEditor, mergeRegister } from 'lexical';

/** With fewer blocks a letter is cheap as it is. */
const LEAST = 500;
/** How long the caret rests in a block before it is sealed without a letter, milliseconds. */
const REST = 300;
const TEXTS = 'p, h1, h2, h3, h4, h5, h6';
const SEALED = 'data-sealed';
const HEIGHT = '--sealed-height';
/** Of a line, by how much a line more may differ from it. */
const TOLERANCE = 0.01;

interface Sealed {
  readonly block: HTMLElement;
  height: number;
  /** How high its words stand. */
  extent: number;
}

/**
 * In a long text, the block that is written in has its own height said: a browser then lays out that block alone for a
 * letter, in place of the whole column. Where the words take a line more or less, so does what is said; where they
 * change otherwise, or anything else may, it is taken back, so that nothing ever stands elsewhere than it would. Only a
 * block of words: what else stands in one may grow by itself.
 */
class SealedBlock {
  readonly #editor: LexicalEditor;
  #sealed: Sealed | null = null;
  #width = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(editor: LexicalEditor) {
    this.#editor = editor;
  }

  register(): () => void {
    const widths = new ResizeObserver(([entry]) => {
      const width = entry?.contentRect.width ?? 0;
      if (width !== this.#width) this.#open();
      this.#width = width;
    });
    document.fonts?.addEventListener('loadingdone', this.#open);
    return mergeRegister(
      this.#editor.registerRootListener((root) => {
        this.#open();
        widths.disconnect();
        if (root) widths.observe(root);
      }),
      this.#editor.registerUpdateListener(({ dirtyLeaves, editorState }) => {
        const block = editorState.read(() => $textAtCaret(this.#editor));
        if (this.#sealed?.block !== block) this.#open();
        if (this.#sealed) this.#adjust(this.#sealed);
        else if (block && dirtyLeaves.size > 0) this.#seal(block);
        else if (block) this.#sealSoon();
      }),
      () => {
        this.#open();
        widths.disconnect();
        document.fonts?.removeEventListener('loadingdone', this.#open);
      },
    );
  }

  #sealSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const block = this.#editor.read(() => $textAtCaret(this.#editor));
      if (block && !this.#sealed) this.#seal(block);
    }, REST);
  }

  #seal(block: HTMLElement): void {
    clearTimeout(this.#timer);
    if ((block.parentElement?.childElementCount ?? 0) < LEAST) return;
    const { height } = block.getBoundingClientRect();
    this.#sealed = { block, height, extent: extentOf(block) };
    block.style.setProperty(HEIGHT, `${height}px`);
    block.setAttribute(SEALED, '');
  }

  #adjust(sealed: Sealed): void {
    const extent = extentOf(sealed.block);
    if (extent === sealed.extent) return;
    const lines = (extent - sealed.extent) / Number.parseFloat(getComputedStyle(sealed.block).lineHeight);
    if (!(Math.abs(lines - Math.round(lines)) < TOLERANCE)) {
      this.#open();
      return;
    }
    sealed.height += extent - sealed.extent;
    sealed.extent = extent;
    sealed.block.style.setProperty(HEIGHT, `${sealed.height}px`);
  }

  readonly #open = (): void => {
    clearTimeout(this.#timer);
    if (!this.#sealed) return;
    const { block } = this.#sealed;
    this.#sealed = null;
    block.removeAttribute(SEALED);
    block.style.removeProperty(HEIGHT);
  };
}

/** The element of the text that the caret is in, if it stands in no other block and holds nothing but words. */
const $textAtCaret = (editor: LexicalEditor): HTMLElement | null => {
  const selection = $getSelection();
  if (!$isRangeSelection(selection)) return null;
  const key = selection.anchor.getNode().getTopLevelElement()?.getKey();
  const element = key === undefined ? null : editor.getElementByKey(key);
  if (!element?.matches(TEXTS) || element.textContent === '') return null;
  return element.querySelector('[contenteditable="false"]') === null ? element : null;
};

const extentOf = (block: HTMLElement): number => {
  const words = document.createRange();
  words.selectNodeContents(block);
  return words.getBoundingClientRect().height;
};

export const SealedBlockExtension = defineExtension({
  name: 'cowrite/sealed-block',
  register: (editor: LexicalEditor) =>
    typeof ResizeObserver === 'undefined' ? () => {} : new SealedBlock(editor).register(),
});
