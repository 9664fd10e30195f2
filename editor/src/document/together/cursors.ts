import { createDOMRange, createRectsFromDOMRange } from '@lexical/selection';
import { $getNodeByKey, $isElementNode, type LexicalEditor, type LexicalNode } from 'lexical';
import type { DocumentAttachment, Point, RemoteCursor } from '../../content/index.ts';
import styles from './cursors.module.css';

export interface CursorOptions {
  /** A positioned element laid over the text, scrolling with it; it must not take part in the text's layout. */
  container: HTMLElement;
}

/** How long a name stays after its caret moved, milliseconds. */
const NAME_SHOWN = 3000;

/** Draws the others' cursors and selections into `container` until the returned function is called. */
export function showCursors(attachment: DocumentAttachment, { container }: CursorOptions): () => void {
  const { editor, awareness } = attachment;
  const drawn = new Map<number, CursorMark>();
  let frame = 0;
  const draw = () => {
    frame = 0;
    const origin = container.getBoundingClientRect();
    const present = new Set<number>();
    for (const cursor of attachment.cursors()) {
      const rects = placeOf(editor, cursor);
      if (!rects) continue;
      present.add(cursor.clientId);
      const mark = drawn.get(cursor.clientId) ?? new CursorMark(container);
      drawn.set(cursor.clientId, mark);
      mark.show(cursor, rects, origin);
    }
    for (const [clientId, mark] of drawn) {
      if (present.has(clientId)) continue;
      mark.remove();
      drawn.delete(clientId);
    }
  };
  // Once a frame: places are only right when the browser has laid the text out.
  const drawSoon = () => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  container.setAttribute('aria-hidden', 'true');
  const offUpdate = editor.registerUpdateListener(drawSoon);
  const resize = new ResizeObserver(drawSoon);
  resize.observe(container);
  awareness?.on('change', drawSoon);
  document.fonts?.addEventListener('loadingdone', drawSoon);
  drawSoon();
  return () => {
    cancelAnimationFrame(frame);
    offUpdate();
    resize.disconnect();
    awareness?.off('change', drawSoon);
    document.fonts?.removeEventListener('loadingdone', drawSoon);
    for (const mark of drawn.values()) mark.remove();
  };
}

interface Rects {
  readonly caret: DOMRect;
  /** The selection's lines; none while it is collapsed. */
  readonly lines: readonly DOMRect[];
}

/** One person's caret, name and selection. */
class CursorMark {
  readonly #container: HTMLElement;
  readonly #caret = element('span', styles.caret);
  readonly #name = element('span', styles.name);
  #lines: HTMLElement[] = [];
  #place = '';
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(container: HTMLElement) {
    this.#container = container;
    this.#caret.append(this.#name);
    container.append(this.#caret);
  }

  show({ name, color, anchor, focus }: RemoteCursor, { caret, lines }: Rects, origin: DOMRect): void {
    const top = caret.top - origin.top;
    move(this.#caret, { left: caret.left - origin.left, top, height: caret.height });
    this.#caret.style.setProperty('--cursor-color', color);
    this.#name.textContent = name;
    // Above the line; under it where the text begins, else the name would lie on the page's title.
    this.#name.toggleAttribute('data-below', top < this.#name.offsetHeight);
    this.#showLines(lines, origin, color);
    const place = `${anchor.key}:${anchor.offset} ${focus.key}:${focus.offset}`;
    if (place !== this.#place) this.#showName();
    this.#place = place;
  }

  remove(): void {
    clearTimeout(this.#timer);
    this.#caret.remove();
    for (const line of this.#lines) line.remove();
  }

  #showLines(lines: readonly DOMRect[], origin: DOMRect, color: string): void {
    while (this.#lines.length > lines.length) this.#lines.pop()?.remove();
    for (const [index, rect] of lines.entries()) {
      let line = this.#lines[index];
      if (!line) {
        line = element('span', styles.line);
        this.#lines.push(line);
        this.#container.prepend(line);
      }
      move(line, { left: rect.left - origin.left, top: rect.top - origin.top, height: rect.height });
      line.style.width = `${rect.width}px`;
      line.style.setProperty('--cursor-color', color);
    }
  }

  #showName(): void {
    clearTimeout(this.#timer);
    this.#caret.setAttribute('data-moved', '');
    this.#timer = setTimeout(() => this.#caret.removeAttribute('data-moved'), NAME_SHOWN);
  }
}

function element(name: 'span', className: string | undefined): HTMLElement {
  const created = document.createElement(name);
  if (className) created.className = className;
  return created;
}

function move(mark: HTMLElement, { left, top, height }: { left: number; top: number; height: number }): void {
  mark.style.transform = `translate(${left}px, ${top}px)`;
  mark.style.height = `${height}px`;
}

/** Where a selection is on the screen; null where what it stands in isn't shown. */
function placeOf(editor: LexicalEditor, { anchor, focus }: RemoteCursor): Rects | null {
  return editor.getEditorState().read(
    () => {
      const caret = $caretRect(editor, focus);
      if (!caret) return null;
      const isCollapsed = anchor.key === focus.key && anchor.offset === focus.offset;
      return { caret, lines: isCollapsed ? [] : $lineRects(editor, anchor, focus) };
    },
    { editor },
  );
}

function $lineRects(editor: LexicalEditor, anchor: Point, focus: Point): DOMRect[] {
  const [start, end] = [$getNodeByKey(anchor.key), $getNodeByKey(focus.key)];
  if (!start || !end) return [];
  const range = createDOMRange(editor, start, anchor.offset, end, focus.offset);
  return range ? createRectsFromDOMRange(editor, range) : [];
}

function $caretRect(editor: LexicalEditor, { key, offset }: Point): DOMRect | null {
  const node = $getNodeByKey(key);
  if (!node) return null;
  const range = createDOMRange(editor, node, offset, node, offset);
  const rect = range?.getBoundingClientRect();
  if (rect && rect.height > 0) return rect;
  // An empty line has no text to be measured by.
  return $emptyLineRect(editor, node, offset);
}

function $emptyLineRect(editor: LexicalEditor, node: LexicalNode, offset: number): DOMRect | null {
  const child = $isElementNode(node) ? (node.getChildAtIndex(offset) ?? node.getLastChild()) : null;
  const shown = (child && editor.getElementByKey(child.getKey())) ?? editor.getElementByKey(node.getKey());
  // Folded away, say.
  if (!shown || shown.getClientRects().length === 0) return null;
  const box = shown.getBoundingClientRect();
  const style = getComputedStyle(shown);
  const lineHeight = Number.parseFloat(style.lineHeight) || box.height;
  const left = box.left + (Number.parseFloat(style.paddingLeft) || 0);
  const top = box.top + (Number.parseFloat(style.paddingTop) || 0);
  return new DOMRect(left, top, 0, Math.min(lineHeight, box.height || lineHeight));
}
