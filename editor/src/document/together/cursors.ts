import type { DocumentAttachment, RemoteCursor } from '../../content/index.ts';
import { TYPING } from '../../panels/people.ts';
import { type CursorRects, placeOf } from './cursor-rects.ts';
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
      mark.setTyping(awareness?.getStates().get(cursor.clientId)?.[TYPING] === true);
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
  // A wide table scrolls within itself.
  const page = container.parentElement;
  page?.addEventListener('scroll', drawSoon, { passive: true, capture: true });
  awareness?.on('change', drawSoon);
  document.fonts?.addEventListener('loadingdone', drawSoon);
  drawSoon();
  return () => {
    cancelAnimationFrame(frame);
    offUpdate();
    resize.disconnect();
    page?.removeEventListener('scroll', drawSoon, { capture: true });
    awareness?.off('change', drawSoon);
    document.fonts?.removeEventListener('loadingdone', drawSoon);
    for (const mark of drawn.values()) mark.remove();
  };
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

  show({ name, color, anchor, focus }: RemoteCursor, { caret, lines }: CursorRects, origin: DOMRect): void {
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

  /** Whoever types is named as long as they do. */
  setTyping(isTyping: boolean): void {
    this.#caret.toggleAttribute('data-typing', isTyping);
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
